"""Which revision was the last one applied when a benchmark was taken."""

from __future__ import annotations

from typing import Any

from opskit.app.claim_benchmarks import last_applied
from opskit.core.ledger import GENESIS, Entry, Event, seal


def run(command: str, *revisions: str) -> list[tuple[str, str, dict[str, Any]]]:
    """The events of one run, which has the name of its command and revisions."""
    name = f"{command} {' '.join(revisions)}"
    changes = [(name, "change.finished", {"revision": each}) for each in revisions]
    return [(name, "run.started", {"command": command}), *changes, (name, "run.finished", {"command": command})]


def after(*runs: list[tuple[str, str, dict[str, Any]]]) -> str:
    """What counts for a benchmark that comes behind these runs and before another apply."""
    happened = [*(each for one in runs for each in one), ("bench", "bench.finished", {}), *run("apply", "z9")]
    events: list[Event] = []
    for name, kind, body in happened:
        entry = Entry("2026-01-06T22:00:00Z", name, kind, "test", "ann", body)
        events.append(seal(len(events) + 1, entry, events[-1].hash if events else GENESIS))
    return last_applied(events, next(each for each in events if each.entry.kind == "bench.finished"))


def test_nothing_was_applied_before() -> None:
    assert after() == ""


def test_the_last_of_the_revisions_that_were_applied_counts() -> None:
    assert after(run("apply", "a1", "b2")) == after(run("apply", "a1"), run("apply", "b2")) == "b2"


def test_what_was_taken_back_counts_no_more_and_what_came_again_does() -> None:
    assert after(run("apply", "a1"), run("rollback", "a1")) == ""
    assert after(run("apply", "a1"), run("rollback", "a1"), run("apply", "a1")) == "a1"


def test_what_is_left_after_a_part_was_taken_back_counts() -> None:
    assert after(run("apply", "a1", "b2"), run("rollback", "b2")) == "a1"


def test_a_fix_changes_the_ground_as_a_migration_does() -> None:
    assert after(run("apply", "a1"), run("fix", "fix-1")) == "fix-1"
