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
. "$(dirname "$0")/fetch-debian.sh"

modules="playwright-core@1.65.1 axe-core@4.14.1"

fetch() {
    chosen=$(needed chromium fonts-dejavu-core)
    # shellcheck disable=SC2086 - several words
    [ -n "$chosen" ] && download $chosen
}

install() {
    unpacked chromium
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
alone
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
