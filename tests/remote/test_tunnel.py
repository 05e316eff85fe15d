"""A database behind SSH: an environment with `ssh` is reached through a tunnel, whatever command asks."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import paramiko
import psycopg
import pytest
from fixtures.openssh import OpenSsh, Sshd
from fixtures.program import Project
from fixtures.proxy import Proxy, proxied
from psycopg.conninfo import conninfo_to_dict

from opskit.core.endpoint import Endpoint
from opskit.pg.endpoints import Door, by, endpoints
from opskit.remote import transport
from opskit.remote.doors import Opened
from opskit.remote.tunnel import Tunnel
from opskit.scratch.cluster import Cluster

Behind = Callable[..., Project]


@pytest.fixture
def behind(sshd: Sshd, project: Project) -> Behind:
    """`behind(conninfo, …)`: a project whose only environment, `test`, is that database as the SSH server sees it;
    other keys of `ssh` instead of the usual."""
    return lambda conninfo, **keys: project.environment("test", conninfo, sshd.toml(**keys))


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    (tmp_path / "t").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "t"))
    return tmp_path / "t"


@pytest.fixture
def by_tcp(cluster: Cluster, database: str) -> Iterator[str]:
    """The database by a port."""
    with proxied(cluster.socket_dir / f".s.PGSQL.{cluster.port}") as proxy:
        yield f"host=localhost port={proxy.port} user=postgres dbname={conninfo_to_dict(database)['dbname']}"


@pytest.fixture
def network(sshd: Sshd) -> Iterator[Proxy]:
    """Between opskit and the SSH server."""
    with proxied(sshd.port) as proxy:
        yield proxy


@pytest.fixture
def tunnel(sshd: Sshd) -> Iterator[Tunnel]:
    made = Tunnel(sshd.host())
    yield made
    made.close()


@pytest.fixture
def breakable(sshd: Sshd, network: Proxy, tmp_path: Path) -> Iterator[Tunnel]:
    """One over that network."""
    host = sshd.host(known_hosts=sshd.known_at(network.port, tmp_path / "known"))
    made = Tunnel(type(host)(host.host, host.user, network.port, host.key_file, host.known_hosts))
    yield made
    made.close()


def through(tunnel: Tunnel, conninfo: str) -> str:
    doors = [tunnel.door(each) for each in endpoints(conninfo, "test")]
    return by([Door(each.address, each.port) for each in doors], conninfo, "test")


def connected(tunnel: Tunnel, conninfo: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(through(tunnel, conninfo), autocommit=True, connect_timeout=10)


def logins(sshd: Sshd) -> int:
    return (sshd.place / "log").read_text().count("Accepted publickey")


@pytest.mark.parametrize("kind", ["database", "by_tcp"])
def test_one_login_serves_all_sessions_of_a_command(
    kind: str, behind: Behind, database: str, sshd: Sshd, request: pytest.FixtureRequest
) -> None:
    """The server's end of the way is a Unix socket, or a port."""
    project = behind(request.getfixturevalue(kind))
    project.migration("1_t", "create table t (id integer primary key); create index t_i on t (id);")
    before = logins(sshd)
    project.run("apply", "--confirm", "test").ok()
    assert logins(sshd) - before == 1
    with psycopg.connect(database) as db:
        assert db.execute("select count(*) from t").fetchone() == (0,)


def test_the_tunnel_ends_with_the_command(behind: Behind, database: str, folders: Path) -> None:
    project = behind(database)
    project.run("plan").ok()
    until = time.monotonic() + 30
    while time.monotonic() < until and tunnelling():
        time.sleep(0.05)
    assert tunnelling() == []
    assert list(folders.iterdir()) == []
    with psycopg.connect(database, autocommit=True) as db:
        left = (
            "select application_name from pg_stat_activity"
            " where application_name like 'opskit/%' and datname = current_database()"
        )
        while time.monotonic() < until and db.execute(left).fetchall():
            time.sleep(0.05)
        assert db.execute(left).fetchall() == []


def tunnelling() -> list[str]:
    names = ("ssh-door", "ssh-put-through", "ssh-answers")
    return [each.name for each in threading.enumerate() if each.name.startswith(names)]


