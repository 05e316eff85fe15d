"""A part of a whole, from counters that grow: block reads that were hits, for instance."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from opskit.gate.estimate import Estimate
from opskit.gate.folded import Folded, Look, Part
from opskit.gate.gains import Counted, gained
from opskit.value import Value


class Shape(Value):
    """`opened` and `closed` hold `part` and `whole`, before and after what opskit did itself; `name` is what the share
    is called in rules, `least` how large the whole has to be. `apart` as in gains."""

    name: str
    least: int
    opened: Mapping[str, int]
    closed: Mapping[str, int]
    apart: bool = False


def fold(looks: Sequence[Look[Shape]], names: Collection[str]) -> Folded:
    """It was counted whole, not sampled: the share is exact, once the whole is large enough to say anything."""
    newest = looks[-1].shape
    found = gained([Counted(look.at, look.shape.opened, look.shape.closed, look.shape.apart) for look in looks])
    part, whole = found.counts["part"], found.counts["whole"]
    share = part / whole if whole else 0.0
    few = f"{whole:,} of more than {newest.least:,} were counted" if whole <= newest.least else ""
    broken = (found.since, found.broken) if found.broken else None
    return Folded(
        [Part({newest.name: Estimate(share if whole else None, share, share, open=few)}, whole)],
        broken=broken, notes=[f"{part:,} of {whole:,}"],
    )  # fmt: skip
