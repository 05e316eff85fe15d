"""`opskit checklist approve`: another login agrees to exactly what an item would do, once and for a time."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from fixtures.checklist import events, items, measured, small, with_numbers
from fixtures.intowork import SAMPLE
from fixtures.persons import Persons, typed_by
from fixtures.program import Outcome, Project
from fixtures.server import Connect

from opskit.app.context import Context

HEAD = 'title = "X"\npriority = "high"\nphase = "p"\nkind = "action"\n'
APPLY = (
    f'id = "x"\n{HEAD}approvals = {{ count = 1, ttl = "4h" }}\n'
    'check = { type = "migrate" }\ndo = { type = "migrate" }\nundo = { type = "rollback" }\n'
)
LOOKED = ("--reason", "read with the team, statement by statement")
SMALL = ("--runbook", "small")


@pytest.fixture
def numbers(database: str, project: Project) -> Project:
    return small(with_numbers(project, database), APPLY)


@pytest.fixture
def bob(person: Persons) -> str:
    return person("ck_bob")


def approve(project: Project, by: str, *more: str) -> Outcome:
    return typed_by(project, by, "checklist", "approve", "x", *SMALL, *(more or LOOKED))


def carry_out(project: Project) -> Outcome:
    return project.run("checklist", "run", "x", *SMALL, "--confirm", "test", "--json")


def test_it_is_not_done_without_the_approval_of_another_login(numbers: Project, bob: str) -> None:
    refused = carry_out(numbers).exits(4)
    assert "it has 0 of 1 approval" in refused.data["stopped"]
    approved = approve(numbers, bob, *LOOKED, "--json").ok().document
    assert (approved["changed"], approved["data"]["given"], approved["data"]["wanted"]) == (True, 1, 1)
    done = carry_out(numbers).ok()
    assert items(done)["x"]["outcome"] == "changed"
    assert [each["used"] for each in items(done)["x"]["approvals"]] == [True]


@pytest.mark.parametrize("attributes", ["", "in role pg_read_all_data", "superuser"])
def test_two_operators_see_the_same_plan(numbers: Project, person: Persons, attributes: str) -> None:
    other = person("ck_other", attributes)
    carry_out(numbers).exits(4)
    [wanted] = events(numbers, "approval.wanted")
    theirs = approve(numbers, other, *LOOKED, "--json").ok().data
    assert theirs["digest"] == wanted.body["digest"]
    assert theirs["deed"]["plan"]["data"]["migrations"][0]["revision"] == "a1"


def test_the_approval_is_recorded_with_who_and_until_when(numbers: Project, bob: str) -> None:
    page = approve(numbers, bob).ok().out
    assert "CREATE INDEX CONCURRENTLY one" in page
    assert "opskit checklist run x --runbook small -e test" in page
    [event] = events(numbers, "item.approved")
    left = datetime.fromisoformat(event.body["expires_at"]) - datetime.now(UTC)
    assert timedelta(hours=3, minutes=58) < left <= timedelta(hours=4)
    assert (event.body["database_user"], event.body["reason"], event.body["subject"]) == (
        "ck_bob", LOOKED[1], "small/x",
    )  # fmt: skip


def test_the_same_words_of_the_same_login_are_recorded_once(numbers: Project, bob: str) -> None:
    approve(numbers, bob).ok()
    assert approve(numbers, bob, *LOOKED, "--json").ok().document["changed"] is False
    assert len(events(numbers, "item.approved")) == 1


def test_a_dry_run_shows_the_plan_and_records_nothing(numbers: Project, bob: str) -> None:
    assert "CREATE INDEX CONCURRENTLY one" in approve(numbers, bob, *LOOKED, "-n").exits(10).out
    assert events(numbers, "item.approved") == []


def test_ones_own_approval_does_not_count(numbers: Project) -> None:
    numbers.run("checklist", "approve", "x", *SMALL, *LOOKED).ok()
    assert "your own does not count" in carry_out(numbers).exits(4).data["stopped"]


def test_two_approvals_are_two_logins(database: str, project: Project, person: Persons) -> None:
    small(with_numbers(project, database), APPLY.replace("count = 1", "count = 2"))
    ann, bob = person("ck_ann"), person("ck_bob")
    approve(project, ann).ok()
    approve(project, ann, "--reason", "and once more, for the other one").ok()
    assert "it has 1 of 2 approvals" in carry_out(project).exits(4).data["stopped"]
    approve(project, bob).ok()
    carry_out(project).ok()


def test_an_approval_is_used_once(numbers: Project, bob: str) -> None:
    approve(numbers, bob).ok()
    carry_out(numbers).ok()
    numbers.run("rollback", "--confirm", "test").ok()
    assert "that of ck_bob was used" in carry_out(numbers).exits(4).data["stopped"]


def test_an_approval_expires(numbers: Project, bob: str, monkeypatch: pytest.MonkeyPatch) -> None:
    approve(numbers, bob).ok()
    monkeypatch.setattr(Context, "now", lambda _: datetime.now(UTC) + timedelta(hours=4))
    assert "that of ck_bob has expired" in carry_out(numbers).exits(4).data["stopped"]


def test_an_approval_is_of_the_plan_at_that_state_of_the_schema(
    numbers: Project, database: str, connect: Connect, bob: str
) -> None:
    approve(numbers, bob).ok()
    connect(database).execute("create table meanwhile (n integer)")
    assert "that of ck_bob is of another plan" in carry_out(numbers).exits(4).data["stopped"]


def test_what_a_person_does_by_hand_is_approved_word_by_word(database: str, project: Project, bob: str) -> None:
    by_hand = (
        f'id = "x"\n{HEAD}approvals = {{}}\ncheck = {{ type = "files", glob = "*.md" }}\n'
        'do = { type = "confirm", text = "Fail the pooler over." }\nundo = { type = "none", reason = "it is over" }\n'
    )
    small(with_numbers(project, database), by_hand)
    assert "it has 0 of 1 approval" in carry_out(project).exits(4).data["stopped"]
    approve(project, bob).ok()
    assert "waits for a person" in carry_out(project).exits(4).data["stopped"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["x"], 2, "--reason"),
        (["x", "--reason", "fine by me"], 0, ""),
        (["x", "--reason", "lgtm"], 2, "no sentence"),
        (["y", *LOOKED], 4, "y asks for no approval"),
        (["z", *LOOKED], 2, "has no item 'z'"),
    ],
)
def test_what_cannot_be_approved_is_refused(
    database: str, project: Project, words: list[str], code: int, says: str
) -> None:
    other = measured('type = "files", glob = "*.md"').replace('"x"', '"y"')
    small(with_numbers(project, database), APPLY, other)
    outcome = project.run("checklist", "approve", *words, *SMALL).exits(code)
    assert says in outcome.err
    assert len(events(project, "item.approved")) == (0 if code else 1)


def test_what_is_done_needs_no_approval(numbers: Project, bob: str) -> None:
    approve(numbers, bob).ok()
    carry_out(numbers).ok()
    assert "x has nothing to approve (nothing was recorded)" in approve(numbers, bob).exits(4).err


def test_where_nothing_is_pending_there_is_nothing_to_approve(numbers: Project, bob: str) -> None:
    numbers.run("apply", "--confirm", "test").ok()
    assert "has nothing to do" in approve(numbers, bob).exits(4).err


def test_what_only_takes_evidence_never_waits_for_approvals(database: str, project: Project, bob: str) -> None:
    timed = APPLY.replace('do = { type = "migrate" }', 'do = { type = "bench" }')
    small(with_numbers(project, database), timed)
    assert "never waits for approvals" in approve(project, bob).exits(4).err


def test_the_sample_is_one_plan_for_two_operators_also_once_it_was_taken_back(
    project: Project, intowork: str, person: Persons
) -> None:
    """With the record of what was done in the database, which another login may read."""
    bob = person("ck_bob")
    shutil.copytree(SAMPLE / "migrations", project.place / "migrations", dirs_exist_ok=True)
    small(project.environment("test", intowork), APPLY)
    for _ in range(2):
        carry_out(project).exits(4)
        digests = {each.body["digest"] for each in events(project, "approval.wanted")}
        assert approve(project, bob, *LOOKED, "--json").ok().data["digest"] in digests
        carry_out(project).ok()
        project.run("rollback", "--confirm", "test").ok()
