"""What becomes of items: the fold of a runbook and the ledger, and the next command to type."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from opskit.core.checklist import View, first_open, standing
from opskit.core.history import fold
from opskit.core.item_record import CHECKED
from opskit.core.item_state import ItemState, Status
from opskit.core.ledger import GENESIS, Entry, Event, seal
from opskit.core.next_command import Address, next_command
from opskit.core.runbook import (
    Check,
    Deed,
    EvidenceAsked,
    EvidenceType,
    Item,
    Kind,
    Phase,
    Priority,
    Runbook,
    Signoff,
)

# Kind of event, how long ago, body.
Happened = tuple[str, timedelta, dict[str, Any]]
NOW = datetime(2026, 1, 6, 22, 0, tzinfo=UTC)
DAY = timedelta(days=1)
STAGING = Address("staging", "-e staging", "service=intowork-staging")
TALK = Item("talk", "Talk", Priority.CRITICAL, "p", Kind.MANUAL, signoff=Signoff(2, "Who?"))
APPLY = Item(
    "apply", "Apply", Priority.CRITICAL, "p", Kind.ACTION, needs=("talk",), check=Check("migrate", None),
    do=Deed("migrate", None, "opskit apply --to h8"), max_age=7 * DAY,
)  # fmt: skip
VERIFY = Item(
    "verify", "Verify", Priority.CRITICAL, "p", Kind.CHECK, needs=("apply",), check=Check("verify-indexes", None)
)
TIMEOUT = Item(
    "timeout", "Timeout", Priority.HIGH, "p", Kind.ACTION, check=Check("settings", None),
    do=Deed("sql", None, "alter database {database} set statement_timeout = '30s'"),
)  # fmt: skip
BACK = Item(
    "back", "Back", Priority.HIGH, "p", Kind.CHECK, check=Check("rehearsal", None), signoff=Signoff(1, "Where?")
)
BOARDS = Item(
    "boards", "Boards", Priority.NICE, "p", Kind.MANUAL, signoff=Signoff(),
    evidence=(EvidenceAsked("board", EvidenceType.URL, True), EvidenceAsked("note", EvidenceType.TEXT, False)),
)  # fmt: skip
ITEMS = (TALK, APPLY, VERIFY, TIMEOUT, BACK, BOARDS)


def runbook(*items: Item) -> Runbook:
    return Runbook("window", "A window", "1", (), Path("window.toml"), (Phase("p", "P"),), items or ITEMS, ())


def checked(
    item: str, verdict: str, ago: timedelta = timedelta(0), **more: Any
) -> tuple[str, timedelta, dict[str, Any]]:
    body = {"verdict": verdict, "outcome": "unchanged", "text": f"saw {verdict}", "evidence": ["a fact"], **more}
    return CHECKED, ago, {"subject": f"window/{item}", "runbook": "window", "item": item, **body}


def signed(item: str, by: str, runbook: str = "window") -> Happened:
    body = {"database_user": by, "os_user": "ann", "host": "a", "reason": "it was said", "evidence": []}
    return "item.signed", DAY, {"runbook": runbook, "item": item, **body}


def stand(*happened: Happened, environment: str = "staging") -> dict[str, ItemState]:
    events: list[Event] = []
    for number, (kind, ago, body) in enumerate(happened, 1):
        entry = Entry((NOW - ago).isoformat(), "run-1", kind, environment, "ann@a", body)
        events.append(seal(number, entry, events[-1].hash if events else GENESIS))
    return standing(View(runbook(), fold(events), "staging", NOW))


def test_without_a_ledger_every_item_is_open() -> None:
    assert {name: state.status for name, state in stand().items()} == {
        "talk": Status.PENDING, "apply": Status.BLOCKED, "verify": Status.BLOCKED, "timeout": Status.PENDING,
        "back": Status.PENDING, "boards": Status.PENDING,
    }  # fmt: skip


@pytest.mark.parametrize("verdict", ["pass", "fail", "inconclusive", "pending"])
def test_an_item_is_as_it_was_seen_last(verdict: str) -> None:
    state = stand(checked("timeout", "fail", DAY), checked("timeout", verdict))["timeout"]
    assert (state.status, state.text, state.age) == (Status(verdict), f"saw {verdict}", timedelta(0))


def test_what_was_seen_elsewhere_or_in_another_runbook_counts_nothing() -> None:
    assert stand(checked("timeout", "pass"), environment="production")["timeout"].status is Status.PENDING
    assert stand(signed("boards", "ann", "other"))["boards"].status is Status.PENDING


def test_a_pass_counts_as_long_as_its_max_age_and_no_longer() -> None:
    young = stand(checked("apply", "pass", 7 * DAY), signed("talk", "a"), signed("talk", "b"))["apply"]
    old = stand(checked("apply", "pass", 7 * DAY + timedelta(seconds=1)), signed("talk", "a"), signed("talk", "b"))
    assert young.status is Status.PASS
    assert (old["apply"].status, old["apply"].text) == (
        Status.STALE,
        "passed 7 d ago, and that counts for 7 d: saw pass",
    )
    assert next_command(old["apply"], old, STAGING) == "opskit checklist run apply -e staging"


def changed(ago: timedelta, changes: int = 1) -> list[Happened]:
    """A run that carried out so many changes, begun an hour before it ended."""
    begun = ("run.started", ago + timedelta(hours=1), {"command": "rollback"})
    return [begun, *[("change.finished", ago, {})] * changes, ("run.finished", ago, {"outcome": "undone"})]


def test_a_pass_from_before_a_change_proves_nothing_anymore() -> None:
    after = stand(checked("timeout", "pass", 2 * DAY), *changed(DAY))["timeout"]
    assert (after.status, after.text) == (Status.STALE, "passed before run run-1 changed the database")
    during = stand(checked("timeout", "pass", DAY + timedelta(minutes=5)), *changed(DAY))["timeout"]
    assert during.status is Status.STALE


def test_a_pass_from_after_a_change_counts() -> None:
    assert stand(*changed(2 * DAY), checked("timeout", "pass", DAY))["timeout"].status is Status.PASS
    assert stand(checked("timeout", "pass", 2 * DAY), *changed(DAY, 0))["timeout"].status is Status.PASS


def test_a_fail_stays_a_fail_however_old() -> None:
    states = stand(checked("apply", "fail", 400 * DAY), signed("talk", "a"), signed("talk", "b"))
    assert states["apply"].status is Status.FAIL


def test_two_sign_offs_are_two_database_logins() -> None:
    once = stand(signed("talk", "ann"), signed("talk", "ann"))["talk"]
    assert (once.status, once.text) == (Status.PENDING, "signed by 1 of 2 database logins")
    assert stand(signed("talk", "ann"), signed("talk", "bob"))["talk"].status is Status.SIGNED


def test_an_item_waits_for_what_it_needs_and_says_so() -> None:
    states = stand(checked("apply", "pending"), checked("verify", "fail"))
    assert (states["apply"].status, states["apply"].text) == (Status.BLOCKED, "waits for talk")
    assert (states["verify"].status, states["verify"].text) == (Status.BLOCKED, "waits for apply")


def test_an_action_that_went_wrong_is_not_hidden_behind_what_it_needs() -> None:
    assert stand(checked("apply", "fail"))["apply"].status is Status.FAIL


def test_a_fact_needs_no_permission() -> None:
    """Applied without the review: it is applied, and what needs it is not held back."""
    states = stand(checked("apply", "pass"), checked("verify", "fail"))
    assert states["apply"].status is Status.PASS
    assert states["verify"].status is Status.FAIL


def test_a_check_with_a_sign_off_needs_both() -> None:
    assert stand(signed("back", "ann"))["back"].status is Status.PENDING
    assert stand(checked("back", "fail"), signed("back", "ann"))["back"].status is Status.FAIL
    passed = stand(checked("back", "pass"))
    assert (passed["back"].status, passed["back"].text) == (Status.PENDING, "not signed yet")
    assert next_command(passed["back"], passed, STAGING) == 'opskit checklist sign back -e staging --reason "SENTENCE"'
    assert stand(checked("back", "pass"), signed("back", "ann"))["back"].status is Status.SIGNED


def test_one_goes_on_with_the_first_open_item_of_the_highest_priority() -> None:
    def name(states: dict[str, ItemState]) -> str:
        found = first_open(states.values())
        return found.item.id if found else ""

    both = [signed("talk", "ann"), signed("talk", "bob")]
    assert name(stand()) == "talk"
    assert name(stand(*both)) == "apply"
    assert name(stand(*both, checked("apply", "pass"), checked("verify", "pass"))) == "timeout"
    done = [checked(item, "pass") for item in ("apply", "verify", "timeout", "back")]
    assert name(stand(*both, *done, signed("back", "ann"))) == "boards"
    assert name(stand(*both, *done, signed("back", "ann"), signed("boards", "ann"))) == ""


BOTH = (signed("talk", "ann"), signed("talk", "bob"))


@pytest.mark.parametrize(
    ("item", "happened", "command"),
    [
        ("talk", [], 'opskit checklist sign talk -e staging --reason "SENTENCE"'),
        ("apply", [], 'opskit checklist sign talk -e staging --reason "SENTENCE"'),
        ("verify", [], 'opskit checklist sign talk -e staging --reason "SENTENCE"'),
        ("apply", [*BOTH], "opskit checklist run apply -e staging"),
        ("apply", [*BOTH, checked("apply", "pending")], "opskit checklist run apply -e staging"),
        ("apply", [*BOTH, checked("apply", "fail", next="opskit verify indexes")], "opskit verify indexes -e staging"),
        ("apply", [*BOTH, checked("apply", "pass")], ""),
        ("timeout", [checked("timeout", "inconclusive")], "opskit checklist run timeout -e staging"),
        ("timeout", [checked("timeout", "fail")], "opskit checklist run timeout -e staging"),
        ("boards", [], 'opskit checklist sign boards -e staging --evidence URL --reason "SENTENCE"'),
    ],
)
def test_the_next_command_is_exact(item: str, happened: list[Any], command: str) -> None:
    states = stand(*happened)
    assert next_command(states[item], states, STAGING) == command
