#!/bin/sh
# Fetch Prometheus to test with and print the path of the program; promtool lies beside it:
#
#     tests/setup-prometheus.sh
#
# It comes from the distribution's packages (apt), is unpacked without being installed, and is kept in
# ${OPSKIT_PROMETHEUS_HOME:-~/.cache/opskit-prometheus}. What is there already is not fetched again; one on the PATH is
# taken as it is.
set -eu
. "$(dirname "$0")/fetch-debian.sh"

fetch() {
    download prometheus
}

install() {
    unpacked prometheus
    "$fresh/tree/usr/bin/prometheus" --version >/dev/null 2>&1 || fail "Prometheus does not run on this system"
    mv "$fresh/tree/usr/bin/promtool" "$kept/promtool"
    mv "$fresh/tree/usr/bin/prometheus" "$kept/prometheus"
    rm -rf "$fresh"
}

if command -v prometheus; then
    exit 0
fi
kept=${OPSKIT_PROMETHEUS_HOME:-$HOME/.cache/opskit-prometheus}
alone
[ -x "$kept/prometheus" ] && [ -x "$kept/promtool" ] || install
echo "$kept/prometheus"
