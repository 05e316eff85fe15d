#!/bin/sh
# Print the path of a tmux to test with, in which the tests sit at a terminal as a person does:
#
#     tests/setup-tmux.sh
#
# One on the PATH is taken as it is. Else it is fetched from the distribution's packages (apt) with the libraries that
# only it needs, unpacked without being installed, and kept in ${OPSKIT_TMUX_HOME:-~/.cache/opskit-tmux}.
set -eu

fail() {
    echo "setup-tmux: $*" >&2
    exit 1
}

# The packages into a folder; `$2` are options of apt.
download() {
    # shellcheck disable=SC2086 - several words
    needed=$(apt-cache $2 depends tmux 2>/dev/null | sed -n 's/.*Depends: \(libevent-[^ ]*\|libutempter0\)$/\1/p')
    # shellcheck disable=SC2086
    (cd "$1" && apt-get $2 download tmux $needed >/dev/null 2>"$1/said")
}

# Unpacked beside its place and moved there whole: an interrupted run leaves nothing that looks finished.
install() {
    command -v apt-get >/dev/null || fail "apt-get is missing: install tmux so that it is on the PATH"
    echo "setup-tmux: fetching tmux" >&2
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
    mkdir "$fresh/program"
    find "$fresh/tree" -name 'lib*.so*' -exec cp -P {} "$fresh/program" \;
    cp "$fresh/tree/usr/bin/tmux" "$fresh/program"
    printf '#!/bin/sh\nhere=$(dirname "$0")\nLD_LIBRARY_PATH=$here exec "$here/tmux" "$@"\n' >"$fresh/program/run"
    chmod +x "$fresh/program/run"
    "$fresh/program/run" -V >&2 || fail "tmux does not run on this system"
    rm -rf "$kept/program"
    mv "$fresh/program" "$kept/program"
    rm -rf "$fresh"
}

if command -v tmux; then
    exit 0
fi
kept=${OPSKIT_TMUX_HOME:-$HOME/.cache/opskit-tmux}
mkdir -p "$kept"
[ -x "$kept/program/run" ] || install
echo "$kept/program/run"
