"""Only a machine whose host key a person has accepted is talked to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures.openssh import OpenSsh, Sshd

from opskit.errors import Unreachable
from opskit.remote.command import run

Written = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A known_hosts file with this text."""

    def write(text: str) -> Path:
        file = tmp_path / "written"
        file.write_text(text)
        return file

    return write


@pytest.fixture
def other(openssh: OpenSsh, tmp_path: Path) -> str:
    """A host key that is not the server's."""
    return " ".join(openssh.key(tmp_path / "stranger").with_suffix(".pub").read_text().split()[:2])


def name(sshd: Sshd) -> str:
    return f"[127.0.0.1]:{sshd.port}"


def reached(sshd: Sshd, known_hosts: Path) -> bool:
    return run(sshd.host(known_hosts), ["true"], 10).exit_code == 0


def refused(sshd: Sshd, known_hosts: Path) -> Unreachable:
    with pytest.raises(Unreachable) as caught:
        run(sshd.host(known_hosts), ["true"], 10)
    assert caught.value.exit_code == 6
    return caught.value


def fingerprint(openssh: OpenSsh, sshd: Sshd, kind: str) -> str:
    """As OpenSSH itself prints it."""
    import subprocess

    words = [openssh.tools / "ssh-keygen", "-l", "-f", sshd.place / f"host_{kind}.pub"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()[1]


def test_an_unknown_host_is_refused_with_its_fingerprint(openssh: OpenSsh, sshd: Sshd, written: Written) -> None:
    error = refused(sshd, written("# nobody yet\n"))
    shown = fingerprint(openssh, sshd, "ed25519")
    assert error.what.startswith(f"127.0.0.1:{sshd.port} is not known: nobody has accepted its host key")
    assert shown in error.why
    accepts = sshd.host().command.replace("ssh ", f"ssh -o UserKnownHostsFile={written('')} ")
    assert error.hint == f"{accepts}   (once, and compare the key: {shown})"


def test_nothing_is_written_into_the_file_of_known_hosts(sshd: Sshd, tmp_path: Path) -> None:
    refused(sshd, tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_a_changed_host_key_is_refused(openssh: OpenSsh, sshd: Sshd, written: Written, other: str) -> None:
    error = refused(sshd, written(f"{name(sshd)} {other}\n"))
    assert error.what == f"127.0.0.1:{sshd.port} shows another host key than the known one (nothing was changed)"
    assert fingerprint(openssh, sshd, "ed25519") in error.why
    assert "known is ssh-ed25519 SHA256:" in error.why


def test_a_revoked_key_is_refused_though_it_was_accepted(sshd: Sshd, written: Written) -> None:
    line = f"{name(sshd)} {sshd.host_key()}"
    error = refused(sshd, written(f"{line}\n@revoked * {sshd.host_key()}\n"))
    assert "that was revoked" in error.what


def test_a_certificate_authority_alone_makes_nobody_known(sshd: Sshd, written: Written) -> None:
    assert "is not known" in refused(sshd, written(f"@cert-authority * {sshd.host_key()}\n")).what


def test_the_same_machine_at_another_port_is_another_host(sshd: Sshd, written: Written) -> None:
    assert "is not known" in refused(sshd, written(f"127.0.0.1 {sshd.host_key()}\n")).what


@pytest.mark.parametrize("kind", ["ed25519", "rsa"])
def test_the_kind_of_key_that_is_known_is_asked_for(sshd: Sshd, written: Written, kind: str) -> None:
    assert reached(sshd, written(f"{name(sshd)} {sshd.host_key(kind)}\n"))


def test_one_of_several_accepted_keys_is_enough(sshd: Sshd, written: Written, other: str) -> None:
    """As while a machine is replaced."""
    assert reached(sshd, written(f"{name(sshd)} {other}\n{name(sshd)} {sshd.host_key()} with a comment\n"))


def test_hosts_can_be_hashed(openssh: OpenSsh, sshd: Sshd, written: Written) -> None:
    file = written(f"{name(sshd)} {sshd.host_key()}\n")
    openssh.keygen("-H", "-f", file)
    assert "127.0.0.1" not in file.read_text()
    assert reached(sshd, file)
    file.write_text(file.read_text().replace("|1|", "|1|AAAA"))
    assert "is not known" in refused(sshd, file).what


@pytest.mark.parametrize(
    ("patterns", "known"),
    [("[127.0.0.*]:{port}", True), ("other,[127.0.0.?]:{port}", True), ("[127.0.0.1]:{port},![127.*]:{port}", False)],
)
def test_hosts_can_be_patterns(sshd: Sshd, written: Written, patterns: str, known: bool) -> None:
    file = written(f"{patterns.format(port=sshd.port)} {sshd.host_key()}\n")
    assert reached(sshd, file) if known else "is not known" in refused(sshd, file).what


def test_lines_that_cannot_be_read_are_passed_over(sshd: Sshd, written: Written) -> None:
    broken = f"{name(sshd)}\n{name(sshd)} ssh-ed25519 !!!\n|1|x {sshd.host_key()}\n\n"
    assert reached(sshd, written(f"{broken}{name(sshd)} {sshd.host_key()}\n"))
