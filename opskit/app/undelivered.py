"""Notices that have not reached their target: still tried, or given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from opskit.app.announcing import outbox_path
from opskit.catalog.configuration import Settings
from opskit.store.outbox import Letter, Outbox
from opskit.value import Value


class Undelivered(Value):
    """`next_at` is when it is tried again, null once it is not; `error` is why it failed last, empty where it was not
    tried yet."""

    target: str
    kind: str
    environment: str
    run: str
    at: str
    attempts: int
    next_at: datetime | None
    error: str


def undelivered(settings: Settings, now: datetime) -> Sequence[Undelivered]:
    """To the targets of this configuration, oldest first for each; a week back. Nothing is made by looking."""
    outbox = Outbox(outbox_path())
    return [_line(letter, now.timestamp()) for target in settings.notify for letter in outbox.undelivered(target)]


def by_target(letters: Sequence[Undelivered]) -> Mapping[str, str]:
    """For each target how many there are, and why the newest of them that was tried failed."""
    told = {}
    for target in dict.fromkeys(each.target for each in letters):
        mine = [each for each in letters if each.target == target]
        why = next((each.error for each in reversed(mine) if each.error), "not tried yet")
        told[target] = f"{len(mine)} undelivered: {why}"
    return told


def _line(letter: Letter, now: float) -> Undelivered:
    notice = letter.notice
    again = None if letter.given_up(now) else datetime.fromtimestamp(letter.next_at, UTC)
    return Undelivered(
        letter.target, notice.kind, notice.environment, notice.run, notice.at, letter.attempts, again, letter.error
    )
