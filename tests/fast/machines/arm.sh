#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Does NEON give the bits of this machine? Builds `fast` for both, runs the other under qemu and compares, line by line.
# Six of 1664 lines differ, all of what a long double computes: it has 64 bits here and 113 there.
# Not part of the tests: it needs g++-aarch64-linux-gnu and qemu-user-static, and takes two minutes.
set -euo pipefail
cd "$(dirname "$0")/../../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/include"
ln -s /usr/include/hwy "$work/include/hwy"  # headers only; the rest of this machine's /usr/include is not the other's

# One instruction set each, the best the flags allow: no run-time choice, so no library of Highway is needed.
build() {
    local compiler=$1 out=$2
    shift 2
    "$compiler" -std=c++20 -O1 -ffp-contract=off -DHWY_COMPILE_ONLY_STATIC "$@" -I. -I"$work/include" \
        fast/*.cpp fast/elementwise/*.cpp fast/rows/*.cpp fast/models/*.cpp tests/fast/machines/bits.cpp -pthread -static -o "$work/$out"
}
build aarch64-linux-gnu-g++ there -march=armv8-a+crypto  # what Highway asks of NEON; g++ gives an implicit constructor no less
build g++ here -march=haswell -maes
"$work/here" >"$work/here.txt"
qemu-aarch64-static "$work/there" >"$work/there.txt"
echo "$(diff "$work/here.txt" "$work/there.txt" | grep -c '^<' || true) of $(wc -l <"$work/here.txt") answers differ"
diff "$work/here.txt" "$work/there.txt" || true
