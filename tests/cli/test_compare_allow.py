"""[[allow]] in opskit.toml: a difference between environments somebody lives with, for a reason and until a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fixtures.program import Outcome, Project
from fixtures.server import Connect, new_database

from opskit.scratch.cluster import Cluster


@pytest.fixture
def pair(project: Project, database: str, cluster: Cluster, connect: Connect) -> Iterator[Project]:
    """Production has an index and a comment that staging lacks."""
    with new_database(cluster) as second:
        for conninfo in (database, second):
            connect(conninfo).execute("create table t (id int primary key, a text)")
        connect(second).execute("create index t_a on t (a); comment on table t is 'said'")
        yield project.environment("staging", database).environment("production", second)


def allow(project: Project, **keys: str) -> None:
    values = {"kind": '"index"', "reason": '"only read there"', "until": "2999-12-31"} | keys
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["[[allow]]", *(f"{key} = {value}" for key, value in values.items() if value), ""]))


def compared(project: Project, *words: str) -> Outcome:
    return project.run("compare", "staging", "production", *words)


def said(outcome: Outcome) -> str:
    return " ".join((outcome.out + outcome.err).split())


def of(data: Any, name: str) -> Any:
    return next(each for each in data["differences"] if each["name"] == name)


def test_an_allowed_difference_is_shown_and_counted_and_fails_nothing(pair: Project) -> None:
    compared(pair).exits(1)
    allow(pair, object='"public.t_*"')
    allow(pair, kind='"table"', part='"comment"', reason='"words"', between='["production", "staging"]')
    outcome = compared(pair).ok()
    assert "staging and production differ in nothing but what is allowed." in outcome.out
    assert "index public.t_a: only there (until 2999-12-31: only read there)" in said(outcome)
    data = compared(pair, "--json").ok().data
    assert of(data, "public.t_a")["allowed"] == {"reason": "only read there", "until": "2999-12-31"}
    assert (data["metrics"][0]["value"], data["counts"]["allowed"], data["notes"]) == (0, 2, [])


def test_the_other_differences_fail_all_the_same(pair: Project) -> None:
    allow(pair)
    data = compared(pair, "--json").exits(1).data
    assert data["metrics"][0]["reason"].startswith("1 of 8 objects differ; 1 of 8 objects is allowed")
    assert of(data, "public.t")["allowed"] is None


def test_a_part_that_is_allowed_does_not_allow_the_others(pair: Project, database: str, connect: Connect) -> None:
    allow(pair)
    allow(pair, kind='"table"', part='"comment"')
    connect(database).execute("alter table t set (fillfactor = 50)")
    assert of(compared(pair, "--json").exits(1).data, "public.t")["allowed"] is None
    allow(pair, kind='"table"', part='"with"', reason='"a try"', until="2999-01-31")
    found = of(compared(pair, "--json").ok().data, "public.t")
    assert found["allowed"] == {"reason": "only read there; a try", "until": "2999-01-31"}


def test_what_a_table_has_is_allowed_with_it(pair: Project, database: str, connect: Connect) -> None:
    allow(pair, kind='"*"', object='"public.t*"')
    connect(database).execute("create table log (a int, check (a > 0)); create table log2 (a int)")
    allow(pair, kind='"table"', object='"public.log"')
    data = compared(pair, "--json").exits(1).data
    counting = {each["name"] for each in data["differences"] if each["allowed"] is None}
    assert counting == {"public.log2", "public.log2.a"}


def test_it_holds_between_the_environments_it_names(pair: Project, database: str) -> None:
    pair.environment("canary", database)
    allow(pair, kind='"*"', between='["canary", "production"]')
    assert compared(pair, "--json").exits(1).data["notes"] == []


def test_one_that_matches_nothing_and_one_that_has_ended_are_told(pair: Project) -> None:
    allow(pair, object='"public.u_*"')
    allow(pair, until="2024-01-31")
    outcome = compared(pair).exits(1)
    assert "the allow of index public.u_* matches no difference" in said(outcome)
    assert "the allow of index * ended with 2024-01-31" in said(outcome)


def test_one_for_what_was_not_compared_may_match_something(pair: Project) -> None:
    allow(pair, object='"public.u_*"')
    allow(pair, kind='"*"', part='"owner"')
    assert compared(pair, "--only", "view", "--json").data["notes"] == []
    assert len(compared(pair, "--json").data["notes"]) == 1
    assert len(compared(pair, "--privileges", "--json").data["notes"]) == 2


def test_a_setting_is_allowed_by_its_name(pair: Project, database: str, connect: Connect) -> None:
    allow(pair, kind='"*"')
    allow(pair, kind='"setting"', object='"*work_mem"', reason='"a smaller machine"')
    connection = connect(database)
    connection.execute(f"alter database {connection.info.dbname} set work_mem = '7MB'")
    found = {each["name"]: each["allowed"] for each in compared(pair, "--json").ok().data["settings"]}
    assert {each["reason"] for each in found.values()} == {"only read there"}
    assert found.keys() == {"work_mem", "database: work_mem"}


def test_it_is_among_what_config_show_says(pair: Project) -> None:
    allow(pair, object='"public.t_a"', part='"comment"', between='["staging", "production"]')
    shown = said(pair.run("config", "show").ok())
    assert "allow.index.public.t_a.comment" in shown
    assert "until 2999-12-31 between staging and production: only read there" in shown


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"kind": ""}, "missing required field `kind`"),
        ({"reason": '" "'}, "`reason` is empty"),
        ({"until": '"soon"'}, "until"),
        ({"betwen": '["a", "b"]'}, "unknown field `betwen`"),
        ({"between": '["staging"]'}, "`between` names two environments"),
        ({"between": '["staging", "prod"]'}, "allow: there is no environment 'prod'"),
        ({"kind": '"indexes"'}, "allow: there is no kind 'indexes'"),
    ],
)
def test_one_that_is_not_whole_is_refused_with_its_line(pair: Project, keys: dict[str, str], fault: str) -> None:
    allow(pair, **keys)
    outcome = compared(pair).exits(7)
    assert "opskit.toml:" in outcome.err
    assert fault in outcome.err


def test_a_single_table_in_the_place_of_the_list_is_refused(pair: Project) -> None:
    with (pair.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[allow]\nkind = "index"\n')
    assert "allow is no list: write [[allow]]" in compared(pair).exits(7).err
