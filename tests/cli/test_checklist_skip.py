"""`opskit checklist skip` and `reset`: an item left out, and what is known of one forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from fixtures.checklist import NOWHERE, agreed, events, items, with_numbers
from fixtures.persons import Persons, typed_by
from fixtures.program import Outcome, Project

WHY = ("--reason", "staging keeps one server and needs none")


@pytest.fixture
def numbers(database: str, project: Project) -> Project:
    return with_numbers(project, database)


def skip(project: Project, item: str, *more: str) -> Outcome:
    return project.run("checklist", "skip", item, *(more or WHY))


def reset(project: Project, item: str, *more: str) -> Outcome:
    return project.run("checklist", "reset", item, *(more or ("--reason", "the hardware is another one now")))


def state(project: Project, item: str) -> dict[str, Any]:
    return items(project.run("checklist", "--json").ok())[item]


def test_an_item_is_left_out_with_a_sentence(numbers: Project) -> None:
    done = skip(numbers, "read-replicas", *WHY, "--json").ok().document
    assert (done["changed"], done["data"]["status"]) == (True, "skipped")
    assert (state(numbers, "read-replicas")["status"], state(numbers, "read-replicas")["next"]) == ("skipped", "")
    [event] = events(numbers, "item.skipped")
    assert (event.body["reason"], event.body["database_user"]) == (WHY[1], "postgres")
    assert numbers.run("checklist", "--json").ok().data["counts"]["nice"]["skipped"] == 1
    assert f"by postgres: {WHY[1]}" in numbers.run("checklist", "show", "read-replicas").ok().out


def test_it_is_said_once(numbers: Project, person: Persons) -> None:
    skip(numbers, "read-replicas").ok()
    assert skip(numbers, "read-replicas", *WHY, "--json").ok().document["changed"] is False
    assert len(events(numbers, "item.skipped")) == 1
    typed_by(numbers, person("ck_bob"), "checklist", "skip", "read-replicas", *WHY).ok()
    assert state(numbers, "read-replicas")["text"].startswith("by ck_bob")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["read-replicas"], 2, "--reason"),
        (["read-replicas", "--reason", "no"], 2, "no sentence"),
        (["backup-fresh", *WHY], 2, "backup-fresh is critical, and is not skipped"),
        (["read-replica", *WHY], 2, "did you mean 'read-replicas'?"),
        (["dashboards", "read-replicas", *WHY], 2, "unexpected extra argument"),
    ],
)
def test_what_cannot_be_skipped_is_refused(numbers: Project, words: list[str], code: int, says: str) -> None:
    assert says in numbers.run("checklist", "skip", *words).exits(code).err
    assert events(numbers, "item.skipped") == []


def test_a_critical_item_is_waived_instead(numbers: Project) -> None:
    assert "next: opskit checklist waive backup-fresh -e test --until DAY" in skip(numbers, "backup-fresh").exits(2).err


def test_what_is_done_is_not_skipped(numbers: Project) -> None:
    numbers.run("checklist", "sign", "slo-monitoring", "--reason", "it is there since May").ok()
    assert "slo-monitoring has nothing to skip" in skip(numbers, "slo-monitoring").exits(4).err


def test_a_reset_forgets_and_the_ledger_keeps(numbers: Project) -> None:
    agreed(numbers)
    skip(numbers, "read-replicas").ok()
    numbers.run("checklist", "run", "query-timeout", "--confirm", "test").ok()
    for item in ("review-analysis", "read-replicas", "query-timeout"):
        assert reset(numbers, item, "--reason", "begun from the start again", "--json").ok().document["changed"]
        assert (state(numbers, item)["status"], state(numbers, item)["signed"]) == ("pending", [])
    assert state(numbers, "query-timeout")["attempt"] is None
    kinds = {each["kind"] for each in shown(numbers, "query-timeout")["known"]["history"]}
    assert kinds == {"item.checked", "item.started", "item.finished", "item.reset"}
    assert len(events(numbers, "item.signed")) == 3


def shown(project: Project, item: str) -> dict[str, Any]:
    return items(project.run("checklist", "show", item, "--json").ok())[item]


def test_where_nothing_is_known_nothing_is_forgotten(numbers: Project) -> None:
    assert reset(numbers, "load-test").ok().out.count("nothing was recorded") == 1
    numbers.run("checklist", "sign", "slo-monitoring", "--reason", "it is there since May").ok()
    reset(numbers, "slo-monitoring").ok()
    assert reset(numbers, "slo-monitoring", *WHY, "--json").ok().document["changed"] is False
    assert len(events(numbers, "item.reset")) == 1


def test_a_pause_point_is_agreed_to_anew(numbers: Project) -> None:
    agreed(numbers)
    assert "SIGNED" in numbers.run("checklist", "show", "window").ok().out
    reset(numbers, "window").ok()
    page = numbers.run("checklist", "show", "window").ok().out
    assert "PENDING  pause point before window on test" in page
    assert "item.reset" in page
    assert "opskit checklist sign window -e test" in page


def test_the_pause_point_names_the_critical_items_that_hold_it_up(numbers: Project) -> None:
    pause = numbers.run("checklist", "show", "window", "--json").ok()
    assert pause.document["schema"] == "opskit/checklist-pause/1"
    assert [each["item"] for each in pause.data["waiting"]] == ["review-analysis", "backup-fresh"]
    assert "Which of its claims" not in pause.out
    assert "BLOCKED  pause point before window" in numbers.run("checklist", "show", "window").ok().out


@pytest.mark.parametrize("verb", ["skip", "reset"])
def test_nobody_is_authenticated_without_the_server(project: Project, verb: str) -> None:
    project.environment("test", NOWHERE).run("checklist", verb, "read-replicas", *WHY).exits(6)
    assert not project.ledger.exists()


@pytest.mark.parametrize(("item", "says"), [("window", "no sentence"), ("windows", "has no item 'windows'")])
def test_a_reset_without_a_sentence_or_an_item_is_refused(numbers: Project, item: str, says: str) -> None:
    assert says in reset(numbers, item, "--reason", "so").exits(2).err
    assert events(numbers, "item.reset") == []
