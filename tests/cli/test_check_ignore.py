"""[[ignore]] in opskit.toml: a finding somebody lives with, for a reason and until a day."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.program import Project
from fixtures.server import Connect

On = Callable[[str], Project]
SLUG = "table_without_primary_key"


def ignore(project: Project, **keys: str) -> None:
    values = {"check": f'"{SLUG}"', "reason": '"a log, read whole"', "until": "2999-12-31"} | keys
    with (project.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["[[ignore]]", *(f"{key} = {value}" for key, value in values.items() if value), ""]))


@pytest.fixture
def heaps(database: str, on: On, connect: Connect) -> Project:
    connect(database).execute("create table public.log_a (id integer); create table public.log_b (id integer)")
    return on(database)


def test_an_ignored_finding_is_shown_with_its_reason_and_fails_nothing(heaps: Project) -> None:
    ignore(heaps)
    outcome = heaps.run("check", SLUG, "--fail-on", "warning").ok()
    assert outcome.out.startswith("PASS")
    assert "Ignored" in outcome.out
    assert f"{SLUG}:public.log_a: no primary key" in outcome.out
    assert "(until 2999-12-31: a log, read whole)" in " ".join(outcome.out.split())
    (result,) = heaps.run("check", SLUG, "--json").data["checks"]
    assert (result["verdict"], result["findings"], len(result["ignored"])) == ("pass", [], 2)
    assert result["ignored"][0]["reason"] == "a log, read whole"


def test_an_ignore_does_not_raise_the_score(heaps: Project) -> None:
    before = heaps.run("check", SLUG, "--json").data["scores"]["overall"]
    ignore(heaps)
    assert heaps.run("check", SLUG, "--json").data["scores"]["overall"] == before < 100


def test_an_ignore_covers_the_objects_it_names(heaps: Project) -> None:
    ignore(heaps, object='"public.log_a"')
    (result,) = heaps.run("check", SLUG, "--fail-on", "warning", "--json").exits(1).data["checks"]
    assert [each["object"] for each in result["findings"]] == ["public.log_b"]
    ignore(heaps, object='"public.log_?"')
    heaps.run("check", SLUG, "--fail-on", "warning").ok()


def test_an_ignore_that_has_ended_holds_no_longer_and_says_so(heaps: Project) -> None:
    ignore(heaps, until="2024-01-31")
    outcome = heaps.run("check", SLUG, "--fail-on", "warning").exits(1)
    line = (heaps.place / "opskit.toml").read_text().splitlines().index("[[ignore]]") + 1
    said = " ".join(outcome.out.split())
    assert f"opskit.toml:{line}: the ignore of {SLUG} for * ended with 2024-01-31" in said


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ({"reason": ""}, "missing required field `reason`"),
        ({"reason": '" "'}, "`reason` is empty"),
        ({"until": ""}, "missing required field `until`"),
        ({"until": '"soon"'}, "until"),
        ({"untill": '"2999-12-31"'}, "unknown field `untill`"),
        ({"check": '"table_without_key"'}, "there is no check 'table_without_key'"),
    ],
)
def test_an_ignore_that_is_not_whole_is_refused_with_its_line(heaps: Project, keys: dict[str, str], fault: str) -> None:
    ignore(heaps, **keys)
    outcome = heaps.run("check", SLUG).exits(7)
    assert "opskit.toml:" in outcome.err
    assert fault in outcome.err


def test_a_single_table_in_the_place_of_the_list_is_refused(heaps: Project) -> None:
    with (heaps.place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write(f'[ignore]\ncheck = "{SLUG}"\n')
    assert "ignore is no list: write [[ignore]]" in heaps.run("check", SLUG).exits(7).err
