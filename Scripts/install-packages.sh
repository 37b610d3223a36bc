#!/usr/bin/env bash
# Installs what the build and the tests need on Debian and Ubuntu, and says so; elsewhere it names the packages.
# With --bench also what `make bench-check` counts with.
# Never starts, stops or configures the system's own Mosquitto: the project starts brokers of its own.
set -euo pipefail

packages=(libcurl4-openssl-dev libmosquitto-dev libsqlite3-dev libre2-dev libsimdjson-dev mosquitto mosquitto-clients openssl pkg-config tmux zlib1g-dev)

[[ ${1:-} != --bench ]] || packages+=(binutils valgrind)

fail() {
    echo "callahead: $*" >&2
    exit 1
}

# Swift first: without it the packages are of no use.
command -v swift >/dev/null 2>&1 || fail "Swift 6.2 or newer is needed and there is no 'swift' in PATH; see https://www.swift.org/install"
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)
[[ -n $version ]] || fail "'swift --version' does not tell its version"
major=${version%%.*}
minor=${version#*.}
if ((major < 6 || (major == 6 && minor < 2))); then
    fail "Swift 6.2 or newer is needed; this is Swift $version; see https://www.swift.org/install"
fi

if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
    # Another system: enough if everything is there under whatever name.
    if command -v pkg-config >/dev/null 2>&1 && pkg-config --exists libcurl libmosquitto sqlite3 simdjson re2 zlib \
        && PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v mosquitto >/dev/null 2>&1; then
        exit 0
    fi
    fail "please install what Debian calls: ${packages[*]} (libcurl, libmosquitto, SQLite, simdjson, RE2 and zlib with headers; Mosquitto 2.0 and its clients; openssl; pkg-config)"
fi

missing=()
for package in "${packages[@]}"; do
    if [[ $package == pkg-config ]] && command -v pkg-config >/dev/null 2>&1; then continue; fi
    status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [[ $status == installed ]] || missing+=("$package")
done
((${#missing[@]})) || exit 0

echo "callahead: installing ${missing[*]} with apt-get" >&2
root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null 2>&1 || fail "please install, as root: apt-get install --no-install-recommends ${missing[*]}"
    root=(sudo)
fi

# The package "mosquitto" would start a broker for the whole machine. A policy for services forbids it for as long as
# apt-get runs; one that is there already belongs to someone else and stays. Installed before, it is left as it is.
policy=/usr/sbin/policy-rc.d
marker="# made by callahead's Scripts/install-packages.sh"
remove_policy() {
    if grep -qsF "$marker" "$policy"; then "${root[@]}" rm -f "$policy"; fi
}
for package in "${missing[@]}"; do
    if [[ $package == mosquitto && ! -e $policy ]]; then
        trap remove_policy EXIT
        trap 'exit 130' INT TERM HUP
        printf '#!/bin/sh\n%s\ncase "$1 $2" in *mosquitto*) exit 101 ;; esac\nexit 0\n' "$marker" \
            | "${root[@]}" tee "$policy" >/dev/null
        "${root[@]}" chmod 755 "$policy"
    fi
done

install_missing() {
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
}
if ! install_missing; then
    echo "callahead: trying again with fresh package lists" >&2
    "${root[@]}" apt-get update -q >&2
    install_missing || fail "apt-get could not install ${missing[*]}"
fi
