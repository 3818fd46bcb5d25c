# SPDX-License-Identifier: Apache-2.0
"""Drives the real command as a user or a CI script does: output, exit codes, files left behind, bad input, interrupts.

    command.py LOSSPROOF_BINARY [MODULE…]

Prints `N checks passed`, or names the checks that failed and exits with 1."""
import sys, tempfile, traceback

sys.dont_write_bytecode = True
import bad_input, calculator, known, ledger_files, ledgers, resuming, subjects_and_vectors, subjects_that_break
from driver import Command

def main():
    if len(sys.argv) < 2:
        sys.exit("usage: command.py LOSSPROOF_BINARY [MODULE…]")
    with tempfile.TemporaryDirectory(prefix="lossproof-command-") as folder:
        command = Command(sys.argv[1], folder)
        for module in (calculator, bad_input, ledgers, ledger_files, resuming, known, subjects_that_break, subjects_and_vectors):
            for name, test in list(vars(module).items()):
                if not name.startswith("test_") or sys.argv[2:] and module.__name__ not in sys.argv[2:]:
                    continue
                try:
                    test(command)
                except Exception:
                    command.failures.append(f"{name}: {traceback.format_exc(limit=3).strip()}")
    for failure in command.failures:
        print("FAILED", failure, file=sys.stderr)
    print(f"{command.passed} checks passed" + (f", {len(command.failures)} failed" if command.failures else ""))
    sys.exit(1 if command.failures else 0)

if __name__ == "__main__":
    main()
