"""Whether the application scans the indexes that the migrations make: `unused` counts those that gained no scan in the
window, here or on any replica; `missing`, `invalid`, `different`, `building` as source catalog. What opskit scans
itself counts nothing. `exempt` are indexes that protect without being scanned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from opskit.app.items.verify_indexes import broken
from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.app.metrics.catalog import SHOWN, states, verified
from opskit.app.own_sessions import until_counted
from opskit.value import Value, replace

if TYPE_CHECKING:
    from opskit.app.index_verdict import IndexVerdict
    from opskit.app.indexes_verified import IndexesVerified

GIVES = "missing|invalid|different|building|unused"
OF_INDEXES = True
OF_SERVER = True
HERE = "primary"


class Asked(Value):
    exempt: tuple[str, ...] = ()


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    from opskit.gate.shapes import uses

    found = verified(room)
    wanted = [each.name for each in found.indexes if not _exempt(each, asked.exempt)]
    scans = _scans(found.indexes)
    unread = next((f"{node.node} {node.fault}" for each in found.indexes for node in each.nodes if node.fault), "")
    told = [*broken(found)[:SHOWN], *_last(found)]
    return Measurement(uses.Shape(states(found), scans, scans, wanted, at_work(room), unread, told))


def close(asked: Asked, room: MetricRoom, opened: Mapping[str, Any]) -> Measurement:
    """What the counters are when opskit is done with its own queries: the next look counts from here."""
    from opskit.gate.shapes import uses

    until_counted(room.context)
    return Measurement(replace(uses.Shape(**opened), closed=_scans(verified(room).indexes)))


def _scans(indexes: Sequence[IndexVerdict]) -> dict[str, int]:
    counted = {f"{each.name} @ {HERE}": each.scans for each in indexes if each.scans is not None}
    counted |= {
        f"{each.name} @ {node.node}": node.scans for each in indexes for node in each.nodes if node.scans is not None
    }
    return counted


def _exempt(index: IndexVerdict, names: Sequence[str]) -> bool:
    """By name, with or without its schema."""
    from opskit.migrate.naming import parts

    schema, bare = parts(index.name)
    return any(name in (index.name, bare) or parts(name) == (schema, bare) for name in names)


def at_work(room: MetricRoom) -> bool:
    """Whether another run of opskit timed or explained the application's queries since the look before."""
    from opskit.app.index_evidence import own_explaining, own_reading

    events, name, since = room.context.ledger.events(), room.context.environment.name, room.previous
    ended = [end for _, end in own_reading(events, name)] + [each.ended for each in own_explaining(events, name)]
    return since is not None and any(end > since for end in ended)


def _last(found: IndexesVerified) -> list[str]:
    """When the index that rests longest was scanned last; only 16 and later know."""
    known: list[tuple[datetime, str]] = [(each.last_scan, each.name) for each in found.indexes if each.last_scan]
    return (
        [f"longest without a scan: {name}, since {at:%Y-%m-%d %H:%M} UTC" for at, name in [min(known)]] if known else []
    )
