#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Install the build tree into a scratch folder, move it, and build foreign projects against it.
set -euo pipefail
build=$1
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cmake --install "$build" --prefix "$scratch/first" >/dev/null
mv "$scratch/first" "$scratch/prefix" # a relocatable package works where it was not installed
export CMAKE_PREFIX_PATH=$scratch/prefix

# The reference alone needs no RapidCheck.
cmake -S "$here" -B "$scratch/reference" -G Ninja -DCOMPONENTS=reference -DCMAKE_DISABLE_FIND_PACKAGE_rapidcheck=ON >/dev/null
cmake --build "$scratch/reference"
"$scratch/reference/consumer"

cmake -S "$here" -B "$scratch/testing" -G Ninja -DCOMPONENTS=testing >/dev/null
cmake --build "$scratch/testing"
for program in with_catch2 with_gmock with_rapidcheck; do
    [ ! -x "$scratch/testing/$program" ] || "$scratch/testing/$program"
done

# Linking us adds include directories, and changes nothing else of how somebody's own code is compiled.
python3 - "$scratch/testing/compile_commands.json" "$scratch/prefix" <<'PYTHON'
import json, sys
plain = {}
for one in json.load(open(sys.argv[1])):
    if one["file"].endswith("plain.cpp"):
        words = [w for w in one["command"].split() if sys.argv[2] not in w and w != "-isystem"]
        plain["with_us" if "plain_with_us" in one["command"] else "without"] = [w for w in words if "plain" not in w]
assert len(plain) == 2 and plain["with_us"] == plain["without"], plain
PYTHON

# No machine's path, no generic name on the include path.
if grep -rE "/usr/lib|$build" "$scratch/prefix/lib"*/cmake "$scratch/prefix/lib/"*/cmake 2>/dev/null; then
    echo "the package names a place of the machine it was built on"; exit 1
fi
[ "$(ls "$scratch/prefix/include")" = lossproof ]
PKG_CONFIG_PATH=$(dirname "$(find "$scratch/prefix" -name lossproof.pc)") pkg-config --cflags --libs lossproof >/dev/null
"$scratch/prefix/bin/lossproof" --version
