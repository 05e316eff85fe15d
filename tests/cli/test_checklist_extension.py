"""The item that deploys pg_stat_statements, on a server that has another library loaded: named beside it, loaded by a
restart, created, and all of it taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from fixtures.checklist import agreed, look, with_numbers
from fixtures.program import Project
from psycopg.conninfo import make_conninfo

from opskit.scratch.cluster import Cluster

ITEM = "pg-stat-statements"
DO = ("checklist", "run", ITEM, "--confirm", "test", "--json")


@pytest.fixture
def server(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    settings = {"shared_preload_libraries": "auto_explain", "fsync": "off"}
    made = Cluster.create(tmp_path_factory.mktemp("preload"), "server", pg_bin, settings)
    try:
        made.start()
        yield made
    finally:
        made.destroy()


@pytest.fixture
def window(server: Cluster, project: Project) -> Project:
    return agreed(with_numbers(project, server.conninfo()))


def value(server: Cluster, query: str) -> object:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def text_of(window: Project) -> tuple[str, str]:
    found = look(window, ITEM)
    return found["status"], found["text"]


def test_it_goes_by_a_restart_from_not_preloaded_to_ready_and_back(server: Cluster, window: Project) -> None:
    assert text_of(window)[0] == "fail"
    assert "is not among shared_preload_libraries" in text_of(window)[1]

    first = window.run(*DO).exits(8)
    assert first.document["changed"] is True
    assert "is loaded by the next restart of the server, which is yours to do" in first.err
    waits = (
        "pending",
        f"{ITEM.replace('-', '_')} waits for a restart: shared_preload_libraries names it, the server runs without it",
    )
    assert text_of(window) == waits
    value(server, "select pg_reload_conf()")
    assert text_of(window) == waits
    again = window.run(*DO).exits(4)
    assert again.document["changed"] is False
    assert "waits for a restart (nothing was changed)" in again.err

    server.restart()
    assert value(server, "show shared_preload_libraries") == "auto_explain, pg_stat_statements"
    assert text_of(window) == ("pending", "pg_stat_statements is not created in this database")
    assert window.run(*DO).ok().document["changed"] is True
    assert text_of(window)[0] == "pass"
    assert window.run(*DO).ok().document["changed"] is False
    assert value(server, "select count(*) > 0 from pg_stat_statements") is True

    back = window.run("checklist", "undo", ITEM, "--confirm", "test").ok()
    assert "alter system reset shared_preload_libraries" in back.out + back.err
    assert value(server, "select count(*) from pg_extension where extname = 'pg_stat_statements'") == 0
    server.restart()
    assert value(server, "show shared_preload_libraries") == "auto_explain"


def test_the_plan_is_what_runs_and_a_dry_run_changes_nothing(server: Cluster, window: Project) -> None:
    shown = window.run("checklist", "run", ITEM, "-n")
    assert "alter system set shared_preload_libraries = 'auto_explain', 'pg_stat_statements'" in shown.out
    assert "pg_stat_statements" not in str(value(server, "select string_agg(setting, ' ') from pg_file_settings"))


def test_what_alter_system_has_set_already_is_kept_and_comes_back(server: Cluster, window: Project) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("alter system set shared_preload_libraries = 'auto_explain', 'passwordcheck'")
    window.run(*DO).exits(8)
    configured = (
        "select setting from pg_file_settings where name = 'shared_preload_libraries' order by seqno desc limit 1"
    )
    assert value(server, configured) == "auto_explain, passwordcheck, pg_stat_statements"
    window.run("checklist", "undo", ITEM, "--confirm", "test").ok()
    assert value(server, configured) == "auto_explain, passwordcheck"


def test_a_login_that_may_not_see_the_files_is_told_so(server: Cluster, window: Project) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("create role weak login in role pg_monitor")
    window.environment("test", make_conninfo(server.conninfo(), user="weak"))
    assert text_of(window)[0] == "fail"
    assert "cannot be added by this login (nothing was changed)" in window.run(*DO).err
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("alter system set shared_preload_libraries = 'auto_explain', 'pg_stat_statements'")
        connection.execute("select pg_reload_conf()")
    assert text_of(window)[0] == "inconclusive"
    assert "this login may not see" in text_of(window)[1]


def test_a_library_that_is_not_installed_is_never_named(server: Cluster, window: Project) -> None:
    """The server would not start again."""
    folder = window.place / "runbooks"
    folder.mkdir(exist_ok=True)
    source = Path(__file__).parents[2] / "runbooks" / "migration-readiness.toml"
    (folder / "migration-readiness.toml").write_text(
        source.read_text("utf-8").replace('"pg_stat_statements"', '"pg_no_such_library"'), encoding="utf-8"
    )
    with (window.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[runbooks]\npath = "runbooks"\n')
    assert "pg_no_such_library is not installed (nothing was changed)" in window.run(*DO).exits(4).err
