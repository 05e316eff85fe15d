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
. "$(dirname "$0")/fetch-debian.sh"

# One package, unpacked at once: what it lacks decides which are fetched next.
unpack() {
    rm -f "$fresh"/*.deb
    download "$1" && dpkg -x "$fresh"/*.deb "$fresh/tree"
}

# The packages of the libraries that the programs miss here. A package is called as its library is: libkrb5.so.3 is in
# libkrb5-3, libwrap.so.0 in libwrap0, libcom_err.so.2 in libcom-err2; some end in t64 or g.
missing() {
    LD_LIBRARY_PATH=$fresh/program ldd "$fresh"/program/sshd* "$fresh"/program/real-* 2>/dev/null |
        sed -n 's/^[[:space:]]*\(lib[^ ]*\)\.so\.\([0-9.]*\) => not found.*/\1 \2/p' | sort -u |
        while read -r library version; do
            case $library in *[0-9]) dash=- ;; *) dash= ;; esac
            name=$(echo "$library" | tr _ -)
            # shellcheck disable=SC2086 - several words
            apt-cache $own pkgnames "$name$dash$version" | grep -E "^$name$dash$version(t64|g)?\$" | head -n 1
        done
}

fetch() {
    rm -rf "$fresh/tree" "$fresh/program"
    unpack openssh-server && unpack openssh-client && unpack libnss-wrapper || return 1
    mkdir "$fresh/program"
    mkdir "$fresh/program/bin"
    cp "$fresh/tree/usr/sbin/sshd" "$fresh/program"
    for tool in $tools; do
        cp "$fresh/tree/usr/bin/$tool" "$fresh/program/real-$tool"
    done
    # From 9.8 on sshd leaves a connection to a program of its own.
    find "$fresh/tree" -path '*/openssh/sshd-*' -type f -exec cp {} "$fresh/program" \;
    find "$fresh/tree" -name 'libnss_wrapper.so*' -exec cp -P {} "$fresh/program" \;
    for round in 1 2 3 4 5; do
        wanted=$(missing)
        [ -n "$wanted" ] || return 0
        echo "setup-openssh: round $round, fetching" $wanted >&2
        for package in $wanted; do
            unpack "$package" || return 1
        done
        find "$fresh/tree" -name 'lib*.so.*' -exec cp -P {} "$fresh/program" \;
    done
}

install() {
    unpacked "openssh-server, openssh-client, libnss-wrapper"
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
    keep program
}

tools='ssh-keygen ssh-agent ssh-add'
if sshd=$(PATH=$PATH:/usr/sbin command -v sshd) && keygen=$(command -v ssh-keygen); then
    [ "$(id -u)" -ne 0 ] || mkdir -p -m 755 /run/sshd
    echo "$sshd"
    dirname "$keygen"
    exit 0
fi
kept=${OPSKIT_OPENSSH_HOME:-$HOME/.cache/opskit-openssh}
alone
[ -x "$kept/program/run" ] || install
echo "$kept/program/run"
echo "$kept/program/bin"
