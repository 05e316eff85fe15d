"""What a score can be trusted for: a fault never raises it, mending never lowers it, and a login that sees less never
gets a better one. On a real server, with all checks of what does not change by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import psycopg
import pytest
from fixtures.server import new_database
from psycopg.conninfo import make_conninfo

from opskit.app.checking import load, run_checks
from opskit.app.context import open_context
from opskit.app.looking import looking
from opskit.catalog.configuration import Settings
from opskit.cli.voices.plain import PlainVoice
from opskit.core.check import CheckResult
from opskit.core.environment import Environment
from opskit.core.score import Scores, scores
from opskit.core.verdict import Verdict
from opskit.scratch.cluster import Cluster

STEADY = ("schema", "indexes", "integrity")
SOUND = """
create table public.customers (id bigint primary key, email text not null unique);
create table public.orders (
    id bigint generated always as identity primary key,
    customer bigint not null references public.customers,
    placed_at timestamptz not null
);
create index orders_customer on public.orders (customer);
create index orders_placed_at on public.orders (placed_at);
insert into public.customers values (1, 'a@example.org'), (2, 'b@example.org');
insert into public.orders (customer, placed_at) values (1, now()), (2, now());
vacuum analyze
"""
# What breaks and what mends it, by the check that finds it.
FAULTS = {
    "table_without_primary_key": ("create table public.heap (a integer)", "drop table public.heap"),
    "foreign_key_without_index": (
        "drop index public.orders_customer",
        "create index orders_customer on public.orders (customer)",
    ),
    "index_duplicate": (
        "create index orders_placed_at_2 on public.orders (placed_at)",
        "drop index public.orders_placed_at_2",
    ),
    "constraint_not_validated": (
        "alter table public.orders add constraint recent check (placed_at > '2000-01-01') not valid",
        "alter table public.orders validate constraint recent",
    ),
    "disabled_trigger": (
        "alter table public.orders disable trigger all",
        "alter table public.orders enable trigger all",
    ),
    "index_invalid": (
        "update pg_catalog.pg_index set indisvalid = false where indexrelid = 'public.orders_placed_at'::regclass",
        "reindex index public.orders_placed_at",
    ),
}
LOGINS = {
    "sees all": "postgres",
    "reads statistics and data": "sight_reader",
    "reads statistics": "sight_monitor",
    "sees nothing": "sight_nobody",
}
NARROWER = [("sees all", "reads statistics and data"), *pairwise(list(LOGINS)[1:])]


@dataclass(frozen=True)
class State:
    """What each login was told, and its score, at one moment."""

    results: dict[str, list[CheckResult]]
    scores: dict[str, Scores]


@pytest.fixture(scope="module")
def logins(cluster: Cluster) -> Iterator[None]:
    with psycopg.connect(cluster.conninfo(), autocommit=True) as admin:
        admin.execute("create role sight_reader login in role pg_monitor, pg_read_all_data")
        admin.execute("create role sight_monitor login in role pg_monitor")
        admin.execute("create role sight_nobody login")
        yield
        for name in list(LOGINS.values())[1:]:
            admin.execute(f"drop role {name}".encode())


@pytest.fixture(scope="module")
def states(cluster: Cluster, logins: None) -> list[State]:
    """Sound; one fault more at a time; one fault less at a time, down to sound again."""
    with new_database(cluster) as conninfo, psycopg.connect(conninfo, autocommit=True) as owner:
        for statement in SOUND.split(";\n"):
            owner.execute(statement.encode())
        owner.execute("revoke all on schema public from public")
        found = [looked_at(conninfo)]
        for broken, _ in FAULTS.values():
            owner.execute(broken.encode())
            found.append(looked_at(conninfo))
        for _, mended in reversed(FAULTS.values()):
            owner.execute(mended.encode())
            found.append(looked_at(conninfo))
    return found


def looked_at(conninfo: str) -> State:
    results = {name: asked(make_conninfo(conninfo, user=login)) for name, login in LOGINS.items()}
    return State(results, {name: scores(each, STEADY) for name, each in results.items()})


def asked(conninfo: str) -> list[CheckResult]:
    context = open_context(Settings(), Environment("law", conninfo, conninfo), PlainVoice())
    with looking(context) as db:
        checks = [check for check in load(context.settings, db.server.major) if check.dimension in STEADY]
        return run_checks(context, checks, db)


@pytest.mark.parametrize("login", LOGINS)
def test_a_fault_more_never_raises_the_score_and_mending_never_lowers_it(states: list[State], login: str) -> None:
    course = [(state.scores[login].overall, state.scores[login].upper) for state in states]
    breaking, mending = course[: len(FAULTS) + 1], course[len(FAULTS) :]
    for before, after in pairwise(breaking):
        assert after[0] <= before[0]
        assert after[1] <= before[1]
    for before, after in pairwise(mending):
        assert after[0] >= before[0]
        assert after[1] >= before[1]


def test_every_fault_was_found_and_everything_was_mended(states: list[State]) -> None:
    for slug, state in zip(FAULTS, states[1:], strict=False):
        assert found_by(slug, state) > found_by(slug, states[0])
    for slug in FAULTS:
        assert found_by(slug, states[-1]) == found_by(slug, states[0]) == 0


def found_by(slug: str, state: State) -> int:
    return sum(len(result.findings) for result in state.results["sees all"] if result.slug == slug)


@pytest.mark.parametrize(("more", "less"), NARROWER)
def test_a_login_that_sees_less_never_has_a_better_score_or_verdict(states: list[State], more: str, less: str) -> None:
    for state in states:
        assert state.scores[less].overall <= state.scores[more].overall
        assert state.scores[less].coverage <= state.scores[more].coverage
        assert state.scores[less].verdict is not Verdict.PASS or state.scores[more].verdict is Verdict.PASS


@pytest.mark.parametrize(("more", "less"), NARROWER)
def test_no_check_passes_for_a_login_that_sees_less_where_it_fails_for_one_that_sees_more(
    states: list[State], more: str, less: str
) -> None:
    for state in states:
        failing = {result.slug for result in state.results[more] if result.verdict is Verdict.FAIL}
        passing = {result.slug for result in state.results[less] if result.verdict is Verdict.PASS}
        assert failing & passing == set()
