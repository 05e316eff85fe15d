"""The check wal_archiving_failing on a server that archives: failing, silent, recovered, and seen by a lesser login."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fixtures.server import SETTINGS
from psycopg.conninfo import make_conninfo

from opskit.app.checking import load, run_checks
from opskit.app.context import open_context
from opskit.app.looking import looking
from opskit.catalog.configuration import Settings
from opskit.cli.voices.plain import PlainVoice
from opskit.core.check import CheckResult
from opskit.core.environment import Environment
from opskit.core.verdict import Severity, Verdict
from opskit.scratch.cluster import Cluster, running

SLUG = "wal_archiving_failing"
WAIT_S = 60.0
FAILING = "last_failed_time > coalesce(last_archived_time, '-infinity')"


@pytest.fixture(scope="module")
def archiving(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    server = Cluster.create(tmp_path_factory.mktemp("archiving"), "server", pg_bin, SETTINGS | {"archive_mode": "on"})
    try:
        with running(server):
            yield server
    finally:
        server.destroy()


@pytest.fixture
def admin(archiving: Cluster) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(archiving.conninfo(), autocommit=True) as connection:
        yield connection


def archive_by(admin: psycopg.Connection[Any], command: str) -> None:
    admin.execute(psycopg.sql.SQL("alter system set archive_command = {}").format(command))
    admin.execute("select pg_reload_conf()")
    admin.execute("create table if not exists filler (n integer)")
    admin.execute("insert into filler values (1)")
    admin.execute("select pg_switch_wal()")


def wait(admin: psycopg.Connection[Any], condition: str) -> None:
    end = time.monotonic() + WAIT_S
    while not (admin.execute(f"select {condition} from pg_stat_archiver".encode()).fetchone() or [False])[0]:
        assert time.monotonic() < end, f"never true: {condition}"
        time.sleep(0.1)


def checked(conninfo: str, **params: Any) -> CheckResult:
    settings = Settings(thresholds={f"{SLUG}.{name}": value for name, value in params.items()}, origin={})
    context = open_context(settings, Environment("test", conninfo, conninfo), PlainVoice())
    with looking(context) as db:
        (result,) = run_checks(context, load(settings, db.server.major, [SLUG]), db)
    return result


def objects(result: CheckResult) -> dict[str, Severity]:
    return {finding.object: finding.severity for finding in result.findings}


def test_an_archive_without_a_command_is_critical(archiving: Cluster, admin: psycopg.Connection[Any]) -> None:
    archive_by(admin, "")
    assert objects(checked(archiving.conninfo())) == {"archive_command": Severity.CRITICAL}


def test_an_archive_that_fails_is_critical_and_one_that_recovered_is_told(
    archiving: Cluster, admin: psycopg.Connection[Any]
) -> None:
    archive_by(admin, "false")
    wait(admin, FAILING)
    failing = checked(archiving.conninfo(), warn_ready=1)
    assert objects(failing) == {"archiver": Severity.CRITICAL, "archive queue": Severity.WARNING}
    archive_by(admin, "true")
    wait(admin, f"not ({FAILING})")
    recovered = checked(archiving.conninfo())
    assert (recovered.verdict, objects(recovered)) == (Verdict.PASS, {"archiver": Severity.INFO})
    assert objects(checked(archiving.conninfo(), recent_hours=0)) == {}


def test_a_login_that_cannot_count_the_files_that_wait_gets_no_pass(
    archiving: Cluster, admin: psycopg.Connection[Any]
) -> None:
    admin.execute("create role lesser login")
    archive_by(admin, "true")
    seen = checked(make_conninfo(archiving.conninfo(), user="lesser"))
    assert seen.verdict is Verdict.INCONCLUSIVE
    assert "grant it pg_monitor" in seen.reason
    admin.execute("grant pg_monitor to lesser")
    assert checked(make_conninfo(archiving.conninfo(), user="lesser")).reason == ""
