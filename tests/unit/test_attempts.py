"""Which attempt of an item counts, and which runs an undo takes back."""

from __future__ import annotations

from typing import Any

import pytest

from opskit.core.item_record import FINISHED, STARTED, attempt_of
from opskit.core.ledger import GENESIS, Entry, Event, seal


def told(*words: str) -> tuple[list[Event], list[Event]]:
    """`+A` begins A, `A=done` ends it, `-B<A` begins the undo B of A."""
    events: list[Event] = []
    for number, word in enumerate(words, 1):
        kind, body = _meant(word)
        entry = Entry("2026-01-06T22:00:00Z", "r", kind, "staging", "ann@a", body)
        events.append(seal(number, entry, events[-1].hash if events else GENESIS))
    return [each for each in events if each.entry.kind == STARTED], [e for e in events if e.entry.kind == FINISHED]


def _meant(word: str) -> tuple[str, dict[str, Any]]:
    if "=" in word:
        run, outcome = word.split("=")
        return FINISHED, {"deed_run": run, "outcome": outcome}
    run, _, undoes = word[1:].partition("<")
    return STARTED, {"deed_run": run, "words": "w", **({"undoes": undoes} if undoes else {})}


@pytest.mark.parametrize(
    ("words", "run", "outcome", "runs"),
    [
        ("+A", "A", "", "A"),
        ("+A A=done", "A", "done", "A"),
        ("+A A=done +B B=done", "B", "done", "B"),
        ("+A A=failed +B B=done", "B", "done", "AB"),
        ("+A +B B=done", "B", "done", "AB"),
        ("+A +B B=done A=settled", "A", "settled", "AB"),
        ("+A A=settled +B B=done", "B", "done", "B"),
        ("+A A=done +B B=failed", "B", "failed", "B"),
        ("+A A=done +B B=not_begun", "A", "done", "A"),
        ("+A A=done -U<A", "U", "", "A"),
        ("+A A=done -U<A U=failed", "U", "failed", "A"),
        ("+A A=done -U<A U=undone", "U", "undone", ""),
        ("+A A=done -U<A +B B=done", "U", "", "AB"),
        ("+A A=done -U<A U=undone +B B=done", "B", "done", "B"),
        ("+A -U<A A=undone U=undone", "U", "undone", ""),
        ("+A -U<A A=undone", "U", "", ""),
        ("+A A=undone", "A", "undone", ""),
    ],
)
def test_an_undo_takes_back_what_was_begun_since_it_was_done_or_undone_last(
    words: str, run: str, outcome: str, runs: str
) -> None:
    attempt = attempt_of(*told(*(word.replace("_", " ") for word in words.split())))
    assert attempt
    assert (attempt.run, attempt.outcome, "".join(attempt.runs)) == (run, outcome, runs)


def test_what_was_not_begun_after_all_is_no_attempt() -> None:
    assert attempt_of(*told("+A", "A=not begun")) is None
