#!/usr/bin/env bash
# All benchmarks in turn, each beside what one would use instead, and one table of them: .build-bench/bench.json.
# --quick is smaller: fewer rounds, sizes and messages. --engine also drains into Pathway (1.6 GB from PyPI).
# Python's packages come into environments of their own in .build-bench; without them a comparison is left out.
# In the end it says how long each part took, also in .build-bench/seconds.json, and whether all of it fits in its time.
set -euo pipefail
cd "$(dirname "$0")/../.."

quick=() engine=() allowed=900
for argument in "$@"; do
    case $argument in
    --quick) quick=(--quick) allowed=120 ;;
    --engine) engine=(--engine) ;;
    *) echo "bench: there is no option $argument" >&2; exit 64 ;;
    esac
done

out=.build-bench
mkdir -p "$out"
# What an earlier run measured is not of this one.
rm -f "$out"/{drain,drain-native,latency,claims,lookup,start,memory,idle,nearest,assignment,decode,diagnose}.json \
    "$out"/{bench,seconds}.json

names=() seconds=()
# timed NAME COMMAND...: runs it and keeps how long it took.
timed() {
    local name=$1 began=$SECONDS
    shift
    "$@"
    names+=("$name") seconds+=($((SECONDS - began)))
}

# measure NAME SCRIPT ARGUMENTS...
measure() {
    local name=$1 script=$2
    shift 2
    timed "$name" python3 "Scripts/bench/$script.py" --bin "$bin" "${quick[@]}" "$@"
}

build() {
    swift build -c release --product callahead
    swift build -c release --product callahead-bench
}

decode() { "$bin/callahead-bench" decode --json "$@" >"$out/decode.json"; }
diagnose() { "$bin/callahead-bench" diagnose >"$out/diagnose.json"; }

timed build build
bin=$(swift build -c release --show-bin-path)
timed "Python's packages" python3 Scripts/bench/environments.py "${engine[@]}"

if ((${#quick[@]})); then
    timed decode decode --only typical --rounds 3
    timed diagnose diagnose
    measure latency latency --rates 2000
    measure "drain, four formats" drain --mixed --messages 100000
else
    timed decode decode --repeats 2000
    timed diagnose diagnose
    measure latency latency
    # Python once is enough: it takes longer than all the others.
    measure "drain, native protocol" drain --growth "${engine[@]}" --without-python --output "$out/drain-native.json"
    measure "drain, four formats" drain --mixed
    timed assignment python3 Scripts/bench/assignment.py --bin "$bin" --rounds 5 --output "$out/assignment.json"
    for bench in claims lookup memory; do measure "$bench" "$bench"; done
fi
for bench in nearest start idle; do measure "$bench" "$bench"; done
python3 Scripts/bench/table.py

# Building and fetching are not measuring: the second time they take next to nothing.
total=0 lines=
for ((number = 0; number < ${#names[@]}; number++)); do
    lines+=$(printf '%s\n  "%s": %d' "${lines:+,}" "${names[number]}" "${seconds[number]}")
    if ((number >= 2)); then total=$((total + seconds[number])); fi
done
printf '{%s,\n  "measured": %d,\n  "allowed": %d\n}\n' "$lines" "$total" "$allowed" >"$out/seconds.json"
printf '\nseconds:\n'
for ((number = 0; number < ${#names[@]}; number++)); do printf '%6d  %s\n' "${seconds[number]}" "${names[number]}"; done
printf '%6d  all without the first two; at most %d are wanted\n' "$total" "$allowed"
