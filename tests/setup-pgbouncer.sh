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

# Unpacked beside its place and moved there whole: an interrupted run leaves nothing that looks finished.
install() {
    command -v apt-get >/dev/null || fail "apt-get is missing: install pgbouncer so that it is on the PATH"
    echo "setup-pgbouncer: fetching pgbouncer, libc-ares2, libevent" >&2
    fresh=$(mktemp -d "$kept/fetch-XXXXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    chmod 755 "$fresh"
    libevent=$(apt-cache depends pgbouncer | sed -n 's/.*Depends: \(libevent-2[^ ]*\)$/\1/p' | head -n 1)
    (cd "$fresh" && apt-get download pgbouncer libc-ares2 "${libevent:-libevent-2.1-7}" >/dev/null 2>"$fresh/said") ||
        fail "apt-get download failed (perhaps apt-get update helps): $(tail -n 1 "$fresh/said")"
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
