"""How long a change and its way back are expected to take: as rehearsals and earlier runs measured it, else as it is
estimated or said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from math import ceil

from opskit.core.ledger import Entry, Event
from opskit.value import Value

# From so many rehearsals on the 95th percentile stands for them, by nearest rank: below 20 that is the longest.
ENOUGH, SHARE = 3, 0.95
_DO, _UNDO = "apply_s", "rollback_s"


class Part(Value):
    """A revision with its checksum. `do_s` and `undo_s` are the seconds estimated for it, at most; None without an
    estimate."""

    revision: str
    checksum: str
    do_s: float | None = None
    undo_s: float | None = None


class Said(Value):
    """What somebody has said of the whole, in seconds; `basis` says who: `as the runbook says`."""

    do_s: float
    undo_s: float | None = None
    basis: str = "estimated"


class Budgeted(Value):
    """Seconds, None where nobody knows; each with where it comes from, in words."""

    do_s: float | None
    undo_s: float | None
    basis_do: str
    basis_undo: str


UNKNOWN = Budgeted(None, None, "not known", "not known")


class _Length(Value):
    seconds: float
    basis: str


def budgeted(
    events: Sequence[Event], environment: str, parts: Sequence[Part], otherwise: Said | None = None
) -> Budgeted:
    """Of all parts together. A rehearsal counts that was made for this environment, of the revision as it is now, on a
    full copy; one on a copy with a few rows of each table is no measure of the time and never makes it shorter. Nothing
    is shorter than it was here before. Without anything known of the way back, that takes as long as the way there."""
    asked = {part.revision for part in parts}
    do = _together([_part(events, environment, part, _DO, part.do_s) for part in parts],
                   _Length(otherwise.do_s, otherwise.basis) if otherwise else None)  # fmt: skip
    do = _longer(do, _applied_s(events, environment, asked))
    said = _Length(otherwise.undo_s, otherwise.basis) if otherwise and otherwise.undo_s is not None else None
    undo = _together([_part(events, environment, part, _UNDO, part.undo_s) for part in parts], said)
    if undo is None and do:
        undo = _Length(do.seconds, "taken to be as long")
    undo = _longer(undo, _rolled_back_s(events, environment, asked))
    if do is None or undo is None:
        return UNKNOWN
    return Budgeted(do.seconds, undo.seconds, do.basis, undo.basis)


def _together(parts: Sequence[_Length | None], said: _Length | None) -> _Length | None:
    """One after the other, when something is known of each; else what is said of the whole, at least what is known."""
    known = [each for each in parts if each]
    seconds = sum(each.seconds for each in known)
    if parts and len(known) == len(parts):
        return _Length(seconds, ", ".join(dict.fromkeys(each.basis for each in known)))
    return _Length(max(seconds, said.seconds), said.basis) if said else None


def _part(events: Sequence[Event], environment: str, part: Part, key: str, estimated: float | None) -> _Length | None:
    took = list(_rehearsed(events, environment, part, key))
    whole = sorted(seconds for full, seconds in took if full)
    if whole:
        return _rehearsals(whole)
    if estimated is None:
        return None
    return _Length(max([estimated, *(seconds for _, seconds in took)]), "estimated")


def _rehearsals(seconds: Sequence[float]) -> _Length:
    """`seconds` ascending."""
    count = len(seconds)
    if count >= ENOUGH:
        return _Length(seconds[ceil(SHARE * count) - 1], f"rehearsed {count} times, 95th percentile")
    return _Length(seconds[-1], "rehearsed once" if count == 1 else "rehearsed twice, the longer one")


def _rehearsed(events: Sequence[Event], environment: str, part: Part, key: str) -> Iterator[tuple[bool, float]]:
    """Whether on a full copy, and the seconds, of each that came so far."""
    for entry in (event.entry for event in events if event.entry.kind == "rehearsal.finished"):
        for each in entry.body.get("migrations", ()) if entry.environment == environment else ():
            if (each["revision"], each["checksum"]) == (part.revision, part.checksum) and each[key] is not None:
                yield entry.body.get("copy") == "full", float(each[key])


def _longer(length: _Length | None, real: Sequence[float]) -> _Length | None:
    """A run on the environment itself is the better witness."""
    longest = max(real, default=0.0)
    if longest > (length.seconds if length else 0.0):
        return _Length(longest, "as long as it took here")
    return length


def _applied_s(events: Sequence[Event], environment: str, asked: set[str]) -> list[float]:
    """Of the runs that brought in revisions asked for, and no others, from their start to their end."""
    began = {event.entry.run: event.entry.at for event in events if event.entry.kind == "run.started"}
    ends = [entry for entry in _ended(events, environment, "apply", asked) if entry.run in began]
    return [(_at(entry.at) - _at(began[entry.run])).total_seconds() for entry in ends]


def _rolled_back_s(events: Sequence[Event], environment: str, asked: set[str]) -> list[float]:
    ends = _ended(events, environment, "rollback", asked)
    return [float(entry.body.get("seconds") or 0.0) for entry in ends]


def _ended(events: Sequence[Event], environment: str, command: str, asked: set[str]) -> list[Entry]:
    """A run that failed names no revisions."""
    entries = (event.entry for event in events if event.entry.kind == "run.finished")
    return [
        entry
        for entry in entries
        if (entry.environment, entry.body.get("command")) == (environment, command)
        and asked.issuperset(entry.body.get("revisions") or ("",))
    ]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
