"""~/.ssh/config is read as ssh reads it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from fixtures.openssh import Sshd

from opskit.core.ssh_host import SshHost
from opskit.errors import InvalidFile, Unreachable
from opskit.remote.command import run
from opskit.remote.route import route


@pytest.fixture
def ssh(home: Path) -> Path:
    """The folder ~/.ssh of the test."""
    (home / ".ssh").mkdir()
    return home / ".ssh"


@pytest.fixture
def forwards(ssh: Path) -> Path:
    """A program that leads to the host and the port it is given, and writes down with which words, and its number."""
    script = ssh / "forwards"
    script.write_text(f"#!{sys.executable}\n{_FORWARDS}")
    script.chmod(0o700)
    return script


_FORWARDS = """\
import os, pathlib, shlex, socket, sys, threading
told = pathlib.Path(__file__).with_name("told").open("a")
print(shlex.join(sys.argv[1:]), os.getpid(), sep="\\n", file=told, flush=True)
try:
    far = socket.create_connection(sys.argv[1:3], 5)
except OSError:
    sys.exit("it leads nowhere")
far.settimeout(None)
def back():
    while data := far.recv(65536):
        os.write(1, data)
threading.Thread(target=back, daemon=True).start()
while data := os.read(0, 65536):
    far.sendall(data)
