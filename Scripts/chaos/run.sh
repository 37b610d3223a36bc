#!/bin/sh
# Runs what goes wrong with machine, network, broker and disk, each against the truth: see docs/chaos.md.
#
#   Scripts/chaos/run.sh [--quick] [--seed N] [--out FOLDER] [SCENARIO…]
#
# In full with a release build; --quick takes the build that tests have made.
set -eu
cd "$(dirname "$0")/../.."
swift=${SWIFT:-swift}
configuration=release
for argument in "$@"; do if [ "$argument" = --quick ]; then configuration=debug; fi; done
$swift build -c $configuration --product callahead
program="$($swift build -c $configuration --show-bin-path)/callahead"
exec python3 Scripts/chaos/chaos.py --program "$program" "$@"
