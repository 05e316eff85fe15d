"""Whether an extension is created in the database and, where `preloaded` asks for it, was loaded at server start."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.app.item_kinds import Room
from opskit.catalog.facts import fact
from opskit.core.checklist import Seen, Status


@dataclass(frozen=True)
class Asked:
    name: str
    preloaded: bool = False


def look(asked: Asked, room: Room) -> Seen:
    """shared_preload_libraries is hidden from a login without pg_read_all_settings: then the library's own settings
    tell, which are there only once it is loaded."""
    with room.context.reading(room.item) as db:
        row = db.rows(fact("extension"), name=asked.name)[0]
        database = db.server.database
    missing = [] if row["version"] else ["not created in this database"]
    if asked.preloaded and not row["loaded"]:
        missing.append("not among the preloaded libraries (shared_preload_libraries, then restart)")
    if missing:
        return Seen(Status.PENDING, f"{asked.name}: {'; '.join(missing)}", tuple(missing), database=database)
    loaded = ", preloaded" if row["loaded"] else ""
    return Seen(Status.PASS, f"{asked.name} {row['version']} is created{loaded}", database=database)
