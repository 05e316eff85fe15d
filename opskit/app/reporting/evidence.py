"""What a report rests on: what was asked of servers while it was made, and events of the ledger."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256

from opskit.app.context import Context
from opskit.app.reporting.proof import EvidenceRow
from opskit.core.check import CheckResult
from opskit.core.environment import Server
from opskit.core.ledger import Event, Ledger
from opskit.value import Value, field, replace


class Asked(Value):
    """One query that was sent, and how many rows came back."""

    server: Server
    query: str
    rows: int
    at: datetime

    @property
    def sha256(self) -> str:
        return sha256(self.query.encode()).hexdigest()


class Book(Value):
    """What is asked for each part of a report. Several sessions write into it at once."""

    asked: dict[str, list[Asked]] = field(default_factory=dict)
    _writing: threading.Lock = field(default_factory=threading.Lock)

    def of(self, part: str, context: Context) -> Context:
        """The same call, noting what it asks under this part."""
        return replace(context, witness=partial(self._note, context, part))

    def _note(self, context: Context, part: str, server: Server, query: str, rows: int) -> None:
        with self._writing:
            self.asked.setdefault(part, []).append(Asked(server, query, rows, context.now()))


def of_part(name: str) -> str:
    return f"part:{name}"


def of_check(slug: str) -> str:
    return f"check:{slug}"


def of_event(seq: int | None) -> tuple[str, ...]:
    return (f"event:{seq}",) if seq else ()


def evidence(book: Book, checks: Sequence[CheckResult], events: Sequence[EvidenceRow]) -> list[EvidenceRow]:
    """The parts, the checks, the events, each of them once and in this order."""
    parts = [_part(name, asked) for name, asked in sorted(book.asked.items())]
    known = {each.sha256: each for each in book.asked.get("checks", ())}
    asked = [_check(each, known[each.query_sha256]) for each in checks if each.query_sha256 in known]
    return [*parts, *asked, *events]


def event_rows(ledger: Ledger, events: Iterable[Event], wanted: Iterable[str]) -> list[EvidenceRow]:
    """In the order of the ledger."""
    ids = set(wanted)
    return [_event(ledger, event) for event in events if f"event:{event.seq}" in ids]


def _part(name: str, asked: Sequence[Asked]) -> EvidenceRow:
    """Of several sessions nobody knows which asked first: the order does not count."""
    texts = sorted({each.query for each in asked})
    told = f"{name}: what was asked of the database"
    return replace(
        _row(of_part(name), told, asked[0]),
        sha256=sha256("\0".join(texts).encode()).hexdigest(),
        queries=len(texts),
        rows=sum(each.rows for each in asked),
    )


def _check(check: CheckResult, asked: Asked) -> EvidenceRow:
    return _row(of_check(check.slug), f"check {check.slug}: {check.title}", asked)


def _row(name: str, what: str, asked: Asked) -> EvidenceRow:
    server = asked.server
    return EvidenceRow(
        name, what, asked.sha256, 1, asked.rows, server.system_identifier, server.database, server.login,
        asked.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    )  # fmt: skip


def _event(ledger: Ledger, event: Event) -> EvidenceRow:
    entry = event.entry
    about = _about(entry.body)
    what = f"{entry.kind}{f' of {about}' if about else ''}, run {entry.run}"
    return EvidenceRow(
        f"event:{event.seq}", what, event.hash, None, None, ledger.place, "", event.login or entry.operator, entry.at
    )


def _about(body: Mapping[str, object]) -> str:
    return str(next(filter(None, (body.get(name) for name in ("item", "subject", "command", "summary"))), ""))
