#!/bin/sh
# Print a folder with programs that the tests read what opskit writes with: `zsh` and `fish`, which complete its command
# lines, and `mandoc`, which judges its man pages:
#
#     tests/setup-shells.sh
#
# One that is on the PATH is taken as it is. The others are fetched from the distribution's packages (apt), unpacked
# without being installed, and kept in ${OPSKIT_SHELLS_HOME:-~/.cache/opskit-shells}. One that does not run unpacked is
# installed, by root alone.
#
# A zsh from its package looks for its modules in one place, compiled in, and takes no other from its environment; in
# zsh-static they are part of the program. fish takes the prefix of its own path for that of its files.
set -eu
. "$(dirname "$0")/fetch-debian.sh"

fetch() {
    # shellcheck disable=SC2046 - several words
    download $(needed zsh-static zsh-common fish mandoc)
}

# A program $1 that runs the rest of the line, in which $here is the folder of what was unpacked.
program() {
    printf '#!/bin/sh\nhere=$(dirname "$0")/../tree\n%s "$@"\n' "$2" >"$fresh/bin/$1"
    chmod +x "$fresh/bin/$1"
}

# Paths below $fresh/tree, joined by colons, of those that `find` is told to look for.
joined() {
    (cd "$fresh/tree" && find . "$@" | sed 's,^\.,$here,' | sort -u | paste -s -d :)
}

install() {
    unpacked "zsh, fish, mandoc"
    mkdir "$fresh/bin"
    ln -s ../etc "$fresh/tree/usr/etc"
    functions=$(joined -path '*/zsh/functions/*' -type d)
    libraries=$(joined -name '*.so*' -printf '%h\n')
    program zsh "FPATH=$functions exec \"\$here/bin/zsh-static\""
    program fish "LD_LIBRARY_PATH=$libraries exec \"\$here/usr/bin/fish\""
    program mandoc "LD_LIBRARY_PATH=$libraries exec \"\$here/usr/bin/mandoc\""
    rm -rf "$kept/tree"
    mv "$fresh/tree" "$kept/tree"
    keep bin
}

# Whether a program does what the tests want of it.
runs() {
    case $1 in
        zsh) "$2" -f -c 'zmodload zsh/zle && autoload -U compinit && compinit -u -D' ;;
        fish) "$2" --no-config -c 'complete -C "set " | string length -q' ;;
        mandoc) echo '.TH A 1 "2001-02-03"' | "$2" ;;
    esac >/dev/null 2>&1
}

kept=${OPSKIT_SHELLS_HOME:-$HOME/.cache/opskit-shells}
alone
for name in zsh fish mandoc; do
    command -v "$name" >/dev/null || [ -x "$kept/bin/$name" ] || missing=yes
done
[ -z "${missing:-}" ] || install
mkdir -p "$kept/bin"
for name in zsh fish mandoc; do
    if found=$(command -v "$name"); then
        rm -f "$kept/bin/$name"
        ln -s "$found" "$kept/bin/$name"
    elif ! runs "$name" "$kept/bin/$name"; then
        [ "$(id -u)" -eq 0 ] && apt-get -qq -y install "$name" >&2 || fail "$name does not run unpacked: install it"
        ln -sf "$(command -v "$name")" "$kept/bin/$name"
    fi
done
echo "$kept/bin"
