#!/bin/sh
# Print the path of a tmux to test with, in which the tests sit at a terminal as a person does:
#
#     tests/setup-tmux.sh
#
# One on the PATH is taken as it is. Else it is fetched from the distribution's packages (apt) with the libraries that
# only it needs, unpacked without being installed, and kept in ${OPSKIT_TMUX_HOME:-~/.cache/opskit-tmux}.
set -eu
. "$(dirname "$0")/fetch-debian.sh"

fetch() {
    # shellcheck disable=SC2086 - several words
    libraries=$(apt-cache $own depends tmux 2>/dev/null | sed -n 's/.*Depends: \(libevent-[^ ]*\|libutempter0\)$/\1/p')
    # shellcheck disable=SC2086
    download tmux $libraries
}

install() {
    unpacked tmux
    mkdir "$fresh/program"
    find "$fresh/tree" -name 'lib*.so*' -exec cp -P {} "$fresh/program" \;
    cp "$fresh/tree/usr/bin/tmux" "$fresh/program"
    printf '#!/bin/sh\nhere=$(dirname "$0")\nLD_LIBRARY_PATH=$here exec "$here/tmux" "$@"\n' >"$fresh/program/run"
    chmod +x "$fresh/program/run"
    "$fresh/program/run" -V >&2 || fail "tmux does not run on this system"
    keep program
}

if command -v tmux; then
    exit 0
fi
kept=${OPSKIT_TMUX_HOME:-$HOME/.cache/opskit-tmux}
alone
[ -x "$kept/program/run" ] || install
echo "$kept/program/run"
