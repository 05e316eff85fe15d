"""Whether an extension is created in the database and, where `preloaded` asks for it, was loaded at server start."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.app.item_kinds import Room
from opskit.catalog.facts import fact
from opskit.core.item_state import Seen, Status


@dataclass(frozen=True)
class Asked:
    name: str
    preloaded: bool = False


def look(asked: Asked, room: Room) -> Seen:
    """A library that is not loaded is a fail: no statement mends it. shared_preload_libraries is hidden from a login
    without pg_read_all_settings: then the library's own settings tell, which are there only once it is loaded."""
    with room.context.reading(room.item) as db:
        row = db.rows(fact("extension"), name=asked.name)[0]
        database = db.server.database
    if asked.preloaded and not row["loaded"]:
        text = f"{asked.name} is not among shared_preload_libraries: add it and restart the server"
        return Seen(Status.FAIL, text, database=database)
    if not row["version"]:
        return Seen(Status.PENDING, f"{asked.name} is not created in this database", database=database)
    loaded = ", preloaded" if row["loaded"] else ""
    return Seen(Status.PASS, f"{asked.name} {row['version']} is created{loaded}", database=database)
