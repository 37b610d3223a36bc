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

# make_venv NAME PACKAGES MODULE
make_venv() {
    local venv=$out/$1
    if [[ -x $venv/bin/python ]] && "$venv/bin/python" -c "import $3" 2>/dev/null; then return; fi
    # shellcheck disable=SC2086
    if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check $2; }; then
        echo "bench: no Python environment with $2; going on without the comparison" >&2
        rm -rf "$venv"
    fi
}
make_venv venv "paho-mqtt>=2.0,<3" paho.mqtt
make_venv venv-scipy "numpy>=1.26,<3 scipy>=1.11,<2" scipy.spatial

quick=() engine=()
for argument in "$@"; do
    case $argument in
    --quick) quick=(--quick) ;;
    --engine) engine=(--engine) ;;
    *) echo "bench: there is no option $argument" >&2; exit 64 ;;
    esac
done
scipy=$out/venv-scipy/bin/python
common=(--bin "$bin" "${quick[@]}")

if ((${#quick[@]})); then
    "$bin/callahead-bench" decode --only typical --rounds 3 --json >"$out/decode.json"
    python3 Scripts/bench/latency.py "${common[@]}" --rates 2000
    python3 Scripts/bench/drain.py "${common[@]}" --mixed --python "$out/venv/bin/python" --messages 100000
else
    "$bin/callahead-bench" decode --json >"$out/decode.json"
    python3 Scripts/bench/latency.py "${common[@]}"
    # Python once is enough: it takes longer than all the others.
    python3 Scripts/bench/drain.py "${common[@]}" --growth "${engine[@]}" --python /none --output "$out/drain-native.json"
    python3 Scripts/bench/drain.py "${common[@]}" --mixed --python "$out/venv/bin/python"
    if [[ -x $scipy ]]; then
        "$scipy" Scripts/bench/assignment.py --bin "$bin" --rounds 5 --output "$out/assignment.json"
    fi
    for bench in claims lookup memory; do python3 "Scripts/bench/$bench.py" "${common[@]}"; done
fi
if [[ -x $scipy ]]; then "$scipy" Scripts/bench/nearest.py "${common[@]}"; fi
for bench in start idle; do python3 "Scripts/bench/$bench.py" "${common[@]}"; done
python3 Scripts/bench/table.py
