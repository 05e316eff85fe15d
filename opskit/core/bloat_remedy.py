"""What gives bloat back, and what has to be known before."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from opskit.core.identifier import literal
from opskit.core.step import Row
from opskit.value import Value

# The limit of the check dead_tuples: from there a VACUUM makes room inside the table.
DEAD_SHARE = 0.2
# What is younger is gone before a VACUUM of a table that is worth one has ended.
_HOLDS_AFTER_S = 60.0
# A standby or the reader of a slot follows closely while all is well; of these the server tells no age in seconds.
_HOLDS_AFTER_XIDS = 100_000


class Remedy(Value):
    """`statement` to be run as it is, or a sentence with one in it. `notes` are to be read before. `needs_bytes`: free
    disk it takes while it runs, and as much WAL; None for what takes none."""

    statement: str = ""
    notes: tuple[str, ...] = ()
    needs_bytes: int | None = None


class Upkeep(Value):
    """Of a table. `dead_share` of its row versions, 0 to 1. `repack`: pg_repack is created and can address its rows.
    `holder`: what keeps VACUUM from removing dead rows, in words; empty for nothing, or where `hidden`: this login may
    not see the snapshots of other sessions."""

    dead_share: float = 0.0
    repack: bool = False
    holder: str = ""
    hidden: bool = False


_UNKNOWN = Upkeep()


def index_remedy(name: str, is_exclusion: bool, needed: int, upkeep: Upkeep = _UNKNOWN) -> Remedy:
    """`needed`: bytes of the new index, which is there beside the old one."""
    notes = _kept(upkeep) if upkeep.dead_share > DEAD_SHARE else ()
    if is_exclusion:
        why = "the index of an exclusion constraint cannot be rebuilt concurrently"
        return Remedy(f"reindex index {name}, in a window: it stops writes", (*notes, why), needed)
    return Remedy(f"reindex index concurrently {name}", notes, needed)


def table_remedy(name: str, needed: int, upkeep: Upkeep) -> Remedy:
    """`needed`: bytes of the new table; its indexes are built anew beside the old ones too."""
    if upkeep.dead_share > DEAD_SHARE:
        return vacuum(name, upkeep)
    if upkeep.repack:
        return Remedy(f"pg_repack --table={shlex.quote(name)}", ("its indexes are built anew too",), needed)
    notes = ("its indexes are built anew too",)
    return Remedy(f"vacuum (full, analyze) {name}, in a window: it locks everybody out", notes, needed)


def vacuum(name: str, upkeep: Upkeep) -> Remedy:
    """It makes room inside the table, for rows to come; it gives no disk back."""
    if not upkeep.holder:
        unseen = ("whether a session keeps it from that, this login cannot see (grant pg_monitor)",)
        room = "it makes room for rows to come; the file stays as large"
        return Remedy(f"vacuum (analyze) {name}", (room, *(unseen if upkeep.hidden else ())))
    return Remedy(f"first end {upkeep.holder}; then vacuum (analyze) {name}", _kept(upkeep))


def merge_pending_list(name: str, table: str) -> Remedy:
    """Of a GIN index; a VACUUM of the table does the same and more."""
    call = f"select pg_catalog.gin_clean_pending_list({literal(name)})"
    return Remedy(call, (f"as the index's owner; or vacuum {table}",))


def _kept(upkeep: Upkeep) -> tuple[str, ...]:
    return (f"dead rows stay, in a rebuild too, as long as {upkeep.holder} may look at them",) if upkeep.holder else ()


def holder(rows: Sequence[Row]) -> str:
    """Of the fact horizon_holders, the oldest that will not go away by itself; empty where there is none."""
    return next(iter(holders([row for row in rows if row["kind"] != "hidden" and _lasting(row)])), "")


def holders(rows: Sequence[Row]) -> list[str]:
    """The same in words, the oldest first, of all that are seen."""
    return [_words(row) for row in rows if row["kind"] != "hidden"]


def _lasting(row: Row) -> bool:
    if row["kind"] in ("session", "prepared transaction"):
        return row["age_s"] is None or row["age_s"] >= _HOLDS_AFTER_S
    return bool(row["idle"]) or row["age_xids"] >= _HOLDS_AFTER_XIDS


def _words(row: Row) -> str:
    if row["kind"] == "session":
        state = "idle in transaction" if row["idle"] else "in a transaction"
        return f"pid {row['pid']} ({state}{_age(row)})"
    name = literal(row["name"]) if row["kind"] == "prepared transaction" else row["name"]
    return f"the {row['kind']} {name} ({_state(row)})"


def _state(row: Row) -> str:
    if row["kind"] == "prepared transaction":
        return f"prepared{_age(row)}"
    return "nobody reads it" if row["idle"] else f"{row['age_xids']} transactions behind"


def _age(row: Row) -> str:
    return "" if row["age_s"] is None else f" for {row['age_s']:.0f} s"
