# SPDX-License-Identifier: Apache-2.0
"""pytest: a marker and a fixture that judge functions, options, failing inputs first in the next run, a summary."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

import pytest

CACHE = "lossproof/witnesses"
KEPT = 20
"""Failing inputs remembered for each test."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("lossproof", "numerical verification of losses")
    group.addoption("--lossproof-effort", choices=("smoke", "ci", "full"), default=None, help="how many hard inputs (default: smoke)")
    group.addoption("--lossproof-seed", type=int, default=0, help="seed of the hard inputs (default: 0)")
    group.addoption("--lossproof-report", metavar="DIR", help="keep the ledgers in DIR and write a report there")
    group.addoption("--lossproof-known", metavar="FILE", help="known failures: lines `operation output format stratum`, * for any")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "lossproof(operation, formats=('f32',), **options): the test's function `lossproof` is bound to this "
                            "operation; options as of lossproof.judge")
    config.stash[_session] = Session(config)


_session = pytest.StashKey["Session"]()
_ran = pytest.StashKey[list]()


class Session:
    """What the tests of one process found. Under xdist every worker has its own and hands it over at its end."""

    def __init__(self, config: pytest.Config):
        self.config = config
        self.lines: list[str] = []
        self.ledgers: list[str] = []
        self.worker = getattr(config, "workerinput", {}).get("workerid", "")
        self.known = _read_known(config.getoption("--lossproof-known"))

    def ledger(self, node: str) -> Path | None:
        """A path for a ledger that stays, if a report is asked for; the worker's name keeps processes apart."""
        directory = self.config.getoption("--lossproof-report")
        if not directory:
            return None
        plain = "".join(c if c.isalnum() else "-" for c in node)
        path = Path(directory) / "ledgers"
        path.mkdir(parents=True, exist_ok=True)
        return path / f"{self.worker}{plain}-{len(self.ledgers)}.jsonl"

    def is_known(self, failure: Any) -> bool:
        cell = (failure.operation, failure.output, failure.format, failure.stratum)
        return any(all(k in ("*", c) for k, c in zip(known, cell)) for known in self.known)


def _read_known(path: str | None) -> list[list[str]]:
    if not path:
        return []
    try:
        lines = Path(path).read_text().splitlines()
    except OSError as error:
        raise pytest.UsageError(f"--lossproof-known: {error}") from error
    known = [line.split("#")[0].split() for line in lines]
    for number, words in enumerate(known, 1):
        if len(words) not in (0, 4):
            raise pytest.UsageError(f"--lossproof-known: {path}:{number}: expected `operation output format stratum`, got {len(words)} words")
    return [words for words in known if words]


class Judge:
    """The fixture: `lossproof(function)` judges it by the marker, `lossproof.judge(function, operation, …)` by what it is told."""

    def __init__(self, request: pytest.FixtureRequest, session: Session):
        self._node, self._session = request.node, session
        self._cache = getattr(request.config, "cache", None)  # absent with -p no:cacheprovider

    def __call__(self, function: Callable, **options: Any) -> Any:
        """Judge a function and fail the test if it falls short. Options as of lossproof.judge, over those of the marker."""
        marker = self._node.get_closest_marker("lossproof")
        if marker is None or not marker.args:
            raise pytest.UsageError("the fixture is called under @pytest.mark.lossproof(operation); without it, use lossproof.judge")
        return self.judge(function, marker.args[0], **{**marker.kwargs, **options})

    def judge(self, function: Callable, operation: str, **options: Any) -> Any:
        import lossproof

        __tracebackhide__ = True
        config = self._session.config
        options["effort"] = config.getoption("--lossproof-effort") or options.get("effort", "smoke")
        options.setdefault("seed", config.getoption("--lossproof-seed"))
        options.setdefault("ledger", self._session.ledger(self._node.nodeid))
        self._replay(function, operation, options)
        verdict = lossproof.judge(function, operation, **options)
        self._tell(verdict)
        return verdict

    def _key(self) -> str:
        return f"{CACHE}/{self._node.nodeid.replace('/', '.')}"

    def _replay(self, function: Callable, operation: str, options: dict[str, Any]) -> None:
        """What failed last time is asked first: a failure is seen again at once."""
        from . import _core
        from ._judge import check_case

        __tracebackhide__ = True
        taken = {k: options[k] for k in ("args", "gradient", "parameters", "outputs", "device") if k in options}
        if "framework" in options:
            taken["framework_name"] = options["framework"]
        for stratum, text in self._cache.get(self._key(), []) if self._cache else []:
            try:
                case = _core.read_case(text)
            except _core.UsageError:
                continue  # remembered by another version
            if case.operation != operation:
                continue
            failures = [f for f in check_case(function, case, stratum=stratum, **taken) if not self._session.is_known(f)]
            if failures:
                self._session.lines.append(f"FAILED again {self._node.nodeid}: {failures[0]!r}")
                pytest.fail("replayed from the last run\n" + "\n".join(map(str, failures)), pytrace=False)

    def _tell(self, verdict: Any) -> None:
        __tracebackhide__ = True
        self._session.ledgers.append(str(verdict.ledger))
        failures = [f for f in verdict.failures if not self._session.is_known(f)]
        known = len(verdict.failures) - len(failures)
        if self._cache:
            self._cache.set(self._key(), [[f.stratum, f.case.json()] for f in failures[:KEPT]])
        laws = [law for law in verdict.laws if law.verdict == "failed"]
        bad = failures or (laws and not known) or not verdict.judged
        word = "fell short" if bad else "held"
        self._session.lines.append(f"{verdict.operation}: {word}, {verdict._counts()}" + (f", {known} known failures" if known else ""))
        if bad:
            pytest.fail(str(verdict) if not known else "\n".join(map(str, failures)), pytrace=False)


@pytest.fixture
def lossproof(request: pytest.FixtureRequest) -> Judge:
    """Judge functions: `lossproof(function)` under @pytest.mark.lossproof("focal_loss", formats=["f32", "bf16"])."""
    return Judge(request, request.config.stash[_session])


def pytest_sessionfinish(session: pytest.Session) -> None:
    mine = session.config.stash.get(_session, None)
    output = getattr(session.config, "workeroutput", None)
    if mine is not None and output is not None:
        output["lossproof"] = json.dumps({"lines": mine.lines, "ledgers": mine.ledgers})


class Workers:
    """What xdist's workers hand over; registered only if xdist is there."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: Any) -> None:
        told = getattr(node, "workeroutput", {}).get("lossproof")
        if told:
            mine, theirs = node.config.stash[_session], json.loads(told)
            mine.lines += theirs["lines"]
            mine.ledgers += theirs["ledgers"]


def pytest_plugin_registered(plugin: Any, manager: Any) -> None:
    if type(plugin).__name__ == "DSession":
        manager.register(Workers(), "lossproof-workers")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    mine = config.stash.get(_session, None)
    if mine is None or not mine.lines:
        return
    terminalreporter.section("lossproof")
    for line in mine.lines:
        terminalreporter.write_line(line)
    directory = config.getoption("--lossproof-report")
    if directory and mine.ledgers:
        from . import _core

        _core.write_report(mine.ledgers, directory)
        terminalreporter.write_line(f"report: {Path(directory) / 'index.html'}")
