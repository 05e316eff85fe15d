"""Whether an extension is created in the database and, where `preloaded` asks for it, was loaded at server start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opskit.app.item_kinds import Room
from opskit.core.item_state import Seen, Status
from opskit.value import Value

if TYPE_CHECKING:
    from opskit.app.extension_state import ExtensionState


class Asked(Value):
    name: str
    preloaded: bool = False


def look(asked: Asked, room: Room) -> Seen:
    """What the configuration names and the server has not loaded waits for a restart, which no statement brings. A
    login that may not read the files sees no more than that something waits."""
    from opskit.app.extension_state import extension_state

    with room.context.reading(room.item) as db:
        state = extension_state(db, asked.name)
        database = db.server.database
    status, text = _told(state, asked.preloaded)
    return Seen(status, text, database=database)


def _told(state: ExtensionState, preloaded: bool) -> tuple[Status, str]:
    from opskit.app.extension_state import Stage

    name = state.name
    if preloaded and state.stage is Stage.RESTART:
        return (
            Status.PENDING,
            f"{name} waits for a restart: shared_preload_libraries names it, the server runs without it",
        )
    if preloaded and not state.loaded:
        return _not_named(state)
    if not state.version:
        return Status.PENDING, f"{name} is not created in this database"
    return Status.PASS, f"{name} {state.version} is created{', preloaded' if state.loaded else ''}"


def _not_named(state: ExtensionState) -> tuple[Status, str]:
    if state.configured is None and state.pending:
        text = "shared_preload_libraries waits for a restart, and with what in it this login may not see"
        return Status.INCONCLUSIVE, f"{state.name} is not loaded; {text} (pg_file_settings)"
    return Status.FAIL, f"{state.name} is not among shared_preload_libraries: add it and restart the server"
