"""What a change of a column's type costs, once it is made and taken back."""

from __future__ import annotations

from opskit.core.change import Loss
from opskit.migrate.type_changes import ZERO_ZONES, split_type

_STRINGS = ("text", "character varying")
_CUT_BY_NO_ASSIGNMENT = (*_STRINGS, "character", "bit", "bit varying")
_STAMPS = {"timestamp without time zone", "timestamp with time zone"}
# From the type to those that hold all its values; what has come in since may not fit back unrounded.
_WIDER = {
    "smallint": ("integer", "bigint", "numeric"),
    "integer": ("bigint", "numeric"),
    "bigint": ("numeric",),
    "real": ("double precision",),
    "date": ("timestamp without time zone",),
    "cidr": ("inet",),
    "jsonb": ("json",),
}
_ROUND = ("numeric", "double precision", "timestamp without time zone", "json")
_FINEST = 6  # MAX_TIMESTAMP_PRECISION


def loss(old: str, new: str, zone: str) -> Loss:
    """Of a cast as PostgreSQL does it by itself; both as format_type prints them, domains as what they are over. What
    does not fit is an error on the way there and back, and no loss; where it is not known, the worst is said."""
    (base, modifier), (target, wanted) = split_type(old), split_type(new)
    if base == target:
        return _by_modifier(base, modifier, wanted)
    if target in _STRINGS:
        return Loss.NONE
    if {base, target} == _STAMPS:
        return _by_modifier(base, modifier, wanted) if zone.lower() in ZERO_ZONES else Loss.OLD_DATA
    if target in _WIDER.get(base, ()) and not wanted:
        return Loss.NEW_DATA if target in _ROUND else Loss.NONE
    return Loss.OLD_DATA


def _by_modifier(base: str, old: str, new: str) -> Loss:
    """One type with two modifiers."""
    if old == new or base in _CUT_BY_NO_ASSIGNMENT:
        return Loss.NONE
    kept, room = _places(base, old), _places(base, new)
    if kept is None or room is None or room < kept:
        return Loss.OLD_DATA
    return Loss.NEW_DATA if room > kept else Loss.NONE


def _places(base: str, modifier: str) -> float | None:
    """Behind the point, or of a second; None of a type that has others."""
    if base == "numeric":
        return float(modifier.partition(",")[2] or 0) if modifier else float("inf")
    if base.startswith(("time ", "timestamp ")) or base == "interval":
        return float(modifier or _FINEST)
    return None