def test_a_command_that_asks_no_server_logs_in_nowhere(behind: Behind, database: str, sshd: Sshd) -> None:
    before = logins(sshd)
    behind(database, host="nowhere.invalid").run("config", "show").ok()
    behind(database).run("lint", ".")
    assert logins(sshd) == before


def test_many_sessions_at_once_get_each_its_own_answers(tunnel: Tunnel, database: str) -> None:
    def ask(number: int) -> tuple[object, ...] | None:
        with connected(tunnel, database) as db:
            return db.execute("select %s::integer, length(repeat('x', 300000)), pg_sleep(0.2)", [number]).fetchone()

    with ThreadPoolExecutor(12) as pool:
        assert [row and row[:2] for row in pool.map(ask, range(24))] == [(each, 300000) for each in range(24)]


def test_a_large_answer_and_a_large_question_arrive_whole(tunnel: Tunnel, database: str) -> None:
    with connected(tunnel, database) as db:
        assert db.execute("select repeat('ab', 4000000)").fetchone() == ("ab" * 4_000_000,)
        assert db.execute("select md5(%s)", ["cd" * 4_000_000]).fetchone() == (
            db.execute("select md5(repeat('cd', 4000000))").fetchone()
        )


def test_a_statement_is_cancelled_through_the_tunnel(tunnel: Tunnel, database: str) -> None:
    with connected(tunnel, database) as db, psycopg.connect(database, autocommit=True) as watch:

        def cancel() -> None:
            sleeps = "select from pg_stat_activity where pid = %s and wait_event = 'PgSleep'"
            while not watch.execute(sleeps, [db.info.backend_pid]).fetchall():
                time.sleep(0.02)
            db.cancel_safe()

        threading.Thread(target=cancel).start()
        with pytest.raises(psycopg.errors.QueryCanceled):
            db.execute("select pg_sleep(60)")


def test_a_slow_start_is_waited_for(breakable: Tunnel, network: Proxy, database: str) -> None:
    network.stall_all()
    threading.Timer(2.0, network.heal).start()
    with connected(breakable, database) as db:
        assert db.execute("select 1").fetchone() == (1,)


def test_after_the_connection_was_lost_the_next_session_logs_in_anew(
    breakable: Tunnel, network: Proxy, database: str
) -> None:
    with connected(breakable, database) as lost:
        network.reset()
        with pytest.raises(psycopg.OperationalError):
            lost.execute("select pg_sleep(5)")
    with connected(breakable, database) as again:
        assert again.execute("select 1").fetchone() == (1,)


