#!/bin/sh
# Shows that chaos finds what it is there to find: builds the program with four mistakes in a copy of the sources, and lets
# each of them lose. A mistake is in force only with CALLAHEAD_BROKEN=NAME, so that one build serves for all.
#
#   Scripts/chaos/broken.sh [--seed N]
#   Scripts/chaos/broken.sh --check     only whether every patch still fits
set -eu
cd "$(dirname "$0")/../.."
if [ "${1:-}" = --check ]; then
    for mistake in Scripts/chaos/broken/*.patch; do
        patch --dry-run --silent --strip 1 --fuzz 0 --forward --input "$PWD/$mistake" || {
            echo "broken: $mistake does not apply any more" >&2
            exit 1
        }
    done
    exit 0
fi
swift=${SWIFT:-swift}
copy=.build-broken/source
rm -rf "$copy"
mkdir -p "$copy"
# Times are kept: what a patch does not touch is not compiled again.
tar --exclude './.build*' --exclude ./.git -cf - . | tar -xf - -C "$copy"
for mistake in Scripts/chaos/broken/*.patch; do
    # Without fuzz: a patch that no longer fits is to be looked at, not guessed.
    patch --directory "$copy" --strip 1 --fuzz 0 --forward --no-backup-if-mismatch --input "$PWD/$mistake" || {
        echo "broken: $mistake does not apply any more" >&2
        exit 1
    }
done
$swift build --package-path "$copy" --scratch-path .build-broken/build --product callahead
program="$($swift build --package-path "$copy" --scratch-path .build-broken/build --show-bin-path)/callahead"
seed="$*"
status=0
find() {
    python3 Scripts/chaos/chaos.py --program "$program" --broken "$@" $seed || status=1
}
# Name, the rows of the verdict that must say it, and where it has to show.
find early-acknowledgement --expect lost,recall failpoint-after-read failpoint-after-step
find missing-constraint --expect double_bookings bookings
find withdrawn-stop --expect stop_withdrawn cleared
# What was not synced is lost, or the file is: which one, depends on the seed.
find no-sync --expect lost,recall,integrity power-cut
exit $status
