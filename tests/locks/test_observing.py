"""The observer itself: what it must not miss and must not make up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from locks.corpus import cases, cases_for
from locks.laboratory import Laboratory, laboratory
from locks.observing import MODES, Observed, observe
from opskit.migrate.parser import parse
from opskit.scratch.cluster import Cluster


@pytest.fixture(scope="module")
def lab(cluster: Cluster) -> Iterator[Laboratory]:
    with laboratory(cluster) as made:
        yield made


def observed(lab: Laboratory, title: str, **other: object) -> Observed:
    [case] = [case for case in cases() if case.title == title]
    case = replace(case, **other)
    with lab.database(case) as conninfo:
        return observe(conninfo, case)


def test_a_relation_the_statement_does_not_name_is_seen(lab: Laboratory) -> None:
    assert observed(lab, "drop table with a foreign key").locks["public.orders"] == "AccessExclusiveLock"


def test_locks_of_the_statements_before_are_held_not_taken(lab: Laboratory) -> None:
    seen = observed(lab, "validate in the transaction that added it")
    assert seen.locks == {"public.customers": "ShareUpdateExclusiveLock"}
    assert seen.held["public.customers"] >= {"AccessExclusiveLock"}


def test_a_scan_is_seen_and_a_proof_by_a_check_is_none(lab: Laboratory) -> None:
    assert observed(lab, "set not null").scans == {"public.customers"}
    assert observed(lab, "set not null with a validated check").scans == frozenset()


def test_an_index_that_is_made_anew_under_its_name_is_rewritten(lab: Laboratory) -> None:
    assert observed(lab, "type collation with an index").rewrites == {"public.customers_email_idx"}


def test_emptying_a_table_reads_none_of_it(lab: Laboratory) -> None:
    seen = observed(lab, "truncate")
    assert "public.counters" in seen.rewrites
    assert seen.scans == frozenset()


def test_names_are_quoted_as_postgresql_does(lab: Laboratory) -> None:
    assert set(observed(lab, "add column to a mixed case name").locks) == {'public."Order Lines"'}


def test_what_is_rolled_back_leaves_no_trace(lab: Laboratory) -> None:
    first = observed(lab, "add column nullable")
    assert observed(lab, "add column nullable") == first
    assert first.error == ""


def test_the_last_phase_of_a_statement_that_runs_alone_is_seen(lab: Laboratory) -> None:
    seen = observed(lab, "drop index concurrently")
    assert seen.locks == {
        "public.customers": "ShareUpdateExclusiveLock",
        "public.customers_name_idx": "AccessExclusiveLock",
    }
    assert seen.awaited == {"virtualxid"}


def test_a_statement_that_runs_alone_is_seen_on_every_table_it_comes_to(lab: Laboratory) -> None:
    seen = observed(lab, "reindex partitioned table")
    assert seen.rewrites <= seen.locks.keys()
    assert {"public.events_2025", "public.events_2026"} <= seen.scans


def test_a_statement_alone_that_has_nothing_to_wait_for_is_seen(lab: Laboratory) -> None:
    seen = observed(lab, "create index concurrently if not exists that exists")
    assert seen.locks == {"public.customers": "ShareUpdateExclusiveLock"}


@pytest.mark.parametrize("title", ["drop column used by a view", "create index concurrently on a partitioned table"])
def test_an_error_is_its_sqlstate(lab: Laboratory, title: str) -> None:
    [case] = [case for case in cases() if case.title == title]
    assert observed(lab, title) == Observed(error=case.expected_error(18))


def test_a_case_that_must_run_alone_says_so(lab: Laboratory) -> None:
    assert observed(lab, "vacuum", alone=False).error == "25001"


def test_what_is_given_must_succeed(lab: Laboratory) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable):
        observed(lab, "vacuum", given=("drop table no_such",))


def test_cases_for_other_majors_are_left_out() -> None:
    assert not [case for case in cases_for(14) if "virtual" in case.sql]
    assert [case for case in cases_for(18) if "virtual" in case.sql]


def test_the_expected_error_depends_on_the_major() -> None:
    [case] = [case for case in cases() if case.title == "add foreign key not valid on a partitioned table"]
    assert (case.expected_error(17), case.expected_error(18)) == ("42809", "")


def test_the_corpus_is_large() -> None:
    assert len(cases()) >= 700


def test_modes_are_those_of_pg_locks_from_weak_to_strong() -> None:
    assert (MODES[0], MODES[-1], len(MODES)) == ("AccessShareLock", "AccessExclusiveLock", 8)


def test_a_case_is_one_statement() -> None:
    assert [case.title for case in cases() if len(parse(case.sql)) != 1] == []
