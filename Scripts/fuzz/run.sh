#!/usr/bin/env bash
# Fuzzes the decoder and the profile loader for a bounded time: run.sh [SECONDS EACH], 30 if not given.
# What it finds lands in .build-fuzz/findings; each finding becomes a test. Inputs that reached something new stay in
# .build-fuzz/corpus, so that the next run goes on from there. Exits 0 without a run where the toolchain lacks libFuzzer.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-30}
swift=${SWIFT:-swift}
build=.build-fuzz

resources=$("$swift" -print-target-info | sed -n 's/.*"runtimeResourcePath": *"\(.*\)".*/\1/p')
if ! ls "$resources"/clang/lib/linux/libclang_rt.fuzzer-*.a "$resources"/../clang/*/lib/linux/libclang_rt.fuzzer-*.a \
    >/dev/null 2>&1; then
    echo "fuzz: this toolchain has no libFuzzer; nothing was fuzzed" >&2
    exit 0
fi

export CALLAHEAD_FUZZ=1
for target in messages profiles; do
    "$swift" build --scratch-path "$build" --sanitize=fuzzer --sanitize=address \
        --product "callahead-fuzz-$target" 2>&1 | grep -E "error:|warning: unre|Compiling|complete" | tail -3
done
bin=$("$swift" build --scratch-path "$build" --sanitize=fuzzer --sanitize=address --show-bin-path)

status=0
for target in messages profiles; do
    mkdir -p "$build/corpus/$target" "$build/findings"
    echo "fuzz: $target for $seconds s"
    # Seconds for one input are too long for a lane. Leaks are not looked for: libFuzzer ends without cleaning up.
    CALLAHEAD_FUZZ_SEEDS="$build/corpus/$target" ASAN_OPTIONS=detect_leaks=0 "$bin/callahead-fuzz-$target" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 \
        -max_len=16384 -dict="Scripts/fuzz/$target.dict" -artifact_prefix="$build/findings/$target-" \
        -print_final_stats=1 -verbosity=1 "$build/corpus/$target" "Tests/Fuzzing/Corpus/$target" \
        >"$build/$target.log" 2>&1 || status=1
    grep -E "^(stat::number_of_executed_units|stat::peak_rss_mb|SUMMARY)|ERROR|Fatal|Test unit written" \
        "$build/$target.log" || true
done
exit $status
