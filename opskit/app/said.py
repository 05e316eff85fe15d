"""What a person said of an item, put on record with who it was."""

from __future__ import annotations

from urllib.parse import urlsplit

from opskit.app.context import Context
from opskit.app.identity import Identity
from opskit.core.item_record import subject
from opskit.errors import UsageFault

SHORTEST_REASON = 10


def record(context: Context, kind: str, about: tuple[str, str], who: Identity, reason: str, **more: object) -> None:
    """`about` is a runbook and one of its items, or the phase of a pause point."""
    runbook, item = about
    context.record(
        kind, subject=subject(runbook, item), runbook=runbook, item=item, reason=reason,
        database_user=who.database_user, os_user=who.os_user, host=who.host, **more,
    )  # fmt: skip


def sentence_of(reason: str) -> str:
    return " ".join(reason.split())


def is_sentence(text: str) -> bool:
    return len(text) >= SHORTEST_REASON and " " in text and is_text(text)


def refuse_no_sentence(item: str, sentence: str, ask: str, again: str) -> None:
    """UsageFault with what it should say, and the command to type again."""
    if not is_sentence(sentence):
        raise UsageFault(f"{item}: the reason is no sentence (nothing was recorded)", ask, again)


def is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def holds_password(text: str) -> bool:
    try:
        return bool(urlsplit(text).password)
    except ValueError:
        return False


def is_text(given: str) -> bool:
    """False for bytes of the command line that are no characters: they could not be written down."""
    return not any("\ud800" <= character <= "\udfff" for character in given)
