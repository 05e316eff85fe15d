"""An extension whose library the server loads when it starts: named among shared_preload_libraries beside what is
there, and, once a restart has loaded it, created in the database. The restart is a person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opskit.app.deed_kinds import Prepared
from opskit.app.item_kinds import Room
from opskit.core.identifier import ident
from opskit.core.preload import RESET, set_to
from opskit.errors import Blocked, NotPermitted
from opskit.value import Value

if TYPE_CHECKING:
    from opskit.app.extension_state import ExtensionState


class Asked(Value):
    name: str


def words(asked: Asked) -> str:
    return f"{asked.name} among shared_preload_libraries (a restart loads it), then create extension {asked.name}"


def prepare(asked: Asked, room: Room) -> Prepared:
    """Blocked while it waits for a restart, and where naming it would keep the server from starting or change nothing.
    NotPermitted when the login may not read what is configured."""
    from opskit.app.extension_state import Stage, extension_state
    from opskit.app.own_statements import Written, prepared_from

    with room.context.reading(room.item) as db:
        state = extension_state(db, asked.name)
    if state.stage is Stage.READY:
        return Prepared("", lambda: False, empty=True)
    _refuse(state, room)
    if state.stage is Stage.NOT_CREATED:
        written = Written(f"create extension {ident(asked.name)}", f"drop extension if exists {ident(asked.name)}")
    else:
        room.context.tell(f"{asked.name} is loaded by the next restart of the server, which is yours to do")
        named = state.configured or ()
        written = Written(set_to((*named, asked.name)), set_to(named) if state.by_alter_system else RESET)
    return prepared_from(room, lambda _: written)


def _refuse(state: ExtensionState, room: Room) -> None:
    from opskit.app.extension_state import Stage

    name, again = state.name, f"restart the server, then: opskit checklist run {room.item}"
    if not state.installed:
        why = "its files are not on the server, which would not start again with it among shared_preload_libraries"
        raise Blocked(f"{name} is not installed (nothing was changed)", why, "install postgresql-contrib on the server")
    if state.stage is Stage.RESTART:
        why = "shared_preload_libraries names it, and the server loads that when it starts"
        raise Blocked(f"{name} waits for a restart (nothing was changed)", why, again)
    if state.stage is Stage.NOT_NAMED and state.by_command_line:
        why = "shared_preload_libraries is given on the server's command line, which wins over every file"
        raise Blocked(f"{name} cannot be added (nothing was changed)", why, f"add it there; {again}")
    if state.stage is Stage.NOT_NAMED and state.configured is None:
        why = "to add to shared_preload_libraries its configured value has to be seen (pg_file_settings)"
        raise NotPermitted(f"{name} cannot be added by this login (nothing was changed)", why, "opskit doctor")
