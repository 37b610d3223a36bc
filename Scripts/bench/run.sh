#!/usr/bin/env bash
# Decoding, beside simdjson's bare parse of the same text, and the durable drain: how quickly a mixed backlog becomes
# durable, against mosquitto_sub and a plain Python subscriber. Between them the nearest of a million units beside SciPy's
# cKDTree, how long a fault takes to its task, and in full also the exact assignment beside SciPy's linear_sum_assignment.
# Everything happens in .build-bench; --quick is smaller: three rounds, and of decoding the typical messages alone.
set -euo pipefail
cd "$(dirname "$0")/../.."

swift build -c release --product callahead
swift build -c release --product callahead-bench
bin=$(swift build -c release --show-bin-path)

# The Python subscriber needs paho-mqtt; it gets an environment of its own.
venv=.build-bench/venv
if [[ ! -x $venv/bin/python ]] || ! "$venv/bin/python" -c 'import paho.mqtt' 2>/dev/null; then
    mkdir -p .build-bench
    if ! { python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check 'paho-mqtt>=2.0,<3'; }; then
        echo "bench: no Python environment with paho-mqtt; going on without the Python subscriber" >&2
        rm -rf "$venv"
    fi
fi
# The search for units is compared with SciPy's, in another environment: one that can't be had does not cost the other.
tree=.build-bench/venv-scipy
if [[ ! -x $tree/bin/python ]] || ! "$tree/bin/python" -c 'import scipy.spatial' 2>/dev/null; then
    mkdir -p .build-bench
    if ! { python3 -m venv "$tree" && "$tree/bin/pip" install --quiet --disable-pip-version-check 'numpy>=1.26,<3' 'scipy>=1.11,<2'; }; then
        echo "bench: no Python environment with scipy; going on without the comparison of searches" >&2
        rm -rf "$tree"
    fi
fi
quick=
for argument in "$@"; do if [[ $argument == --quick ]]; then quick=yes; fi; done
if [[ $quick ]]; then
    "$bin/callahead-bench" decode --only typical
    if [[ -x $tree/bin/python ]]; then "$tree/bin/python" Scripts/bench/nearest.py --bin "$bin" --quick; fi
    python3 Scripts/bench/latency.py --bin "$bin" --quick --rates 2000
else
    "$bin/callahead-bench" decode
    if [[ -x $tree/bin/python ]]; then "$tree/bin/python" Scripts/bench/nearest.py --bin "$bin"; fi
    "$bin/callahead-bench" units --choose --size 100000
    if [[ -x $tree/bin/python ]]; then "$tree/bin/python" Scripts/bench/assignment.py --bin "$bin"; fi
    python3 Scripts/bench/latency.py --bin "$bin"
    python3 Scripts/bench/drain.py --bin "$bin" --python "$venv/bin/python" --output .build-bench/drain-native.json "$@"
fi
exec python3 Scripts/bench/drain.py --mixed --bin "$bin" --python "$venv/bin/python" "$@"
