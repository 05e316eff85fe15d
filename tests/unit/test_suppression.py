"""`-- opskit: allow <rule>: <reason>`: that rule, at that statement, and nothing else."""

from __future__ import annotations

import pytest

from opskit.migrate.linting import Violation, violations
from opskit.migrate.parser import parse
from opskit.migrate.suppression import Judged, allowances, judge
from opskit.migrate.world import World

RULE = "create-index-blocking"
ALLOW = f"-- opskit: allow {RULE}: the table is empty"
INDEX = "create index i on t (a)"
OTHER, THIRD = "create index j on t (a)", "create index k on t (a)"


def judged(text: str) -> Judged:
    parsed = parse(text)
    return judge(violations(parsed, World())[0], allowances(parsed))


def kept(text: str, rule: str = RULE) -> list[int]:
    """The lines where it is still reported."""
    return [each.line for each in judged(text).violations if each.rule == rule]


def complaint(text: str) -> Violation:
    (found,) = [each for each in judged(text).violations if each.rule == "unused-suppression"]
    return found


@pytest.mark.parametrize(
    "text",
    [
        f"{ALLOW}\n{INDEX};",
        f"{ALLOW}\n\n-- and another comment\n{INDEX};",
        f"create index i\n{ALLOW}\non t (a);",
        f"{INDEX}; {ALLOW}",
        f"create index i\non t (a) {ALLOW}\n;",
        f"/* opskit: allow {RULE}: the table is empty */ {INDEX}",
        f"/* why:\n   opskit: allow {RULE}: the table is empty\n*/ {INDEX}",
        f"-- OPSKIT: Allow {RULE.upper()}: the table is empty\n{INDEX}",
        f"-- opskit: allow {RULE.replace('-', '_')}: the table is empty\r\n{INDEX}\r\n",
    ],
)
def test_with_a_reason_it_suppresses(text: str) -> None:
    found = judged(text)
    assert [(each.violation.rule, each.reason) for each in found.suppressed] == [(RULE, "the table is empty")]
    assert {each.rule for each in found.violations}.isdisjoint({RULE, "unused-suppression"})


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{INDEX};\n{ALLOW}\n{OTHER};\n{THIRD};", [1, 4]),
        (f"{INDEX}; {ALLOW}\n{OTHER};", [2]),
        (f"{INDEX};\n{ALLOW}\nselect 1;", [1]),
        (f"{ALLOW}\nselect 1; {INDEX};", [2]),
        (f"select '{ALLOW}';\n{INDEX};", [2]),
    ],
)
def test_it_suppresses_at_its_own_statement_alone(text: str, lines: list[int]) -> None:
    assert kept(text) == lines


def test_it_suppresses_its_own_rule_alone() -> None:
    others = {each.rule for each in judged(INDEX).violations} - {RULE}
    assert others
    assert {each.rule for each in judged(f"{ALLOW}\n{INDEX}").violations} == others


def test_several_rules_are_allowed_at_one_statement_each_for_its_reason() -> None:
    second = "-- opskit: allow lock-timeout-not-in-effect: set by the caller: always"
    found = judged(f"{second}\n{INDEX}; {ALLOW}")
    assert {each.violation.rule: each.reason for each in found.suppressed} == {
        RULE: "the table is empty",
        "lock-timeout-not-in-effect": "set by the caller: always",
    }


def test_above_a_do_block_it_holds_for_what_stands_inside() -> None:
    block = f"do $$ begin\n {INDEX};\n end $$"
    assert kept(block) == [2]
    assert kept(f"{ALLOW}\n{block}") == []


@pytest.mark.parametrize(
    "allow", [f"-- opskit: allow {RULE}", f"-- opskit: allow {RULE}:", f"-- opskit: allow {RULE}: "]
)
def test_without_a_reason_it_is_reported_and_suppresses_nothing(allow: str) -> None:
    text = f"select 1;\n\n{allow}\n{INDEX}"
    assert kept(text) == [4]
    found = complaint(text)
    assert (found.line, found.severity) == (3, "warning")
    assert "without a reason" in found.hit.message


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("create-index-blokking: x", "create-index-blokking, which is no rule; did you mean create-index-blocking?"),
        ("qqq: x", "allows qqq, which is no rule"),
        ("", "allows nothing, which is no rule"),
    ],
)
def test_what_is_no_rule_is_reported(words: str, said: str) -> None:
    found = complaint(f"-- opskit: allow {words}\n{INDEX}")
    assert found.hit.message.endswith(said)
    assert found.severity == "warning"


@pytest.mark.parametrize(
    "text", [f"{ALLOW}\nselect 1", f"{ALLOW}\n{ALLOW}\n{INDEX}", f"{ALLOW}\ncreate index concurrently i on t (a)"]
)
def test_what_suppresses_nothing_is_reported(text: str) -> None:
    """As worth knowing: with the catalog, or without it, it may be needed."""
    found = complaint(text)
    assert "does not break" in found.hit.message
    assert found.severity == "info"


@pytest.mark.parametrize("text", ["-- opskit is a tool", "-- allow create-index-blocking: x", "-- opskit: allowed"])
def test_another_comment_is_a_comment(text: str) -> None:
    assert kept(f"{text}\n{INDEX}") == [2]
    assert "unused-suppression" not in {each.rule for each in judged(f"{text}\n{INDEX}").violations}
