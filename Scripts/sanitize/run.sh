#!/usr/bin/env bash
# Runs the tests under the sanitizers that Swift has on Linux: run.sh [address|thread]... [-- FILTER], both if none is named.
#
# `address` also finds leaks and, in the C and C++ targets, undefined behaviour, which traps (swiftc has no
# -sanitize=undefined on Linux; in Swift itself overflow, bounds and exclusive access always trap).
# `thread` finds data races. Builds stay in .build-address and .build-thread.
set -euo pipefail
cd "$(dirname "$0")/../.."
swift=${SWIFT:-swift}
kinds=()
while (($#)) && [[ $1 != -- ]]; do kinds+=("$1"); shift; done
(($#)) && shift
((${#kinds[@]})) || kinds=(address thread)
filter=()
(($#)) && filter=(--filter "$1")

undefined=()
for flag in -fsanitize=undefined -fsanitize-trap=undefined; do undefined+=(-Xcc "$flag" -Xcxx "$flag"); done
# All of what is found in one run; the tests admit it more time and memory.
options="abort_on_error=0:exitcode=66"
export CALLAHEAD_SANITIZER=1
asan="$options:halt_on_error=1:detect_leaks=1:detect_stack_use_after_return=1"
tsan="$options:halt_on_error=0:second_deadlock_stack=1:suppressions=$PWD/Scripts/sanitize/thread.txt"
export LSAN_OPTIONS="suppressions=$PWD/Scripts/sanitize/leaks.txt:print_suppressions=0"

status=0
for kind in "${kinds[@]}"; do
    extra=()
    [[ $kind == address ]] && extra=("${undefined[@]}")
    build=(--scratch-path ".build-$kind" --sanitize="$kind" "${extra[@]}")
    log=".build-$kind/test.log"
    # Every process reports into a file of its own, also those that a test starts.
    reports="$PWD/.build-$kind/report"
    rm -f "$reports".*
    export ASAN_OPTIONS="$asan:log_path=$reports" TSAN_OPTIONS="$tsan:log_path=$reports"
    echo "sanitize: building for $kind"
    "$swift" build --build-tests "${build[@]}" 2>&1 | grep -E "error:|complete" || true
    echo "sanitize: testing under $kind"
    # One test after the other: beside each other they are so slow that their time limits end them.
    "$swift" test --skip-build --disable-xctest --no-parallel "${build[@]}" "${filter[@]}" >"$log" 2>&1 || status=1
    grep -aE "✘ |✔ Test run" "$log" || true
    if compgen -G "$reports.*" >/dev/null; then
        status=1
        grep -haE "SUMMARY|ERROR: " "$reports".* | sort | uniq -c | sort -rn | head -20 || true
    fi
    ((status)) && echo "sanitize: $kind found something: $log, $reports.*"
done
exit $status
