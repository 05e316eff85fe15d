"""What gives bloat back, and who stands in the way of it."""

from __future__ import annotations

from typing import Any

import pytest

from opskit.core.bloat_remedy import Upkeep, holder, index_remedy, merge_pending_list, table_remedy

DEAD = 0.5


def row(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "pid": None, "name": "", "age_s": None, "age_xids": 5, "idle": False} | more


def test_a_table_full_of_dead_rows_is_vacuumed_whatever_else_there_is() -> None:
    remedy = table_remedy("public.t", 100, Upkeep(DEAD, repack=True))
    assert (remedy.statement, remedy.needs_bytes) == ("vacuum (analyze) public.t", None)


def test_whoever_holds_vacuum_back_comes_first() -> None:
    remedy = table_remedy("public.t", 100, Upkeep(DEAD, holder="pid 7"))
    assert remedy.statement == "first end pid 7; then vacuum (analyze) public.t"


def test_a_login_that_cannot_see_who_holds_vacuum_back_is_told_so() -> None:
    assert len(table_remedy("public.t", 100, Upkeep(DEAD)).notes) == 1
    assert "grant pg_monitor" in table_remedy("public.t", 100, Upkeep(DEAD, hidden=True)).notes[-1]


def test_a_rewrite_is_a_repack_only_where_that_is_installed_and_can_address_the_rows() -> None:
    assert table_remedy('public."o\'t"', 9, Upkeep(repack=True)).statement == "pg_repack --table='public.\"o'\"'\"'t\"'"
    assert table_remedy("public.t", 9, Upkeep()).statement.startswith("vacuum (full, analyze) public.t, in a window")


def test_a_rebuild_of_an_index_tells_the_disk_it_takes_and_which_dead_rows_it_keeps() -> None:
    remedy = index_remedy("public.i", False, 4096, Upkeep(DEAD, holder="pid 7"))
    assert (remedy.statement, remedy.needs_bytes) == ("reindex index concurrently public.i", 4096)
    assert remedy.notes == ("dead rows stay, in a rebuild too, as long as pid 7 may look at them",)
    assert index_remedy("public.i", False, 4096, Upkeep(holder="pid 7")).notes == ()


def test_an_exclusion_constraint_locks_writers_out() -> None:
    assert index_remedy("public.i", True, 1).statement == "reindex index public.i, in a window: it stops writes"


def test_a_name_with_a_quote_stays_one_literal() -> None:
    assert merge_pending_list('public."i\'"', "t").statement.endswith("gin_clean_pending_list('public.\"i''\"')")


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        pytest.param([], "", id="nobody"),
        pytest.param([row("session", pid=7, age_s=0.2)], "", id="a statement of an instant"),
        pytest.param(
            [row("session", pid=7, age_s=70.0, idle=True)], "pid 7 (idle in transaction for 70 s)", id="idle"
        ),
        pytest.param([row("session", pid=7, age_s=70.0)], "pid 7 (in a transaction for 70 s)", id="at work"),
        pytest.param(
            [row("prepared transaction", name="it's", age_s=99.0)],
            "the prepared transaction 'it''s' (prepared for 99 s)", id="prepared",
        ),
        pytest.param(
            [row("replication slot", name="s", idle=True)], "the replication slot s (nobody reads it)", id="dead slot"
        ),
        pytest.param([row("replication slot", name="s")], "", id="a slot that keeps up"),
        pytest.param(
            [row("standby", name="r", age_xids=200_000)], "the standby r (200000 transactions behind)", id="feedback"
        ),
        pytest.param(
            [row("session", pid=7, age_s=0.1), row("session", pid=8, age_s=80.0)],
            "pid 8 (in a transaction for 80 s)", id="the oldest that lasts",
        ),
        pytest.param([row("hidden", age_xids=None)], "", id="not visible"),
    ],
)  # fmt: skip
def test_who_holds_vacuum_back(seen: list[dict[str, Any]], words: str) -> None:
    assert holder(seen) == words
