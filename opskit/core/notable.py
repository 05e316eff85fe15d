"""The events that are worth a notice, and the sentence each is told in. This table is the whole of it: what is not
named here leaves the machine with no notice."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from opskit.core.environment import Environment
from opskit.core.ignore import Ignore
from opskit.core.ledger import Event
from opskit.core.notice import Notice
from opskit.core.waiver import Waiver
from opskit.value import Value

EXPIRING = "waiver.expiring"
# So long before it ends a waiver is told to be about to.
SOON = timedelta(days=7)
# Of a name in a body; what is longer is no name.
_LONGEST = 80
# What of a body says how something ended, when it is one word or two; a sentence may hold anything.
_ENDINGS = ("outcome", "verdict", "decision", "status")
_WORD = re.compile(r"[a-z][a-z_ -]{0,30}")


class Telling(Value):
    """`{name}` stands for what the event's body says under that name. `subject` names what the notice is about.
    `status` is told where the body does not say how it ended. `next` gets its values quoted for a shell; `{where}` is
    `-e NAME`."""

    sentence: str
    status: str
    subject: str
    next: str


_RUN = "opskit ledger show --run {run}"
_ITEM = "opskit checklist show {item} {where}"
_BOARD = "opskit checklist show {where}"
_TOLD: Mapping[str, Telling] = {
    "run.started": Telling("{command} started, {changes} changes", "started", "command", _RUN),
    "run.finished": Telling("{command} ended", "finished", "command", _RUN),
    "item.finished": Telling("item {item} ended", "finished", "item", _ITEM),
    "item.unknown": Telling("nobody knows how item {item} ended", "unknown", "item", _ITEM),
    "item.signed": Telling("item {item} was signed", "signed", "item", _ITEM),
    "item.waived": Telling("item {item} was waived", "waived", "item", _ITEM),
    "approval.wanted": Telling("{item} waits for a second person's yes", "wanted", "item", _BOARD),
    "item.approved": Telling("item {item} was approved", "approved", "item", _ITEM),
    "gate.decided": Telling("gate {gate} was decided", "decided", "gate", "opskit report {where}"),
    "checklist.paused": Telling("the pause point before {item} waits for somebody's yes", "paused", "item", _BOARD),
    "glass.broken": Telling("the rules of the window were overridden", "emergency", "command", _RUN),
}
KINDS = (*_TOLD, EXPIRING)


def notable(kind: str) -> bool:
    return kind in _TOLD


def notice_of(event: Event, environments: Mapping[str, Environment]) -> Notice | None:
    """None for an event that is not notable, or that no ledger has taken in."""
    entry = event.entry
    told = _TOLD.get(entry.kind)
    if told is None or not event.seq:
        return None
    known = environments.get(entry.environment)
    words = _Words({**{name: _name(value) for name, value in entry.body.items()}, "run": entry.run})
    typed = _Words({name: shlex.quote(value) for name, value in words.items()})
    typed["where"] = f"-e {shlex.quote(entry.environment)}" if known else ""
    runbook = f" --runbook {typed['runbook']}" if "runbook" in words and "{item}" in told.next else ""
    return Notice(
        event.hash, entry.kind, entry.at, _status(entry.body) or told.status, told.sentence.format_map(words),
        told.next.format_map(typed).rstrip() + runbook, entry.run, entry.environment, bool(known and known.protected),
        words[told.subject], entry.operator, _name(entry.body.get("digest", "")), event.hash,
    )  # fmt: skip


def expiring(ignores: Iterable[Ignore], waivers: Iterable[Waiver], now: datetime, at: str) -> list[Notice]:
    """A notice for each ignore and each waiver that ends within SOON; it has the same id on each of these days."""
    today = now.date()
    soon = [each for each in ignores if today <= each.until <= today + SOON]
    return [*_waivers(waivers, now, at)] + [
        Notice(
            hashlib.sha256(f"{EXPIRING} {each.check} {each.object} {each.until}".encode()).hexdigest(), EXPIRING, at,
            "expires", f"the ignore of {each.check} for {each.object} ends with {each.until}",
            f"opskit check explain {shlex.quote(each.check)}", item=each.check,
        )
        for each in soon
    ]  # fmt: skip


def _waivers(waivers: Iterable[Waiver], now: datetime, at: str) -> list[Notice]:
    soon = [each for each in waivers if now < each.expires <= now + SOON]
    return [
        Notice(
            hashlib.sha256(f"{EXPIRING} {each.key}".encode()).hexdigest(), EXPIRING, at, "expires",
            f"the waiver of {each.item} ends with {each.expires:%Y-%m-%d %H:%M %Z}",
            f"opskit checklist show {shlex.quote(each.item)} -e {shlex.quote(each.environment)}"
            f" --runbook {shlex.quote(each.runbook)}",
            environment=each.environment, item=each.item,
        )
        for each in soon
    ]  # fmt: skip


class _Words(dict[str, str]):
    """A sentence is told even where the body lacks a name that it is written with."""

    def __missing__(self, name: str) -> str:
        return "?" if name != "command" else "opskit"


def _name(value: object) -> str:
    text = str(value) if isinstance(value, (str, int)) else ""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _status(body: Mapping[str, object]) -> str:
    ended = (str(body[name]) for name in _ENDINGS if body.get(name))
    return next((word for word in ended if _WORD.fullmatch(word)), "")
