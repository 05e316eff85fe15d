"""What counters gained between looks, and where they began anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from opskit.value import Value

Counts = Mapping[str, int]


class Counted(Value):
    """Counters at one look. `opened` before anything else was measured and `closed` after: what opskit itself adds
    meanwhile, by its own queries, lies between them and counts nothing. `apart`: opskit worked here since the look
    before, so that what was gained since cannot be told from its own."""

    at: datetime
    opened: Counts
    closed: Counts
    apart: bool = False


class Gained(Value):
    """`since` is the look it counts from; `broken` why everything before counts no more, empty when nothing broke."""

    counts: Counts
    since: datetime
    broken: str = ""


def gained(looks: Sequence[Counted]) -> Gained:
    """Counters only grow: one that went down began anew, at some time before that look. One that a look lacks is taken
    up again where it was; a new one counts from the look that has it first."""
    total: dict[str, int] = dict.fromkeys(looks[0].opened, 0)
    known = dict(looks[0].closed)
    since, broken = looks[0].at, ""
    for look in looks[1:]:
        grown = {name: count - known.get(name, count) for name, count in look.opened.items()}
        lost = next((name for name, count in grown.items() if count < 0), "")
        if lost:
            total, since = {}, look.at
            broken = f"counter {lost} went down before {look.at:%Y-%m-%d %H:%M} UTC"
        gain = {} if lost or look.apart else grown
        total = {name: total.get(name, 0) + gain.get(name, 0) for name in total.keys() | look.opened.keys()}
        known |= look.closed
    return Gained(total, since, broken)
