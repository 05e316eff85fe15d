"""`opskit doctor`: what is missing here, each with the statement that really mends it."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from fixtures.program import Outcome, Project
from fixtures.server import Connect
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from opskit.scratch.cluster import Cluster

On = Callable[[str], Project]


def items(outcome: Outcome) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in outcome.data["items"]}


def lacking(outcome: Outcome) -> set[str]:
    return {name for name, each in items(outcome).items() if each["status"] == "missing"}


@pytest.fixture
def prepared(database: str, connect: Connect) -> str:
    connect(database).execute("create extension pg_stat_statements; create table public.orders (id serial primary key)")
    return database


@pytest.fixture
def deployer(cluster: Cluster, connect: Connect, prepared: str) -> Iterator[str]:
    """A login without any rights, in its own words an "odd one"; a database where the public may not create either."""
    admin = connect(prepared)
    admin.execute("revoke create on schema public from public")
    admin.execute("create role app_owner")
    admin.execute("alter table public.orders owner to app_owner")
    admin.execute('create role "odd one" login')
    yield "odd one"
    for role in ('"odd one"', "app_owner"):
        admin.execute(f"drop owned by {role} cascade")
        admin.execute(f"drop role {role}")


def test_a_superuser_on_a_prepared_server_lacks_nothing(prepared: str, on: On) -> None:
    outcome = on(prepared).run("doctor", "--json").ok()
    assert {"environment", "server", "items"} <= outcome.data.keys()
    assert outcome.data["server"]["system_identifier"].isdigit()
    assert all({"name", "status", "text", "mend"} <= each.keys() for each in outcome.data["items"])
    assert all(each["mend"] for each in outcome.data["items"] if each["status"] != "ok")
    assert on(prepared).run("doctor").ok().out.startswith("OK  opskit can do all of its work on test")


def test_it_writes_nothing(prepared: str, on: On) -> None:
    project = on(prepared)
    before = sorted(project.place.rglob("*"))
    project.run("doctor").ok()
    assert sorted(project.place.rglob("*")) == before


def test_each_lack_of_a_login_is_mended_by_its_statement(
    prepared: str, on: On, connect: Connect, deployer: str
) -> None:
    project = on(make_conninfo(prepared, user=deployer))
    found = project.run("doctor", "--json").exits(1)
    assert lacking(found) == {"sight of sessions", "sight of data", "reach of tables", "reach of schemas", "record"}
    assert items(found)["sight of sessions"]["mend"] == 'grant pg_monitor to "odd one"'
    admin = connect(prepared)
    for name in lacking(found):
        admin.execute(items(found)[name]["mend"].encode())
        assert name not in lacking(project.run("doctor", "--json")), name
    project.run("doctor").ok()
    project.migration(
        "r1_note", "alter table public.orders add column note text; create index orders_note on orders (note)"
    )
    project.run("apply", "--confirm", "test").ok()


def test_a_record_that_another_login_made_has_to_be_granted(
    prepared: str, on: On, connect: Connect, deployer: str
) -> None:
    admin = on(prepared)
    admin.migration("r1_note", "alter table public.orders add column note text")
    admin.run("apply", "--confirm", "test").ok()
    project = on(make_conninfo(prepared, user=deployer))
    mend = items(project.run("doctor", "--json").exits(1))["record"]["mend"]
    schema, tables = mend.split("; ")
    connect(prepared).execute(tables.encode())
    assert items(project.run("doctor", "--json"))["record"]["status"] == "missing"
    connect(prepared).execute(schema.encode())
    assert items(project.run("doctor", "--json").exits(1))["record"]["status"] == "ok"


def test_a_missing_extension_is_named_with_its_statement(database: str, on: On, connect: Connect) -> None:
    found = on(database).run("doctor", "--json").exits(1)
    assert lacking(found) == {"pg_stat_statements"}
    connect(database).execute(items(found)["pg_stat_statements"]["mend"].encode())
    on(database).run("doctor").ok()


def test_the_line_for_opskit_toml_is_the_one_that_settles_the_identity(prepared: str, project: Project) -> None:
    project.environment("test", prepared)
    item = items(project.run("doctor", "--json").ok())["identity"]
    assert item["status"] == "warning"
    project.environment("test", prepared, item["mend"].partition("#")[0])
    assert items(project.run("doctor", "--json").ok())["identity"]["status"] == "ok"


def test_the_wrong_server_is_looked_at_and_said_to_be_wrong(prepared: str, project: Project) -> None:
    project.environment("test", prepared, 'system_identifier = "7"')
    assert project.run("check", "tls_off").exits(6).err.rstrip().endswith("next: opskit doctor")
    found = items(project.run("doctor", "--json").exits(1))["identity"]
    assert found["status"] == "missing"
    assert "opskit.toml expects 7" in found["text"]


def test_without_a_configuration_any_database_can_be_looked_at(prepared: str, project: Project) -> None:
    found = items(project.run("doctor", "--dsn", prepared, "--json").ok())
    assert found["identity"]["status"] == "ok"
    assert found["migrations"]["status"] == "warning"


def test_a_ledger_that_cannot_be_written_is_missing(prepared: str, on: On) -> None:
    project = on(prepared)
    (project.place / "ledger.sqlite").mkdir()
    assert lacking(project.run("doctor", "--json").exits(1)) == {"ledger"}
    (project.place / "ledger.sqlite").rmdir()
    (project.place / "ledger.sqlite").write_text("no database at all, but long enough to be looked at twice")
    assert lacking(project.run("doctor", "--json").exits(1)) == {"ledger"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_no_place_for_a_ledger(prepared: str, on: On) -> None:
    project = on(prepared)
    project.place.chmod(0o500)
    assert lacking(project.run("doctor", "--json").exits(1)) == {"ledger"}
    project.place.chmod(0o700)


def test_migrations_are_counted_or_their_fault_is_named(prepared: str, on: On) -> None:
    project = on(prepared).migration("r1_first", "create table public.first (id integer)")
    assert items(project.run("doctor", "--json").ok())["migrations"]["text"].startswith("1 in ")
    project.migration("r2_second", "create tabel public.second (id integer)")
    broken = items(project.run("doctor", "--json").exits(1))["migrations"]
    assert broken["status"] == "missing"
    assert "r2_second" in broken["text"]


class Pooler:
    """A proxy that hands out a cancel key of its own, as PgBouncer does."""

    def __init__(self, place: Path, target: str) -> None:
        self.target = target
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(place / ".s.PGSQL.5432"))
        self.listener.listen()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.target)
                threading.Thread(target=self.copy, args=(client, server, False), daemon=True).start()
                threading.Thread(target=self.copy, args=(server, client, True), daemon=True).start()

    def copy(self, source: socket.socket, sink: socket.socket, answers: bool) -> None:
        with suppress(OSError), closing(source), closing(sink):
            while data := source.recv(65536):
                at = data.find(b"K\0\0\0\x0c") if answers else -1
                sink.sendall(data[: at + 5] + b"\0\x01\x02\x03" + data[at + 9 :] if at >= 0 else data)


def test_a_pooler_in_between_is_found_by_the_cancel_key(prepared: str, on: On, tmp_path: Path) -> None:
    parts = conninfo_to_dict(prepared)
    pooler = Pooler(tmp_path, f"{parts['host']}/.s.PGSQL.{parts['port']}")
    with closing(pooler.listener):
        found = on(make_conninfo(prepared, host=str(tmp_path), port=5432)).run("doctor", "--json").exits(1)
    assert lacking(found) == {"direct connection"}
