"""`opskit verify indexes`: no use is claimed that was not seen, and none that may be opskit's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from fixtures.indexes import indexes, verified, window_of, with_indexes
from fixtures.program import Project
from fixtures.server import Connect
from fixtures.waiting import scanned

from opskit.core.bench_record import BENCHED, LOADED
from opskit.core.ledger import Entry
from opskit.gate import load_seen
from opskit.store.sqlite_ledger import SqliteLedger

On = Callable[[str], Project]


@pytest.fixture
def applied(database: str, on: On, connect: Connect) -> Project:
    return with_indexes(on(database), connect(database))


def use(conninfo: str, query: str = "select * from t where a = 7 and b > 0") -> None:
    scanned(conninfo, "set enable_seqscan = off", query)


def test_a_scanned_index_is_used(applied: Project, database: str) -> None:
    use(database)
    found = indexes(applied)
    assert (found["t_a"]["usage"], found["t_a"]["scans"]) == ("used", 1)
    assert {found[name]["usage"] for name in ("t_b", "t_c")} == {"enforcing"}
    assert indexes(applied, "--require-used")["t_a"]["usage"] == "used"


def test_no_scan_in_a_short_window_proves_nothing(applied: Project) -> None:
    found = indexes(applied)["t_a"]
    assert (found["usage"], found["evidence"]) == (
        "inconclusive",
        "no scan in less than a day; 7.0 more days are needed",
    )
    assert verified(applied, "--require-used", code=3)["verdict"] == "inconclusive"


def test_no_scan_in_a_window_long_enough_is_unused(applied: Project) -> None:
    window_of(applied, 0)
    assert indexes(applied)["t_a"]["usage"] == "unused"
    assert verified(applied, "--require-used", code=1)["verdict"] == "fail"


def test_no_scan_on_a_small_table_proves_nothing(database: str, on: On, connect: Connect) -> None:
    connect(database).execute("create table t as select 1 as a")
    project = on(database).migration("r1", "create index t_a on t (a)")
    project.run("apply", "--confirm", "test").ok()
    window_of(project, 0)
    found = indexes(project)["t_a"]
    assert (found["usage"], found["evidence"]) == (
        "inconclusive",
        "no scan, but its table has 1 pages and is cheaper to read whole",
    )


def test_the_counters_of_an_index_are_no_older_than_the_index(
    applied: Project, database: str, connect: Connect
) -> None:
    window_of(applied, 0.1 / 86400)
    connect(database).execute("update opskit.statement set finished_at = now() + interval '1 minute'")
    assert indexes(applied)["t_a"]["usage"] == "inconclusive"
    connect(database).execute("update opskit.statement set finished_at = now() - interval '1 hour'")
    assert indexes(applied)["t_a"]["usage"] == "unused"


def benchmark(project: Project, began: datetime, ended: datetime, on: str = "test", before: str = "") -> None:
    """As `opskit bench` leaves it in the ledger."""
    entry = Entry(
        ended.isoformat(),
        f"{began:%Y%m%d-%H%M%S}-abcd",
        BENCHED,
        on,
        "dba@host",
        {"before": {"environment": before} if before else None},
    )
    SqliteLedger(project.ledger).append(entry)


def test_scans_of_opskits_own_benchmark_are_no_proof_of_use(applied: Project, database: str) -> None:
    began = datetime.now(UTC)
    use(database)
    benchmark(applied, began, datetime.now(UTC))
    found = indexes(applied)["t_a"]
    assert found["usage"] == "inconclusive"
    assert "they may be those of opskit's own benchmark" in found["evidence"]


@pytest.mark.parametrize("ended", [True, False])
def test_neither_are_those_of_a_load_whether_it_is_known_to_have_ended_or_not(
    applied: Project, database: str, ended: bool
) -> None:
    """An opskit that was killed in the middle of one left only its beginning in the ledger."""
    began = datetime.now(UTC)
    use(database)
    run, at = f"{began:%Y%m%d-%H%M%S}-abcd", datetime.now(UTC).isoformat()
    entries = [Entry(began.isoformat(), run, load_seen.STARTED, "test", "dba@host", {"warm_up_s": 5, "duration_s": 60})]
    entries += [Entry(at, run, LOADED, "test", "dba@host", {})] if ended else []
    for entry in entries:
        SqliteLedger(applied.ledger).append(entry)
    assert indexes(applied)["t_a"]["usage"] == "inconclusive"


@pytest.mark.parametrize(("before", "usage"), [("test", "inconclusive"), ("other", "used")])
def test_so_are_those_of_a_benchmark_of_another_environment_in_turn_with_it(
    applied: Project, database: str, before: str, usage: str
) -> None:
    began = datetime.now(UTC)
    use(database)
    benchmark(applied, began, datetime.now(UTC), on="production", before=before)
    assert indexes(applied)["t_a"]["usage"] == usage


def test_what_was_seen_in_use_before_a_benchmark_stays_used(applied: Project, database: str) -> None:
    use(database)
    assert indexes(applied)["t_a"]["usage"] == "used"
    began = datetime.now(UTC)
    use(database)
    benchmark(applied, began, datetime.now(UTC))
    assert indexes(applied)["t_a"]["usage"] == "used"


@pytest.mark.pg(">= 16")
def test_a_scan_after_a_benchmark_proves_use(applied: Project, database: str) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    benchmark(applied, long_ago, long_ago)
    use(database)
    assert indexes(applied)["t_a"]["usage"] == "used"


def test_the_answer_is_kept_as_evidence(applied: Project, database: str) -> None:
    use(database)
    applied.run("verify", "indexes").ok()
    entry = SqliteLedger(applied.ledger).events()[-1].entry
    assert (entry.kind, entry.environment, entry.body["subject"]) == ("verify.indexes", "test", "indexes")
    assert (entry.body["verdict"], entry.body["expected"], entry.body["present"]) == ("pass", 3, 3)
    assert entry.body["scans"] == {"public.t_a": 1}
