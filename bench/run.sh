#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Builds the benchmarks and runs the side-by-side comparison: bench/run.sh [-o NAME] [OPERATION …]
# Writes NAME.md and NAME.json (default: build-bench/side_by_side). LOSSPROOF_PYTHON names the interpreter that has the peers.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
build="$here/build-bench"
out="$build/side_by_side"
if [ "${1:-}" = "-o" ]; then out=$2; shift 2; fi
cmake -S "$here" -B "$build" -DCMAKE_BUILD_TYPE=Release -DLOSSPROOF_BENCH=ON -DLOSSPROOF_TESTS=OFF >/dev/null
cmake --build "$build" --target lossproof_bench_abi --parallel 2 >/dev/null
python=${LOSSPROOF_PYTHON:-python3}
library=$(find "$build/bench" -name 'liblossproof_bench_abi.*' | head -n 1)
if [ $# -gt 0 ]; then set -- --op "$@"; fi
pin=""
if command -v taskset >/dev/null; then pin="taskset -c $(($(nproc) - 1))"; fi
exec $pin "$python" "$here/bench/side_by_side.py" --library "$library" --out "$out" "$@"
