#!/bin/sh
# Fetch PgBouncer to test with and print the path of a program that runs it:
#
#     tests/setup-pgbouncer.sh
#
# It comes with its libraries from the distribution's packages (apt), is unpacked without being installed, and is kept
# in ${OPSKIT_PGBOUNCER_HOME:-~/.cache/opskit-pgbouncer}. What is there already is not fetched again; one on the PATH
# is taken as it is.
set -eu
. "$(dirname "$0")/fetch-debian.sh"

fetch() {
    # shellcheck disable=SC2086 - several words
    libevent=$(apt-cache $own depends pgbouncer 2>/dev/null | sed -n 's/.*Depends: \(libevent-2[^ ]*\)$/\1/p' | head -n 1)
    download pgbouncer libc-ares2 "${libevent:-libevent-2.1-7}"
}

install() {
    unpacked "pgbouncer, libc-ares2, libevent"
    libraries=$(dirname "$(find "$fresh/tree" -name 'libcares.so.2' | head -n 1)")
    mkdir "$fresh/program"
    cp "$fresh"/tree/usr/sbin/pgbouncer "$libraries"/libcares.so* "$libraries"/libevent* "$fresh/program"
    printf '#!/bin/sh\nhere=$(dirname "$0")\nLD_LIBRARY_PATH=$here exec "$here/pgbouncer" "$@"\n' >"$fresh/program/run"
    chmod -R a+rX "$fresh/program"
    chmod +x "$fresh/program/run"
    "$fresh/program/run" --version >&2 || fail "PgBouncer does not run on this system"
    keep program
}

if command -v pgbouncer; then
    exit 0
fi
kept=${OPSKIT_PGBOUNCER_HOME:-$HOME/.cache/opskit-pgbouncer}
alone
[ -x "$kept/program/run" ] || install
echo "$kept/program/run"
