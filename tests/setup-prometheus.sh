#!/bin/sh
# Fetch Prometheus to test with and print the path of the program; promtool lies beside it:
#
#     tests/setup-prometheus.sh
#
# It comes from the distribution's packages (apt), is unpacked without being installed, and is kept in
# ${OPSKIT_PROMETHEUS_HOME:-~/.cache/opskit-prometheus}. What is there already is not fetched again; one on the PATH is
# taken as it is.
set -eu

fail() {
    echo "setup-prometheus: $*" >&2
    exit 1
}

# The package into a folder; `$2` are options of apt.
download() {
    # shellcheck disable=SC2086 - several words
    (cd "$1" && apt-get $2 download prometheus >/dev/null 2>"$1/said")
}

# Unpacked beside its place and moved there whole: an interrupted run leaves nothing that looks finished.
install() {
    command -v apt-get >/dev/null || fail "apt-get is missing: install prometheus so that it is on the PATH"
    echo "setup-prometheus: fetching prometheus" >&2
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
    dpkg -x "$fresh"/prometheus*.deb "$fresh/tree"
    "$fresh/tree/usr/bin/prometheus" --version >/dev/null 2>&1 || fail "Prometheus does not run on this system"
    mv "$fresh/tree/usr/bin/promtool" "$kept/promtool"
    mv "$fresh/tree/usr/bin/prometheus" "$kept/prometheus"
    rm -rf "$fresh"
}

if command -v prometheus; then
    exit 0
fi
kept=${OPSKIT_PROMETHEUS_HOME:-$HOME/.cache/opskit-prometheus}
mkdir -p "$kept"
[ -x "$kept/prometheus" ] && [ -x "$kept/promtool" ] || install
echo "$kept/prometheus"
