"""Values as they are at the moment of a look. Each look has to keep to the rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from opskit.gate.estimate import Estimate
from opskit.gate.folded import Folded, Look, Part
from opskit.value import Value, field


class Shape(Value):
    """`values` by name; `told` are the particulars of this look."""

    values: Mapping[str, float]
    told: Sequence[str] = field(default=())


def fold(looks: Sequence[Look[Shape]], names: Collection[str]) -> Folded:
    newest = looks[-1].shape
    estimates = {name: _spread(name, looks) for name in newest.values}
    return Folded([Part(estimates, len(looks))], notes=newest.told)


def _spread(name: str, looks: Sequence[Look[Shape]]) -> Estimate:
    seen = [look.shape.values[name] for look in looks if name in look.shape.values]
    return Estimate(seen[-1], min(seen), max(seen), each=True)
