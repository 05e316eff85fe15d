#!/bin/sh
# Fetch PgBouncer to test with and print the path of a program that runs it:
#
#     tests/setup-pgbouncer.sh
#
# It comes with its libraries from the distribution's packages (apt), is unpacked without being installed, and is kept
# in ${OPSKIT_PGBOUNCER_HOME:-~/.cache/opskit-pgbouncer}. What is there already is not fetched again; one on the PATH
# is taken as it is.
set -eu

fail() {
    echo "setup-pgbouncer: $*" >&2
    exit 1
}

# The packages into a folder; `$2` are options of apt.
download() {
    # shellcheck disable=SC2086 - several words
    libevent=$(apt-cache $2 depends pgbouncer 2>/dev/null | sed -n 's/.*Depends: \(libevent-2[^ ]*\)$/\1/p' | head -n 1)
    # shellcheck disable=SC2086
    (cd "$1" && apt-get $2 download pgbouncer libc-ares2 "${libevent:-libevent-2.1-7}" >/dev/null 2>"$1/said")
}

# Unpacked beside its place and moved there whole: an interrupted run leaves nothing that looks finished.
install() {
    command -v apt-get >/dev/null || fail "apt-get is missing: install pgbouncer so that it is on the PATH"
    echo "setup-pgbouncer: fetching pgbouncer, libc-ares2, libevent" >&2
    fresh=$(mktemp -d "$kept/fetch-XXXXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    chmod 755 "$fresh"
    download "$fresh" "" || {
        # No lists of packages on this machine, or old ones: into a folder of our own, which takes no root.
        own="-o Dir::State::lists=$fresh/lists -o Dir::Cache=$fresh/cache"
        mkdir -p "$fresh/lists/partial" "$fresh/cache/archives/partial"
        chmod -R a+rwX "$fresh"
        # shellcheck disable=SC2086 - several words
        apt-get $own update >/dev/null 2>"$fresh/said" && download "$fresh" "$own"
    } || fail "apt-get download failed: $(tail -n 1 "$fresh/said")"
    for package in "$fresh"/*.deb; do
        dpkg -x "$package" "$fresh/tree"
    done
    libraries=$(dirname "$(find "$fresh/tree" -name 'libcares.so.2' | head -n 1)")
    mkdir "$fresh/program"
    cp "$fresh"/tree/usr/sbin/pgbouncer "$libraries"/libcares.so* "$libraries"/libevent* "$fresh/program"
    printf '#!/bin/sh\nhere=$(dirname "$0")\nLD_LIBRARY_PATH=$here exec "$here/pgbouncer" "$@"\n' >"$fresh/program/run"
    chmod -R a+rX "$fresh/program"
    chmod +x "$fresh/program/run"
    "$fresh/program/run" --version >&2 || fail "PgBouncer does not run on this system"
    rm -rf "$kept/program"
    mv "$fresh/program" "$kept/program"
    rm -rf "$fresh"
}

if command -v pgbouncer; then
    exit 0
fi
kept=${OPSKIT_PGBOUNCER_HOME:-$HOME/.cache/opskit-pgbouncer}
mkdir -p "$kept"
[ -x "$kept/program/run" ] || install
echo "$kept/program/run"
