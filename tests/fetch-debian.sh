# shellcheck shell=sh
# What those of tests/setup-*.sh share that fetch programs from the distribution's packages (apt), unpacked without being
# installed, so that it takes no root. Each reads this file (`.`), names `kept`, the folder that it keeps them in, and
# has a function `fetch`, which downloads packages into the folder $fresh.

fail() {
    echo "$(basename "$0" .sh): $*" >&2
    exit 1
}

# From here to its end this script is the only one at work on $kept: tests in several processes ask for it at once.
alone() {
    mkdir -p "$kept"
    exec 9>"$kept/lock"
    # Where files cannot be locked it goes on all the same.
    flock 9 2>/dev/null || true
}

# Packages into $fresh, as files.
download() {
    # shellcheck disable=SC2086 - several words
    (cd "$fresh" && apt-get $own download "$@" >/dev/null 2>"$fresh/said")
}

# The packages that installing these would bring in: themselves, and what is missing here of what they need.
needed() {
    # shellcheck disable=SC2086 - several words
    apt-get $own -s --no-install-recommends install "$@" 2>"$fresh/said" | sed -n 's/^Inst \([^ ]*\) .*/\1/p'
}

# What `fetch` downloads, unpacked in $fresh/tree; `$1` names it for a person. Its place is beside the finished ones: an
# interrupted run leaves nothing that looks finished.
unpacked() {
    command -v apt-get >/dev/null || fail "apt-get is missing: install $1 so that it is on the PATH"
    echo "$(basename "$0" .sh): fetching $1" >&2
    fresh=$(mktemp -d "$kept/fetch-XXXXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    chmod 755 "$fresh"
    own=
    fetch || {
        # No lists of packages on this machine, or old ones: into a folder of our own.
        own="-o Dir::State::lists=$fresh/lists -o Dir::Cache=$fresh/cache"
        mkdir -p "$fresh/lists/partial" "$fresh/cache/archives/partial"
        chmod -R a+rwX "$fresh"
        # shellcheck disable=SC2086 - several words
        apt-get $own update >/dev/null 2>"$fresh/said" && fetch
    } || fail "apt-get download failed: $(tail -n 1 "$fresh/said")"
    for package in "$fresh"/*.deb; do
        dpkg -x "$package" "$fresh/tree"
    done
}

# $fresh/$1 takes its place in $kept, whole; nothing else of $fresh is kept.
keep() {
    rm -rf "${kept:?}/$1"
    mv "$fresh/$1" "$kept/$1"
    rm -rf "$fresh"
}