"""


def described(sshd: Sshd, name: str, more: str = "") -> str:
    """A Host of the configuration that leads to the server."""
    host = sshd.host()
    return (
        f"Host {name}\n  HostName 127.0.0.1\n  Port {sshd.port}\n  User {host.user}\n  IdentityFile {sshd.key}\n"
        f"  UserKnownHostsFile {sshd.known_hosts}\n  {more}\n"
    )


def test_a_host_of_the_configuration_is_reached_by_its_name(sshd: Sshd, ssh: Path) -> None:
    (ssh / "config").write_text(described(sshd, "db1"))
    assert run(SshHost("db1"), ["echo", "there"], 10).stdout == "there\n"


def test_the_usual_files_are_used_without_any_configuration(sshd: Sshd, ssh: Path) -> None:
    (ssh / "known_hosts").write_text(sshd.known_hosts.read_text())
    (ssh / "id_ed25519").write_text(sshd.key.read_text())
    assert run(SshHost("127.0.0.1", sshd.host().user, sshd.port), ["echo", "there"], 10).stdout == "there\n"


def test_what_is_asked_for_comes_before_what_is_configured(ssh: Path, tmp_path: Path) -> None:
    (ssh / "config").write_text("Host db1\n  User ann\n  Port 2222\n  HostName db1.example\n")
    found = route(SshHost("db1"))
    assert (found.address, found.user, found.port, found.name) == ("db1.example", "ann", 2222, "[db1.example]:2222")
    (tmp_path / "key").touch()
    found = route(SshHost("db1", "bob", 22, str(tmp_path / "key"), str(tmp_path / "known")))
    assert (found.user, found.port, found.name) == ("bob", 22, "db1.example")
    assert (found.key_files, found.known_hosts) == ((tmp_path / "key",), (tmp_path / "known",))


def test_a_file_that_is_included_counts_where_it_stands(ssh: Path) -> None:
    (ssh / "config.d").mkdir()
    (ssh / "config.d" / "one").write_text("Host db1\n  Port 2201\n")
    (ssh / "config.d" / "two").write_text("Host db2\n  Port 2202\n")
    (ssh / "config").write_text("Include config.d/*\nUser ann\nHost db1\n  Port 9\n")
    ports = [(found.port, found.user) for name in ("db1", "db2", "db3") if (found := route(SshHost(name)))]
    assert ports == [(2201, "ann"), (2202, "ann"), (22, "ann")]


def test_a_file_that_includes_itself_ends(ssh: Path) -> None:
    (ssh / "config").write_text("Include config\nHost db1\n  Port 2201\n")
    assert route(SshHost("db1")).port == 2201


def test_keys_that_are_not_there_are_passed_over(ssh: Path) -> None:
    (ssh / "here").touch()
    (ssh / "config").write_text("IdentityFile ~/.ssh/gone\nIdentityFile ~/.ssh/here\n")
    assert route(SshHost("db1")).key_files == (ssh / "here",)


def test_a_host_key_is_looked_up_under_its_alias(sshd: Sshd, ssh: Path) -> None:
    (ssh / "known").write_text(f"the-database {sshd.host_key()}\n")
    alias = f"HostKeyAlias the-database\n  UserKnownHostsFile {ssh / 'known'}"
    (ssh / "config").write_text(described(sshd, "db1").replace(f"UserKnownHostsFile {sshd.known_hosts}", alias))
    assert run(SshHost("db1"), ["true"], 10).exit_code == 0


@pytest.mark.parametrize("way", ["bastion", "bastion,second"])
def test_the_way_leads_through_the_hosts_of_proxy_jump(sshd: Sshd, ssh: Path, way: str) -> None:
    text = described(sshd, "bastion") + described(sshd, "second") + described(sshd, "db1", f"ProxyJump {way}")
    (ssh / "config").write_text(text)
    before = connections(sshd)
    assert run(SshHost("db1"), ["echo", "there"], 10).stdout == "there\n"
    assert connections(sshd) - before == len(way.split(",")) + 1


def connections(sshd: Sshd) -> int:
    return (sshd.place / "log").read_text().count("Accepted publickey")


def test_a_hop_is_written_with_its_user_and_port(sshd: Sshd, ssh: Path) -> None:
    jump = f"ProxyJump {sshd.host().user}@127.0.0.1:{sshd.port}"
    keys = f"IdentityFile {sshd.key}\nUserKnownHostsFile {sshd.known_hosts}\n"
    (ssh / "config").write_text(f"{keys}Host db1\n  HostName 127.0.0.1\n  Port {sshd.port}\n  {jump}\n")
    assert run(SshHost("db1"), ["echo", "there"], 10).stdout == "there\n"


def test_a_hop_that_is_not_known_is_named(sshd: Sshd, ssh: Path) -> None:
    (ssh / "config").write_text(
        described(sshd, "bastion").replace(str(sshd.known_hosts), str(ssh / "none"))
        + described(sshd, "db1", "ProxyJump bastion")
    )
    with pytest.raises(Unreachable, match=r"bastion:.* is not known"):
        run(SshHost("db1"), ["true"], 10)


def test_a_way_in_a_circle_is_refused(ssh: Path) -> None:
    (ssh / "config").write_text("Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n")
    with pytest.raises(Unreachable, match="the way to a has no end"):
        run(SshHost("a"), ["true"], 10)


def test_a_proxy_command_leads_there(sshd: Sshd, ssh: Path, forwards: Path) -> None:
    """With the words that ssh would give it; it ends with the connection."""
    command = f"ProxyCommand '{forwards}' %h %p \"%r of %n\" 100%%"
    (ssh / "config").write_text(described(sshd, "db1", command))
    assert run(SshHost("db1"), ["echo", "there"], 10).stdout == "there\n"
    words, number = (ssh / "told").read_text().splitlines()
    assert words == f"127.0.0.1 {sshd.port} '{sshd.host().user} of db1' 100%"
    with pytest.raises(ProcessLookupError):
        os.kill(int(number), 0)


def test_what_is_asked_for_is_what_a_proxy_command_gets(sshd: Sshd, ssh: Path, forwards: Path) -> None:
    text = described(sshd, "db1", f"ProxyCommand {forwards} %h %p %r").replace(f"Port {sshd.port}", "Port 9")
    (ssh / "config").write_text(text.replace(f"User {sshd.host().user}", "User nobody"))
    assert run(SshHost("db1", sshd.host().user, sshd.port), ["echo", "there"], 10).stdout == "there\n"


def test_a_way_that_is_asked_for_or_stands_first_wins_over_a_proxy_command(sshd: Sshd, ssh: Path) -> None:
    never = f"ProxyCommand touch {ssh}/started"
    text = described(sshd, "bastion") + described(sshd, "db1", never)
    text += described(sshd, "db2", f"ProxyJump bastion\n  {never}") + described(sshd, "db3", "ProxyCommand none")
    (ssh / "config").write_text(text)
    for host in (SshHost("db1", jump="bastion"), SshHost("db2"), SshHost("db3"), SshHost("db3", jump="bastion,db1")):
        assert run(host, ["echo", "there"], 10).stdout == "there\n"
    assert not (ssh / "started").exists()
    assert route(SshHost("db1")).program == ("touch", f"{ssh}/started")


def test_a_proxy_command_that_fails_is_told_with_what_it_said(ssh: Path, forwards: Path) -> None:
    (ssh / "config").write_text(f"Host db1\n  ProxyCommand {forwards} %h 1\nHost db2\n  ProxyCommand /not/there\n")
    with pytest.raises(Unreachable, match="db1 was not reached over SSH by its ProxyCommand") as caught:
        run(SshHost("db1"), ["true"], 10)
    assert "it leads nowhere" in caught.value.why
    with pytest.raises(Unreachable, match="the ProxyCommand of db2 cannot be started") as caught:
        run(SshHost("db2"), ["true"], 10)
    assert caught.value.why == "/not/there: No such file or directory"


@pytest.mark.parametrize(
    "command",
    [
        "nc %h %p 2>/dev/null",
        "nc $BASTION 22",
        'nc "$BASTION" 22',
        "a | b",
        "nc `cat x` 1",
        "X=1 nc",
        "'open",
        "a\\ b; c",
    ],
)
def test_a_proxy_command_that_takes_a_shell_is_not_started_and_that_is_said(ssh: Path, command: str) -> None:
    (ssh / "config").write_text(f"Host db1\n  ProxyCommand {command}\n")
    with pytest.raises(Unreachable, match="db1 is reached by a ProxyCommand that takes a shell") as caught:
        run(SshHost("db1"), ["true"], 10)
    assert caught.value.hint.startswith("write ProxyJump for db1 into ~/.ssh/config")


def test_what_is_quoted_is_a_word(ssh: Path) -> None:
    (ssh / "config").write_text("Host db1\n  ProxyCommand sh -c \"exec nc '%h' %p\" 'a | $b' c\\;d\n")
    assert route(SshHost("db1")).program == ("sh", "-c", "exec nc 'db1' 22", "a | $b", "c;d")


def test_a_configuration_that_cannot_be_read_is_invalid(ssh: Path) -> None:
    (ssh / "config").write_text("Host db1\n  Port\n")
    with pytest.raises(InvalidFile) as caught:
        route(SshHost("db1"))
    assert (caught.value.exit_code, caught.value.hint) == (7, "ssh -G db1")


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"host": ""}, "`host` is empty"),
        ({"host": "-oProxyCommand=x"}, "is no host of ssh"),
        ({"host": "ann@db1"}, "the user has a key of its own"),
        ({"host": "db1;reboot"}, "is no host of ssh"),
        ({"host": "db1", "user": "-l"}, "is no user of ssh"),
        ({"host": "db1", "port": 65536}, "below 65536"),
    ],
)
def test_what_would_be_an_option_of_ssh_is_no_host(keys: dict[str, str], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        SshHost(**keys)  # type: ignore[arg-type]
