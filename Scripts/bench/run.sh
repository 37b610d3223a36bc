#!/usr/bin/env bash
# All benchmarks in turn, each beside what one would use instead, and one table of them: .build-bench/bench.json.
# --quick is smaller: fewer rounds, sizes and messages. --engine also drains into Pathway (1.6 GB from PyPI).
# Python's packages come into environments of their own in .build-bench; without them a comparison is left out.
set -euo pipefail
cd "$(dirname "$0")/../.."

swift build -c release --product callahead
swift build -c release --product callahead-bench
bin=$(swift build -c release --show-bin-path)
out=.build-bench
mkdir -p "$out"
# What an earlier run measured is not of this one.
rm -f "$out"/{drain,drain-native,latency,claims,lookup,start,memory,idle,nearest,assignment,decode,bench}.json

quick=() engine=()
for argument in "$@"; do
    case $argument in
    --quick) quick=(--quick) ;;
    --engine) engine=(--engine) ;;
    *) echo "bench: there is no option $argument" >&2; exit 64 ;;
    esac
done
common=(--bin "$bin" "${quick[@]}")

if ((${#quick[@]})); then
    "$bin/callahead-bench" decode --only typical --rounds 3 --json >"$out/decode.json"
    python3 Scripts/bench/latency.py "${common[@]}" --rates 2000
    python3 Scripts/bench/drain.py "${common[@]}" --mixed --messages 100000
else
    "$bin/callahead-bench" decode --json >"$out/decode.json"
    python3 Scripts/bench/latency.py "${common[@]}"
    # Python once is enough: it takes longer than all the others.
    python3 Scripts/bench/drain.py "${common[@]}" --growth "${engine[@]}" --without-python --output "$out/drain-native.json"
    python3 Scripts/bench/drain.py "${common[@]}" --mixed
    python3 Scripts/bench/assignment.py --bin "$bin" --rounds 5 --output "$out/assignment.json"
    for bench in claims lookup memory; do python3 "Scripts/bench/$bench.py" "${common[@]}"; done
fi
for bench in nearest start idle; do python3 "Scripts/bench/$bench.py" "${common[@]}"; done
python3 Scripts/bench/table.py
