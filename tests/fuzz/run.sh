#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh BUILD TARGET SECONDS: fuzz one target. What is interesting grows in BUILD/fuzz/TARGET; what ends the process is kept there as
# crash-… or timeout-… and the exit code is not 0. A copy of such a file in corpora/TARGET is a test from then on.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd) target=$2 seconds=$3
work=$build/fuzz/$target
mkdir -p "$work/corpus"
binary=$(find "$build" -name "fuzz_$target" -type f -perm -u+x | head -1)
[ -n "$binary" ] || { echo "fuzz_$target is not built in $build; expected ./dev fuzz" >&2; exit 4; }
declare -A longest=([ledger]=12000 [report]=12000 [cases]=4000 [vectors]=3000 [frames]=4000 [numbers]=400 [certify]=400)
words=(-dict="$here/words/json")
[ "$target" != numbers ] || words=(-dict="$here/words/numbers")
[ "$target" != certify ] || words=()
cd "$work"
exec "$binary" -max_total_time="$seconds" -max_len="${longest[$target]}" -timeout=25 -rss_limit_mb=3072 -print_final_stats=1 -verbosity=0 \
    "${words[@]}" corpus "$here/corpora/$target"