def test_whoever_has_lost_a_channel_finds_the_connection_lost(
    breakable: Tunnel, network: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once: who comes back with what he has to do must not be sent the way that has just broken."""
    really, seen = paramiko.Channel._unlink, list[bool]()  # type: ignore[attr-defined]  # its stub leaves it out

    def noted(channel: paramiko.Channel) -> None:
        if channel is mine:
            seen.append(way.is_active())
        really(channel)

    way = breakable.alive()
    mine = way.open_session()
    monkeypatch.setattr(paramiko.Channel, "_unlink", noted)
    network.reset()
    assert mine.recv(1) == b""
    assert seen == [False]


def test_whoever_cannot_send_finds_the_connection_lost(breakable: Tunnel, network: Proxy, database: str) -> None:
    """Also while nothing that is received tells of it; the next session logs in anew."""
    way = breakable.alive()
    network.stall()
    way.sock.shutdown(socket.SHUT_WR)
    with pytest.raises(EOFError):
        way.open_session()
    assert not way.is_active()
    with connected(breakable, database) as again:
        assert again.execute("select 1").fetchone() == (1,)


def test_a_silent_network_is_noticed(
    breakable: Tunnel, network: Proxy, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "EVERY_S", 0.2)
    monkeypatch.setattr(transport, "ANSWER_S", 2.5)
    with connected(breakable, database) as db:
        assert db.execute("select pg_sleep(3.5)").fetchone()  # somebody who only waits is not given up
        network.stall()
        healing = threading.Timer(30.0, network.heal)
        healing.start()
        with pytest.raises(psycopg.OperationalError):
            db.execute("select 1")
        healing.cancel()


def test_a_key_that_lets_nobody_in_is_refused(behind: Behind, database: str, openssh: OpenSsh, tmp_path: Path) -> None:
    outcome = behind(database, key=str(openssh.key(tmp_path / "other"))).run("plan").exits(6)
    assert "opskit: not permitted: 127.0.0.1" in outcome.err
    assert "(nothing was changed)" in outcome.err


def test_an_unknown_host_is_refused_with_the_command_that_adds_its_key(
    behind: Behind, database: str, sshd: Sshd, tmp_path: Path
) -> None:
    """And that command, typed, makes it known."""
    known = tmp_path / "none known"
    outcome = behind(database, known_hosts=str(known)).run("plan").exits(6)
    assert f"opskit: unreachable: 127.0.0.1:{sshd.port} is not known" in outcome.err
    user = sshd.host().user
    assert f"next: ssh -o UserKnownHostsFile='{known}' -p {sshd.port} {user}@127.0.0.1   (once" in outcome.err
    assert not known.exists()


def test_a_changed_host_key_is_refused_with_the_command_that_forgets_the_old_one(
    behind: Behind, database: str, sshd: Sshd, openssh: OpenSsh, tmp_path: Path
) -> None:
    other = openssh.key(tmp_path / "stranger").with_suffix(".pub").read_text()
    known = tmp_path / "known"
    known.write_text(f"[127.0.0.1]:{sshd.port} {other}")
    outcome = behind(database, known_hosts=str(known)).run("plan").exits(6)
    assert "shows another host key than the known one" in outcome.err
    (line,) = [each for each in outcome.err.splitlines() if "next: ssh-keygen -R" in each]
    command = line.partition("next: ssh-keygen ")[2].partition("   (")[0]
    subprocess.run(f"{openssh.tools}/ssh-keygen {command}", shell=True, check=True, capture_output=True)  # noqa: S602 - as typed
    assert "is not known" in behind(database, known_hosts=str(known)).run("plan").exits(6).err


@pytest.mark.parametrize(
    ("conninfo", "far"),
    [("host=localhost port=1", "localhost:1"), ("host=/no'where", "/no'where/.s.PGSQL.5432")],
)
def test_a_server_that_is_not_reached_from_there_is_named(behind: Behind, conninfo: str, far: str) -> None:
    escaped = conninfo.replace("'", "\\\\'")
    outcome = behind(f"{escaped} dbname=d").run("plan").exits(6)
    assert f"opskit: unreachable: 127.0.0.1 does not reach the server at {far} (nothing was changed)" in outcome.err
    assert "Connect failed" in outcome.err


@pytest.mark.parametrize(
    ("kind", "hint"), [("database", "AllowStreamLocalForwarding"), ("by_tcp", "(AllowTcpForwarding, PermitOpen)")]
)
def test_a_server_that_forwards_nothing_is_told(
    kind: str, hint: str, behind: Behind, restricted: Path, request: pytest.FixtureRequest
) -> None:
    outcome = behind(request.getfixturevalue(kind), key=str(restricted)).run("plan").exits(6)
    assert "127.0.0.1 does not reach the server at" in outcome.err
    assert hint in outcome.err


@pytest.fixture
def restricted(sshd: Sshd, openssh: OpenSsh, tmp_path: Path) -> Path:
    """A key for commands alone."""
    key = openssh.key(tmp_path / "restricted")
    with (sshd.place / "authorized_keys").open("a") as file:
        file.write(f"restrict {key.with_suffix('.pub').read_text()}")
    return key


def test_a_service_that_is_not_there_is_told_as_without_a_tunnel(project: Project, sshd: Sshd) -> None:
    (project.place / "opskit.toml").write_text(f'[environments.test]\nservice = "nix"\n{sshd.toml()}\n')
    assert 'definition of service "nix" not found' in project.run("plan").exits(6).err


def test_a_service_is_looked_up_here_and_reached_from_there(
    project: Project, sshd: Sshd, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "\n".join(f"{key}={value}" for key, value in conninfo_to_dict(database).items())
    (tmp_path / "services").write_text(f"[behind]\n{lines}\n")
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    (project.place / "opskit.toml").write_text(f'[environments.test]\nservice = "behind"\n{sshd.toml()}\n')
    before = logins(sshd)
    assert "behind" not in project.run("check", "table_without_primary_key").ok().err
    assert logins(sshd) - before == 1


def test_another_connection_to_an_environment_goes_the_same_way(
    behind: Behind, database: str, sshd: Sshd, project: Project
) -> None:
    """And a connection string by itself goes none."""
    behind("host=localhost port=1 dbname=nothing")
    before = logins(sshd)
    project.run("check", "index_invalid", "-e", "test", "--dsn", database).ok()
    assert logins(sshd) - before == 1
    project.run("check", "index_invalid", "--dsn", database).ok()
    assert logins(sshd) - before == 1
    pending = project.run("checklist", "-e", "test", "--dsn", database, "--json").ok().data["items"]
    assert any(f'-e test --dsn "{database}"' in (each["next"] or "") for each in pending)


def test_the_wrong_server_is_refused_through_the_tunnel(sshd: Sshd, project: Project, database: str) -> None:
    project.environment("test", database, f'system_identifier = "7"\n{sshd.toml()}')
    assert "test is not the server it should be (nothing was changed)" in project.run("plan").exits(6).err


def test_other_users_of_this_machine_are_turned_away(tunnel: Tunnel, by_tcp: str, database: str) -> None:
    """What has a port is open to everybody; a folder is not."""
    if os.geteuid():
        pytest.skip("to be another user takes root")
    fields = conninfo_to_dict(by_tcp)
    door = tunnel.door(Endpoint("localhost", int(str(fields["port"]))))
    script = f"exec 3<>/dev/tcp/{door.address}/{door.port} && cat <&3 | wc -c"
    asked = subprocess.run(
        ["/bin/bash", "-c", script], user=65534, cwd="/", capture_output=True, text=True, timeout=20, check=False
    )
    assert asked.stdout == "0\n", asked.stderr
    with connected(tunnel, by_tcp) as db:
        assert db.execute("select 1").fetchone() == (1,)
    socket_door = tunnel.door(endpoints(database, "test")[0])
    assert Path(socket_door.address).stat().st_mode & 0o777 == 0o700


def test_a_port_keeps_its_number_on_an_address_of_its_own(tunnel: Tunnel, by_tcp: str) -> None:
    """So that a line of .pgpass fits, and nothing of this machine is in the way: the port is in use at 127.0.0.1."""
    port = int(str(conninfo_to_dict(by_tcp)["port"]))
    door = tunnel.door(Endpoint("localhost", port))
    assert door.port == port
    assert door.address.startswith("127.")
    assert door.address != "127.0.0.1"


def test_a_door_that_is_closed_lets_nobody_in(tunnel: Tunnel, by_tcp: str) -> None:
    door: Opened = tunnel.door(Endpoint("localhost", int(str(conninfo_to_dict(by_tcp)["port"]))))
    tunnel.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((door.address, door.port), 5)


def test_doctor_and_config_show_the_way(behind: Behind, database: str, sshd: Sshd) -> None:
    project = behind(database)
    items = {each["name"]: each["text"] for each in project.run("doctor", "--json").data["items"]}
    user, far = sshd.host().user, endpoints(database, "test")[0]
    assert items["way"] == f"{user}@127.0.0.1:{sshd.port} -> {far}"
    assert "cores, load" in items["machine"]
    values = {each["key"]: each["value"] for each in project.run("config", "show", "--json").data["values"]}
    assert values["environments.test.ssh"] == f"ssh -p {sshd.port} {user}@127.0.0.1"


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"host": "-oProxyCommand=id"}, "`host` '-oProxyCommand=id' is no host of ssh"),
        ({"host": "a;id"}, "`host` 'a;id' is no host of ssh"),
        ({"user": "$(id)"}, "`user` '$(id)' is no user of ssh"),
        ({"jump": "b,-l"}, "`jump` 'b,-l' is no way for ssh"),
        ({"port": 70000}, "`port` is a number below 65536"),
        ({"colour": 1}, "unknown field `colour`"),
    ],
)
def test_a_key_that_cannot_be_meant_is_refused(
    behind: Behind, database: str, keys: dict[str, object], fault: str
) -> None:
    outcome = behind(database, **keys).run("plan").exits(7)
    assert "environments.test" in outcome.err
    assert fault in outcome.err
