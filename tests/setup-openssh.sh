#!/bin/sh
# Fetch OpenSSH to test with and print two lines, the path of a program that runs sshd and the folder of ssh-keygen,
# ssh-agent and ssh-add:
#
#     tests/setup-openssh.sh
#
# It comes from the distribution's packages (apt), is unpacked without being installed, and is kept in
# ${OPSKIT_OPENSSH_HOME:-~/.cache/opskit-openssh}. What is there already is not fetched again; what is on the PATH is
# taken as it is.
#
# Started by root, sshd wants two things that only an installed package brings. A user `sshd`, whom the part of it
# becomes that talks to strangers: a copy of the machine's users with that one added is shown to it alone
# (libnss-wrapper), so that the machine keeps its own. And an empty folder /run/sshd, compiled in, which that part is
# shut up in: it is made. Started by anybody else it needs neither.
set -eu

fail() {
    echo "setup-openssh: $*" >&2
    exit 1
}

# A package into a folder, unpacked; `$own` are options of apt.
unpack() {
    # shellcheck disable=SC2086 - several words
    (cd "$1" && rm -f ./*.deb && apt-get $own download "$2" >/dev/null 2>"$1/said" && dpkg -x ./*.deb tree)
}

# The packages of the libraries that the programs miss here. A package is called as its library is: libkrb5.so.3 is in
# libkrb5-3, libwrap.so.0 in libwrap0, libcom_err.so.2 in libcom-err2; some end in t64 or g.
missing() {
    # shellcheck disable=SC2086 - several words
    LD_LIBRARY_PATH=$1/program ldd "$1"/program/sshd* "$1"/program/real-* 2>/dev/null |
        sed -n 's/^[[:space:]]*\(lib[^ ]*\)\.so\.\([0-9.]*\) => not found.*/\1 \2/p' | sort -u |
        while read -r library version; do
            case $library in *[0-9]) dash=- ;; *) dash= ;; esac
            name=$(echo "$library" | tr _ -)
            apt-cache $own pkgnames "$name$dash$version" | grep -E "^$name$dash$version(t64|g)?\$" | head -n 1
        done
}

fetch() {
    unpack "$1" openssh-server && unpack "$1" openssh-client && unpack "$1" libnss-wrapper || return 1
    mkdir "$1/program"
    mkdir "$1/program/bin"
    cp "$1/tree/usr/sbin/sshd" "$1/program"
    for tool in $tools; do
        cp "$1/tree/usr/bin/$tool" "$1/program/real-$tool"
    done
    # From 9.8 on sshd leaves a connection to a program of its own.
    find "$1/tree" -path '*/openssh/sshd-*' -type f -exec cp {} "$1/program" \;
    find "$1/tree" -name 'libnss_wrapper.so*' -exec cp -P {} "$1/program" \;
    for round in 1 2 3 4 5; do
        wanted=$(missing "$1")
        [ -n "$wanted" ] || return 0
        echo "setup-openssh: round $round, fetching" $wanted >&2
        for package in $wanted; do
            unpack "$1" "$package" || return 1
        done
        find "$1/tree" -name 'lib*.so.*' -exec cp -P {} "$1/program" \;
    done
}

# Unpacked beside its place and moved there whole: an interrupted run leaves nothing that looks finished.
install() {
    command -v apt-get >/dev/null || fail "apt-get is missing: install openssh-server so that sshd is on the PATH"
    echo "setup-openssh: fetching openssh-server, openssh-client, libnss-wrapper" >&2
    fresh=$(mktemp -d "$kept/fetch-XXXXXXXX")
    trap 'rm -rf "$fresh"' EXIT
    chmod 755 "$fresh"
    own=
    fetch "$fresh" || {
        # No lists of packages on this machine, or old ones: into a folder of our own, which takes no root.
        own="-o Dir::State::lists=$fresh/lists -o Dir::Cache=$fresh/cache"
        rm -rf "$fresh/tree" "$fresh/program"
        mkdir -p "$fresh/lists/partial" "$fresh/cache/archives/partial"
        chmod -R a+rwX "$fresh"
        # shellcheck disable=SC2086 - several words
        apt-get $own update >/dev/null 2>"$fresh/said" && fetch "$fresh"
    } || fail "apt-get download failed: $(tail -n 1 "$fresh/said")"
    { getent passwd; echo "sshd:x:65500:65534::/run/sshd:/usr/sbin/nologin"; } >"$fresh/program/passwd"
    getent group >"$fresh/program/group"
    cat >"$fresh/program/run" <<'END'
#!/bin/sh
here=$(dirname "$0")
[ "$(id -u)" -ne 0 ] || mkdir -p -m 755 /run/sshd
NSS_WRAPPER_PASSWD=$here/passwd NSS_WRAPPER_GROUP=$here/group LD_PRELOAD=$here/libnss_wrapper.so \
    LD_LIBRARY_PATH=$here exec "$here/sshd" "$@"
END
    for tool in $tools; do
        printf '#!/bin/sh\nhere=$(dirname "$0")/..\nLD_LIBRARY_PATH=$here exec "$here/real-%s" "$@"\n' "$tool" \
            >"$fresh/program/bin/$tool"
    done
    chmod -R a+rX "$fresh/program"
    chmod +x "$fresh/program/run" "$fresh"/program/bin/*
    "$fresh/program/run" -? 2>&1 | grep -q OpenSSH || fail "sshd does not run on this system"
    rm -rf "$kept/program"
    mv "$fresh/program" "$kept/program"
    rm -rf "$fresh"
}

tools='ssh-keygen ssh-agent ssh-add'
if sshd=$(PATH=$PATH:/usr/sbin command -v sshd) && keygen=$(command -v ssh-keygen); then
    [ "$(id -u)" -ne 0 ] || mkdir -p -m 755 /run/sshd
    echo "$sshd"
    dirname "$keygen"
    exit 0
fi
kept=${OPSKIT_OPENSSH_HOME:-$HOME/.cache/opskit-openssh}
mkdir -p "$kept"
[ -x "$kept/program/run" ] || install
echo "$kept/program/run"
echo "$kept/program/bin"
