#!/usr/bin/env bash
# Decoding, beside simdjson's bare parse of the same text, and the durable drain: how quickly a mixed backlog becomes
# durable, against mosquitto_sub and a plain Python subscriber.
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
quick=()
for argument in "$@"; do [[ $argument == --quick ]] && quick=(--only typical); done
"$bin/callahead-bench" decode "${quick[@]}"
echo
exec python3 Scripts/bench/drain.py --bin "$bin" --python "$venv/bin/python" "$@"
