"""What a program may carry out of a remedy is told by the parser, not by the check it comes from."""

from __future__ import annotations

import pytest

from opskit.migrate.mending import Turn
from opskit.migrate.parser import parse
from opskit.migrate.remedy import BLANKS, COMMAND, IN_COMMENTS, IN_WORDS, OTHER_KIND, read, turn
from opskit.migrate.remedy_overlap import answered_by, superfluous

CARRIED_OUT = {
    "reindex index concurrently public.t_pkey": Turn.REBUILD,
    "reindex (concurrently) table public.t": Turn.REBUILD,
    "vacuum (analyze) public.t": Turn.VACUUM,
    "vacuum (freeze) public.t": Turn.VACUUM,
    "analyze public.t": Turn.ANALYZE,
    "drop index concurrently public.t_a": Turn.DROP,
    'drop index concurrently public."a;b"': Turn.DROP,
    "create index concurrently on public.t (a)": Turn.BUILD,
    "alter table public.t validate constraint c": Turn.VALIDATE,
    "alter table public.t reset (autovacuum_enabled, toast.autovacuum_enabled)": Turn.SET,
    "alter materialized view public.m set (autovacuum_vacuum_scale_factor = 0.01)": Turn.SET,
    "alter sequence public.s as bigint": Turn.SET,
    "alter sequence public.s no maxvalue": Turn.SET,
    "alter role app set statement_timeout = '30s'": Turn.SET,
    "alter database shop set idle_in_transaction_session_timeout = '60s'": Turn.SET,
    "create extension pg_stat_statements": Turn.SET,
    "vacuum (analyze) public.t  -- ends nothing that holds the horizon": Turn.VACUUM,
}
BY_HAND = {
    "": IN_WORDS,
    "stop the server, pg_checksums --enable, start it": IN_WORDS,
    "drop index concurrently public.t_a; then build it again": IN_WORDS,
    "pg_repack --table=public.t": COMMAND,
    "it's a person's decision": IN_WORDS,
    "alter table public.t add primary key (<columns>)": BLANKS,
    "select pg_catalog.pg_drop_replication_slot('s')": OTHER_KIND,
    "delete from public.t": OTHER_KIND,
    "vacuum (full, analyze) public.t": "VACUUM FULL",
    "vacuum": "names no table",
    "reindex schema concurrently public": "more than one table",
    "drop table public.t": "table may go",
    "drop index concurrently public.a, public.b": "several indexes",
    "drop index public.a cascade": "CASCADE",
    "create unique index concurrently on public.t (a)": "unique index",
    "create extension plpython3u": "extension is code",
    "alter sequence public.s restart 1": "restart",
    "alter system set fsync = on; select pg_catalog.pg_reload_conf()": "whole server",
    "alter table public.t enable trigger x": "came while it was off",
    "alter table public.t alter column id type bigint; alter sequence public.s as bigint": "rewrites the table",
    "alter table public.t drop constraint c": "constraint",
    "alter table public.t reset (fillfactor), drop column a": OTHER_KIND,
}


@pytest.mark.parametrize("text", CARRIED_OUT)
def test_what_is_safe_beside_the_application_is_carried_out(text: str) -> None:
    remedy = read(text)
    assert remedy.reason == ""
    assert [turn(each) for each in remedy.statements] == [CARRIED_OUT[text]]


@pytest.mark.parametrize("text", BY_HAND)
def test_all_else_is_by_hand_and_says_why(text: str) -> None:
    remedy = read(text)
    assert BY_HAND[text] in remedy.reason
    assert remedy.reason
    assert remedy.statements == ()


@pytest.mark.parametrize(
    "text",
    [
        'drop index concurrently public.a  -- "x\n; drop index concurrently public.b; --" is slower',
        'drop index concurrently public.a /* "x*/; drop index concurrently public.b; /*" is slower */',
    ],
)
def test_a_name_that_ends_a_comment_adds_no_statement(text: str) -> None:
    assert read(text).reason == IN_COMMENTS


def test_one_remedy_may_be_several_statements() -> None:
    remedy = read("drop index concurrently public.a; analyze public.t")
    assert [each.text for each in remedy.statements] == ["drop index concurrently public.a", "analyze public.t"]


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("analyze public.t", "vacuum (analyze) public.t"),
        ("vacuum public.t", "vacuum (analyze) public.t"),
        ("reindex index concurrently public.a", "drop index concurrently public.a"),
    ],
)
def test_what_another_statement_does_besides_is_left_to_it(less: str, more: str) -> None:
    assert answered_by({text: parse(text)[0] for text in (less, more)}) == {less: more}
    other = more.replace("public", "other")
    assert answered_by({text: parse(text)[0] for text in (less, other)}) == {}


def test_an_index_stays_when_the_one_that_does_its_work_goes_because_nobody_uses_it() -> None:
    assert superfluous({"public.again": [["public.first"]], "public.first": [[]]}) == ["public.again"]
    assert superfluous({"public.again": [["public.first"]]}) == []
    assert superfluous({"public.again": [["public.first"], []], "public.first": [[]]}) == []
    assert superfluous({"public.a": [["public.a_b"]], "public.a_b": [["public.a_b_again"]]}) == []
    assert superfluous({"a.a": [["a.b"]], "a.b": [["a.c"]], "a.c": [[]]}) == ["a.a", "a.b"]
