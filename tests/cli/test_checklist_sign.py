"""`opskit checklist sign`: one item, one person, one sentence."""

from __future__ import annotations

import pytest
from fixtures.checklist import NOWHERE, REASON, events, items, small, with_numbers
from fixtures.program import Project


@pytest.fixture
def numbers(database: str, project: Project) -> Project:
    return with_numbers(project, database)


def test_a_sign_off_names_the_authenticated_login_and_is_recorded_once(numbers: Project) -> None:
    first = numbers.run("checklist", "sign", "review-analysis", *REASON, "--json").ok().document
    again = numbers.run("checklist", "sign", "review-analysis", *REASON, "--json").ok().document
    assert (first["changed"], again["changed"]) == (True, False)
    [entry] = events(numbers, "item.signed")
    assert entry.body["database_user"] == "postgres"
    assert entry.operator == f"{entry.body['os_user']}@{entry.body['host']}"
    shown = items(numbers.run("checklist", "--json"))["review-analysis"]
    assert (shown["status"], shown["next"]) == ("signed", "")
    assert [each["reason"] for each in shown["signed"]] == [REASON[1]]


def test_another_sentence_is_another_sign_off(numbers: Project) -> None:
    numbers.run("checklist", "sign", "review-analysis", *REASON).ok()
    numbers.run("checklist", "sign", "review-analysis", "--reason", "the minutes were read by all").ok()
    assert len(events(numbers, "item.signed")) == 2


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["review-analysis"], 2, "--reason"),
        (["review-analysis", "--reason", "too short"], 2, "no sentence"),
        (["review-analysis", "--reason", "looks-good-to-me"], 2, "no sentence"),
        (["review-analysis", *REASON, "--evidence", "minutes.txt"], 2, "is no URL"),
        (["review-analysis", *REASON, "--evidence", "https://a:secret@x/y"], 2, "holds a password"),
        (["load-test", *REASON], 2, "'result' is missing"),
        (["load-test", *REASON, "--evidence", " "], 2, "'result' is missing"),
        (["verify-indexes", *REASON], 2, "is measured, not signed"),
        (["verify-indices", *REASON], 2, "did you mean 'verify-indexes'?"),
        (["review-analysis", "backup-fresh", *REASON], 2, "unexpected extra argument"),
    ],
)
def test_a_sign_off_that_says_too_little_is_refused_and_not_recorded(
    numbers: Project, words: list[str], code: int, says: str
) -> None:
    outcome = numbers.run("checklist", "sign", *words).exits(code)
    assert says in outcome.err
    assert "secret" not in outcome.err
    assert events(numbers, "item.signed") == []


def test_an_item_is_not_signed_before_what_it_needs(numbers: Project) -> None:
    manual = 'title = "X"\npriority = "nice"\nphase = "p"\nkind = "manual"\n'
    small(numbers, f'id = "a"\n{manual}', f'id = "b"\nneeds = ["a"]\n{manual}')
    outcome = numbers.run("checklist", "sign", "b", *REASON, "--runbook", "small").exits(4)
    assert "waits for a" in outcome.err
    assert "opskit checklist sign a --runbook small -e test" in outcome.err
    numbers.run("checklist", "sign", "a", *REASON, "--runbook", "small").ok()
    numbers.run("checklist", "sign", "b", *REASON, "--runbook", "small").ok()


def test_nobody_is_authenticated_without_the_server(project: Project) -> None:
    project.environment("test", NOWHERE).run("checklist", "sign", "review-analysis", *REASON).exits(6)
    assert not project.ledger.exists()
