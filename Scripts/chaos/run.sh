#!/bin/sh
# Runs what goes wrong with machine, network, broker and disk, each against the truth: see docs/chaos.md.
#
#   Scripts/chaos/run.sh [--quick] [--seed N] [--out FOLDER] [SCENARIO…]
set -eu
cd "$(dirname "$0")/../.."
swift=${SWIFT:-swift}
$swift build -c release --product callahead
program="$($swift build -c release --show-bin-path)/callahead"
exec python3 Scripts/chaos/chaos.py --program "$program" "$@"
