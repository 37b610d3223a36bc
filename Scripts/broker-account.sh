#!/usr/bin/env bash
# Makes accounts at the broker: for a device, a crew or Callahead itself; see docs/security.md.
#
#   broker-account.sh password NAME...      a password for each; adds their hashes to mosquitto.passwd
#   broker-account.sh authority             an authority that signs certificates (authority.key, authority.crt)
#   broker-account.sh broker HOST...        the broker's own certificate for these host names or addresses
#   broker-account.sh certificate NAME...   a certificate for each; its common name is the account
#
# Everything goes into the folder CALLAHEAD_ACCOUNTS, else ./accounts. Secrets are written into files that only you
# can read (NAME.password, NAME.key), never shown, and never given to a program as an argument.
set -euo pipefail
umask 077

folder=${CALLAHEAD_ACCOUNTS:-accounts}
days=${CALLAHEAD_CERTIFICATE_DAYS:-825}
# First words of the topics in deploy/mosquitto.acl: an account of such a name could speak for others.
reserved=" CAN N R cp_simu cs ebusd ems-esp ems_esp events everest_api fleetwise generator homeassistant \
j1939 obd2mqtt ovms owntracks positions rvc rvc2mqtt signalk telemetry teslamate v1 valetudo viss wican "

fail() {
    echo "broker-account.sh: $*" >&2
    exit 1
}

usage() {
    sed -n '2,10s/^# \{0,1\}//p' "$0" >&2
    exit 64
}

need() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$1" >/dev/null 2>&1 || fail "there is no $1; $2"; }

check_names() {
    local name seen=" "
    for name in "$@"; do
        [[ $name =~ ^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$ ]] \
            || fail "'$name' can't be an account: 1 to 64 of A-Z a-z 0-9 . _ : - (a topic's + # / would speak for others)"
        [[ $reserved != *" $name "* ]] || fail "'$name' is the first word of other devices' topics; take another name"
        [[ $seen != *" $name "* ]] || fail "'$name' stands there twice"
        seen+="$name "
    done
}

plain=$folder/.new.$$

make_passwords() {
    need openssl "install the package openssl"
    need mosquitto_passwd "install the package mosquitto"
    local name passwords="$folder/mosquitto.passwd"
    for name in "$@"; do
        [[ ! -e $folder/$name.password ]] || fail "$folder/$name.password is there already; remove it to make a new one"
        if [[ -e $passwords ]] && grep -qF -- "$name:" <(sed 's/:.*/:/' "$passwords" | grep -xF -- "$name:"); then
            fail "$passwords knows $name already; take its line out to make a new one"
        fi
    done
    trap 'rm -f "$plain"' EXIT
    : >"$plain"
    for name in "$@"; do
        # 192 bits: nobody guesses it, so nobody need change it.
        openssl rand -base64 24 >"$folder/$name.password"
        { printf '%s:' "$name" && cat "$folder/$name.password"; } >>"$plain"
    done
    # Turns the plain passwords into hashes (PBKDF2, SHA-512) in place.
    PATH="$PATH:/usr/sbin:/usr/local/sbin" mosquitto_passwd -U "$plain"
    cat "$plain" >>"$passwords"
    echo "$# accounts are in $passwords; the passwords are in $folder/NAME.password" >&2
}

make_authority() {
    need openssl "install the package openssl"
    [[ ! -e $folder/authority.key ]] || fail "$folder/authority.key is there already; every certificate hangs on it"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj "/CN=Callahead devices" \
        -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" \
        -keyout "$folder/authority.key" -out "$folder/authority.crt" 2>/dev/null
    chmod 644 "$folder/authority.crt"
    echo "keep $folder/authority.key away from the broker; $folder/authority.crt is for everyone" >&2
}

# make_certificate FILE COMMON-NAME USE SUBJECT-ALTERNATIVE-NAMES
make_certificate() {
    need openssl "install the package openssl"
    [[ -e $folder/authority.key ]] || fail "there is no $folder/authority.key; begin with: broker-account.sh authority"
    [[ ! -e $folder/$1.key ]] || fail "$folder/$1.key is there already; remove it to make a new one"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$2" -keyout "$folder/$1.key" \
        -out "$folder/$1.csr" 2>/dev/null
    printf 'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=%s\nsubjectAltName=%s\n' "$3" "$4" \
        >"$folder/$1.ext"
    openssl x509 -req -in "$folder/$1.csr" -CA "$folder/authority.crt" -CAkey "$folder/authority.key" \
        -set_serial "0x$(openssl rand -hex 16 | sed 's/^./4/')" -days "$days" -extfile "$folder/$1.ext" \
        -out "$folder/$1.crt" 2>/dev/null
    rm -f "$folder/$1.csr" "$folder/$1.ext"
    chmod 644 "$folder/$1.crt"
}

(($#)) || usage
action=$1
shift
mkdir -p "$folder"
case $action in
    password)
        (($#)) || usage
        check_names "$@"
        make_passwords "$@"
        ;;
    authority)
        (($# == 0)) || usage
        make_authority
        ;;
    broker)
        (($#)) || usage
        names=
        for host in "$@"; do
            [[ $host =~ ^[A-Za-z0-9.:-]+$ ]] || fail "'$host' is no host name or address"
            if [[ $host =~ ^[0-9.]+$ || $host == *:* ]]; then names+=",IP:$host"; else names+=",DNS:$host"; fi
        done
        make_certificate broker "$1" serverAuth "${names#,}"
        ;;
    certificate)
        (($#)) || usage
        check_names "$@"
        for name in "$@"; do make_certificate "$name" "$name" clientAuth "URI:urn:callahead:$name"; done
        ;;
    *) usage ;;
esac
