"""A fleet behind SSH: many databases over one bastion, each with a way that breaks for itself alone."""

from __future__ import annotations

import getpass
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from fixtures.openssh import OpenSsh, Sshd, serving
from fixtures.ports import free_port
from fixtures.program import Outcome, Project
from fixtures.server import new_database

from opskit.core.endpoint import Endpoint
from opskit.pg.endpoints import endpoints
from opskit.remote.tunnel import Tunnel
from opskit.scratch.cluster import Cluster

NAMES = "abcdef"
UNREACHABLE, CROWD = 6, 20


@pytest.fixture
def databases(cluster: Cluster, project: Project) -> Iterator[dict[str, str]]:
    """With a table each; the project has one migration for them. By name."""
    project.migration("a1_first", "create index numbers_n on numbers (n);")
    (project.place / "opskit.toml").write_text(
        '[fleet]\npath = "targets.toml"\n[migrations]\nsource = "sql"\npath = "migrations"\n'
        '[ledger]\npath = "ledger.sqlite"\n[apply]\nmin_free_disk = 0\n'
    )
    with ExitStack() as held:
        made = {name: held.enter_context(new_database(cluster)) for name in NAMES}
        for conninfo in made.values():
            with psycopg.connect(conninfo, autocommit=True) as db:
                db.execute("create table numbers as select g as n from generate_series(1, 10) as g")
        yield made


def written(project: Project, databases: dict[str, str], ssh: dict[str, str]) -> None:
    """Those of `ssh`, each with its own key `ssh`."""
    tables = [f'[targets.{name}]\ndsn = "{databases[name]}"\n{way}\n' for name, way in ssh.items()]
    (project.place / "targets.toml").write_text("\n".join(tables), encoding="utf-8")


def codes(outcome: Outcome) -> dict[str, int]:
    return {each["target"]: each["exit_code"] for each in outcome.data["targets"]}


def logins(sshd: Sshd) -> int:
    return (sshd.place / "log").read_text().count("Accepted publickey")


def indexed(conninfo: str) -> bool:
    with psycopg.connect(conninfo) as db:
        row = db.execute("select to_regclass('numbers_n') is not null").fetchone()
    return bool(row and row[0])


def tunnelling() -> list[str]:
    return [each.name for each in threading.enumerate() if each.name.startswith("ssh-door")]


def test_many_databases_behind_one_bastion_share_one_login(
    project: Project, databases: dict[str, str], sshd: Sshd
) -> None:
    written(project, databases, dict.fromkeys(NAMES, sshd.toml()))
    for words in (["list"], ["check", "table_without_primary_key"], ["plan"], ["report", "--limit", "2"]):
        before = logins(sshd)
        outcome = project.run("fleet", *words, "--json")
        assert outcome.code in (0, 1), outcome.err
        assert logins(sshd) - before == (words != ["list"])
    before = logins(sshd)
    outcome = project.run("fleet", "apply", "--confirm", "fleet", "--per-host", "6", "--json").ok()
    assert all(codes(outcome)[name] == 0 and indexed(databases[name]) for name in NAMES)
    assert logins(sshd) - before == 1
    until = time.monotonic() + 30
    while tunnelling() and time.monotonic() < until:
        time.sleep(0.05)
    assert tunnelling() == []


def test_one_behind_a_host_that_is_not_known_is_unreachable_for_itself_alone(
    project: Project, databases: dict[str, str], sshd: Sshd, tmp_path: Path
) -> None:
    stranger = sshd.toml(known_hosts=str(tmp_path / "none known"))
    written(project, databases, {"a": sshd.toml(), "b": stranger, "c": sshd.toml()})
    outcome = project.run("fleet", "check", "index_invalid", "--json").exits(UNREACHABLE)
    assert codes(outcome) == {"a": 0, "b": UNREACHABLE, "c": 0}
    told = {each["target"]: each["text"] for each in outcome.data["targets"]}
    assert f"127.0.0.1:{sshd.port} is not known: nobody has accepted its host key" in told["b"]
    project.run("fleet", "apply", "--confirm", "fleet", "--json").exits(UNREACHABLE)  # what is not planned everywhere
    assert not any(indexed(databases[name]) for name in "abc")  # is begun nowhere
    outcome = project.run("fleet", "apply", "--target", "[ac]", "--confirm", "fleet", "--json").ok()
    assert [indexed(databases[name]) for name in "abc"] == [True, False, True]


