"""Indexes: whether each is there as meant at every look, and whether the application scanned it meanwhile, here or on a
replica."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from opskit.gate.estimate import Estimate
from opskit.gate.folded import Folded, Look, Part
from opskit.gate.gains import Counted, gained
from opskit.value import Value, field

SHOWN = 5


class Shape(Value):
    """`states` counts missing, invalid and different ones; `opened` and `closed` are scans by index and node, before
    and after what opskit did itself, as `public.i @ primary`; `wanted` are the indexes that have to be used, `unread`
    says which node could not be asked."""

    states: Mapping[str, int]
    opened: Mapping[str, int]
    closed: Mapping[str, int]
    wanted: Sequence[str]
    apart: bool = False
    unread: str = ""
    told: Sequence[str] = field(default=())


def fold(looks: Sequence[Look[Shape]], names: Collection[str]) -> Folded:
    newest = looks[-1].shape
    found = gained([Counted(look.at, look.shape.opened, look.shape.closed, look.shape.apart) for look in looks])
    used = {name.rpartition(" @ ")[0] for name, count in found.counts.items() if count}
    idle = sorted(set(newest.wanted) - used)
    estimates = {name: _spread(name, looks) for name in newest.states}
    # An index that only a node which was not asked may have used is neither used nor unused.
    unread = newest.unread if idle else ""
    alone = "one look shows no use" if len(looks) == 1 and idle else ""
    estimates["unused"] = Estimate(len(idle), len(idle), len(idle), open=unread or alone)
    told = f"not used yet: {', '.join(idle[:SHOWN])}" + (f" and {len(idle) - SHOWN} more" if len(idle) > SHOWN else "")
    broken = (found.since, found.broken) if found.broken else None
    notes = [*newest.told, *([told] if idle else [])]
    return Folded([Part(estimates, len(looks))], broken=broken, notes=notes)


def _spread(name: str, looks: Sequence[Look[Shape]]) -> Estimate:
    seen = [look.shape.states[name] for look in looks if name in look.shape.states]
    return Estimate(seen[-1], min(seen), max(seen), each=True)
