"""`opskit check --explain-score`: the formula, where the points went, and what caps the whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]


def test_the_points_lost_add_up_to_what_is_missing(database: str, on: On, connect: Connect) -> None:
    connect(database).execute("create table public.heap (id integer); create unlogged table public.u (a integer)")
    data = on(database).run("check", "--explain-score", "--json").data
    found = data["explanation"]
    assert found["weights"] == data["scores"]["weights"] == 1
    assert sum(each["points"] for each in found["lost"]) == pytest.approx(100 - found["before_caps"], abs=0.5)
    assert found["shaken_low"] <= found["before_caps"] <= found["shaken_high"]
    lost = {each["slug"]: each for each in found["lost"]}
    assert lost["table_without_primary_key"]["why"] == "warning"
    assert [each["points"] for each in found["lost"]] == sorted(
        (each["points"] for each in found["lost"]), reverse=True
    )


def test_a_cap_is_named_with_its_cause(database: str, on: On, connect: Connect) -> None:
    connect(database).execute(
        "create table public.t (a integer primary key); create index t_a on public.t (a);"
        "update pg_catalog.pg_index set indisvalid = false where indexrelid = 'public.t_a'::regclass"
    )
    outcome = on(database).run("check", "--explain-score").exits(1)
    assert "held down to 30: index_invalid has a critical finding" in outcome.out
    assert "dimension = 100 x sum(weight x credit) / sum(weight)" in outcome.out
    assert "integrity 20, queries 20" not in outcome.out
    assert "schema 10, indexes 15, queries 20" in outcome.out


def test_without_being_asked_for_it_is_not_there(database: str, on: On) -> None:
    outcome = on(database).run("check", "index_invalid", "--json")
    assert outcome.data["explanation"] is None
    assert "How the score is made" not in on(database).run("check").out
