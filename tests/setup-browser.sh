#!/bin/sh
# Print a folder with what the tests look at pages with: `chromium`, a program, and `node_modules` with playwright-core,
# which drives it, and axe-core, which judges what it shows:
#
#     tests/setup-browser.sh
#
# A Chromium on the PATH is taken as it is. Else it is fetched from the distribution's packages (apt) with the libraries
# that are missing here, unpacked without being installed. The two modules come from npm. All of it is kept in
# ${OPSKIT_BROWSER_HOME:-~/.cache/opskit-browser}; what is there already is not fetched again.
set -eu

modules="playwright-core@1.65.1 axe-core@4.14.1"

fail() {
    echo "setup-browser: $*" >&2
    exit 1
}

# The packages into a folder; `$2` are options of apt. What is installed already is left out.
download() {
    # shellcheck disable=SC2086 - several words
    needed=$(apt-get $2 -s --no-install-recommends install chromium fonts-dejavu-core 2>"$1/said" | sed -n 's/^Inst \([^ ]*\) .*/\1/p')
    [ -n "$needed" ] || return 1
    # shellcheck disable=SC2086
    (cd "$1" && apt-get $2 download $needed >/dev/null 2>"$1/said")
}

# Unpacked beside its place and moved there whole: an interrupted run leaves nothing that looks finished.
install() {
    command -v apt-get >/dev/null || fail "apt-get is missing: install chromium so that it is on the PATH"
    echo "setup-browser: fetching chromium" >&2
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
    rm -rf "$kept/tree"
    mv "$fresh/tree" "$kept/tree"
    rm -rf "$fresh"
    libraries=$(find "$kept/tree" -name '*.so*' -exec dirname {} \; | sort -u | paste -s -d :)
    printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s/tree/usr/lib/chromium/chromium "$@"\n' "$libraries" "$kept" >"$kept/made"
    chmod +x "$kept/made"
    "$kept/made" --version >&2 || fail "Chromium does not run on this system"
    mv "$kept/made" "$kept/chromium"
}

kept=${OPSKIT_BROWSER_HOME:-$HOME/.cache/opskit-browser}
mkdir -p "$kept"
found=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -n "$found" ]; then
    ln -sfn "$found" "$kept/chromium"
elif [ -L "$kept/chromium" ] || [ ! -x "$kept/chromium" ]; then
    rm -f "$kept/chromium"
    install
fi
command -v node >/dev/null && command -v npm >/dev/null || fail "node and npm are missing: install them"
if [ "$(cat "$kept/modules" 2>/dev/null)" != "$modules" ]; then
    echo "setup-browser: fetching $modules" >&2
    # shellcheck disable=SC2086 - several words
    npm install --silent --no-save --no-audit --no-fund --ignore-scripts --prefix "$kept" $modules >&2 ||
        fail "npm install failed"
    echo "$modules" >"$kept/modules"
fi
echo "$kept"
