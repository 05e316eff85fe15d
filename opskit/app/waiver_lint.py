"""What is wrong with waivers.toml beside its form: entries for what there is not, or that can have no effect."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

from opskit.app import item_kinds
from opskit.catalog import runbooks, waivers
from opskit.catalog.configuration import Settings
from opskit.core import duration
from opskit.core.runbook import Runbook
from opskit.core.waiver import LONGEST, Waiver
from opskit.errors import Fault, InvalidFile


def waiver_faults(settings: Settings) -> list[Fault]:
    """Of all entries, each with its line. A runbook that is faulty itself tells nothing of its items."""
    path = settings.waivers
    try:
        written = waivers.read(path)
    except InvalidFile as error:
        return list(error.faults)
    known = {name: _items(settings, name) for name in {each.waiver.runbook for each in written}}
    return [
        Fault(path, each.line, f"waiver of {each.waiver.item}: {text}")
        for each in written
        for text in _faults(settings, known[each.waiver.runbook], each.waiver)
    ]


def _faults(settings: Settings, runbook: Runbook | None, waiver: Waiver) -> Iterator[str]:
    names = runbooks.names(settings.runbooks)
    if waiver.runbook not in names:
        yield f"there is no runbook {waiver.runbook!r}{_close(waiver.runbook, names)}"
    items = [each.id for each in runbook.items] if runbook else [waiver.item]
    if waiver.item not in items:
        yield f"{waiver.runbook} has no item {waiver.item!r}{_close(waiver.item, items)}"
    if waiver.environment not in settings.environments:
        yield f"there is no environment {waiver.environment!r}{_close(waiver.environment, settings.environments)}"
    if waiver.expires > datetime.now(UTC) + LONGEST:
        yield f"it would last for more than {duration.words(LONGEST)}, and has no effect"


def _items(settings: Settings, name: str) -> Runbook | None:
    path = runbooks.names(settings.runbooks).get(name)
    with suppress(InvalidFile):
        return runbooks.load(path, item_kinds.shapes()) if path else None
    return None


def _close(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), 1)
    return f"; did you mean {close[0]!r}?" if close else ""