def test_a_server_behind_the_bastion_that_is_not_there_is_named_with_it(
    project: Project, databases: dict[str, str], sshd: Sshd
) -> None:
    databases = databases | {"b": "host=localhost port=1 dbname=nothing"}
    written(project, databases, dict.fromkeys("abc", sshd.toml()))
    outcome = project.run("fleet", "check", "index_invalid", "--json").exits(UNREACHABLE)
    assert codes(outcome) == {"a": 0, "b": UNREACHABLE, "c": 0}
    assert "127.0.0.1 does not reach the server at localhost:1" in outcome.data["targets"][1]["text"]


def test_an_inventory_of_ansible_names_the_bastion_too(project: Project, databases: dict[str, str], sshd: Sshd) -> None:
    host = sshd.host()
    way = {"host": host.host, "user": host.user, "port": host.port, "key": "key", "known_hosts": "known_hosts"}
    (project.place / "key").write_text(sshd.key.read_text())
    (project.place / "known_hosts").write_text(sshd.known_hosts.read_text())
    told = {name: {"opskit_dsn": databases[name], "opskit_ssh": way} for name in "ab"}
    told["b"]["opskit_ssh"] = way | {"jump": "a;b"}
    inventory = project.place / "inventory.json"
    inventory.write_text(json.dumps({"_meta": {"hostvars": told}, "shops": {"hosts": ["a", "b"]}}))
    outcome = project.run("fleet", "plan", "--targets", str(inventory)).exits(7)
    assert "targets.b.ssh: `jump` 'a;b' is no way for ssh" in outcome.err
    told["b"]["opskit_ssh"] = way
    inventory.write_text(json.dumps({"_meta": {"hostvars": told}, "shops": {"hosts": ["a", "b"]}}))
    before = logins(sshd)
    outcome = project.run("fleet", "apply", "--targets", str(inventory), "--confirm", "fleet", "--json").ok()
    assert [indexed(databases[name]) for name in "abc"] == [True, True, False]
    assert logins(sshd) - before == 1


def test_a_server_that_does_not_answer_keeps_nobody_from_another(sshd: Sshd, databases: dict[str, str]) -> None:
    """Its port takes the first packet of a connection and never the second: that takes as long as it is waited for."""
    tunnel = Tunnel(sshd.host())
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf, ExitStack() as held, ThreadPoolExecutor(1) as pool:
        held.callback(tunnel.close)
        port = deaf.getsockname()[1]
        for _ in range(4):
            full = held.enter_context(socket.socket())
            full.setblocking(False)
            full.connect_ex(("127.0.0.1", port))
        asked = pool.submit(tunnel.door, Endpoint("127.0.0.1", port))
        with pytest.raises(TimeoutError):
            asked.result(1.0)
        assert tunnel.door(endpoints(databases["a"], "a")[0])
        assert not asked.done()
        deaf.close()


def test_a_bastion_that_turns_away_a_crowd_sees_none(
    openssh: OpenSsh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """sshd lets nobody in from the tenth on that has not logged in yet. Here a login takes its time."""
    monkeypatch.setattr("opskit.remote.connection.CONNECT_S", 60.0)  # how long it takes is another matter
    slow = f'AuthorizedKeysCommand /bin/sh -c "sleep 1; cat {tmp_path}/authorized_keys"'
    crowded = f"MaxStartups 10:100:10\nAuthorizedKeysFile none\n{slow}\nAuthorizedKeysCommandUser {getpass.getuser()}"
    with (
        serving(openssh, Sshd(tmp_path, free_port()), first=crowded) as server,
        ThreadPoolExecutor(CROWD) as pool,
        ExitStack() as held,
    ):
        tunnels = [Tunnel(server.host()) for _ in range(CROWD)]
        for each in tunnels:
            held.callback(each.close)
        assert all(each.is_active() for each in pool.map(Tunnel.alive, tunnels))
