"""What the screen of the window says of this moment: where and who, the window, who is at work, what happened last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from opskit.app.at_work import AtWork, RelationLock
from opskit.app.checklist import Checklist
from opskit.app.checklist_window import WindowView
from opskit.app.happened import Happened
from opskit.core import duration
from opskit.core.duration import exact
from opskit.render.blocks import Block, Bullets, Facts, Line

ANY_TIME = "none is declared: a change may begin at any time"


def header(view: Checklist) -> dict[str, str]:
    return {"you": view.operator, "window": _window(view.window) if view.window else _without_window(view)}


def _without_window(view: Checklist) -> str:
    barred = [phase.title for phase in view.phases if phase.needs_window and view.protected]
    return (
        f"none is declared in opskit.toml, and what needs one cannot be done: {', '.join(barred)}"
        if barred
        else ANY_TIME
    )


def _window(window: WindowView) -> str:
    if window.seconds is None:
        return "closed, and none is to come"
    left = exact(window.seconds)
    return f"open, {left} left: {window.words}" if window.open else f"closed; the next opens in {left}: {window.words}"


def at_work(view: Checklist) -> list[Block]:
    if view.unseen:
        return [Facts({"at work": f"not known: {view.unseen}. The rest is from the files and the ledger."})]
    facts = {"at work": _who(view.at_work) if view.at_work else "nobody"}
    told = list(_locks(view))
    facts |= {"locks": "none"} if not told else {}
    found: list[Block] = [Facts(facts)]
    if told:
        found += [Line("opskit's locks:"), Bullets(told)]
    if view.locks_next:
        found.append(Line(f"Who is in the way: {view.locks_next}"))
    return found


def _who(found: AtWork) -> str:
    where = found.host or "the server's host"
    who = found.operator or f"login {found.login} from {where}"
    since = "" if found.since is None else f" since {_clock(found.since)}, for {span(found.seconds)}"
    silent = f"; silent for {span(found.silent_s)}: it is dead, the next run takes over" if found.dead else ""
    return f"{who}{since}, run {found.run} (pid {found.pid}){silent}"


def _locks(view: Checklist) -> Iterator[str]:
    """One line for each mode that one session holds, or waits for."""
    for (waiting, mode, pid), some in groupby(view.locks, _alike):
        locks = list(some)
        longest = max((lock.seconds for lock in locks if lock.seconds is not None), default=None)
        names = ", ".join(lock.relation for lock in locks)
        how = f"WAITS {span(longest)} for" if waiting else f"holds, for up to {span(longest)},"
        yield f"pid {pid} {how} {mode} on {names}"


def _alike(lock: RelationLock) -> tuple[bool, str, int]:
    return lock.waiting, lock.mode, lock.pid


def events(view: Checklist) -> list[Block]:
    if not view.events:
        return [Line(f"Nothing of {view.runbook} is in the ledger yet.")]
    return [Line("Happened last:"), Bullets([_event(each) for each in view.events])]


def _event(event: Happened) -> str:
    when = "at an unknown time" if event.age_s is None else f"{span(event.age_s)} ago"
    return f"{when}, {event.operator}: {event.text}"


def span(seconds: float | None) -> str:
    return "an unknown time" if seconds is None else duration.words(timedelta(seconds=seconds))


def _clock(at: str) -> str:
    """Of the operator's own zone, with its name."""
    return f"{datetime.fromisoformat(at).astimezone():%H:%M:%S %Z}"
