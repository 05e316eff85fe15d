"""How far an extension is that wants its library loaded when the server starts: named in the configuration, loaded by a
restart, created in the database."""

from __future__ import annotations

from enum import StrEnum

from opskit.catalog.facts import fact
from opskit.core.preload import libraries
from opskit.core.step import Reader
from opskit.errors import Inconclusive
from opskit.value import Value

_MEND = "mend it where select * from pg_catalog.pg_file_settings says it stands"


class Stage(StrEnum):
    """In this order; what is not READY needs what its word says."""

    NOT_NAMED = "not among shared_preload_libraries"
    RESTART = "waits for a restart"
    NOT_CREATED = "not created"
    READY = "ready"


class ExtensionState(Value):
    """`configured` is what the files name, None where this login may not read them; `by_alter_system`: ALTER SYSTEM has
    written it. `installed`: its files are on the server. `by_command_line`: what was given at the start wins over every
    file. `pending`: a change of it waits for a restart, once the server has read its files again (pending_restart)."""

    name: str
    version: str
    loaded: bool
    installed: bool
    configured: tuple[str, ...] | None
    by_alter_system: bool
    by_command_line: bool
    pending: bool

    @property
    def stage(self) -> Stage:
        if not self.loaded:
            return Stage.RESTART if self.name in (self.configured or ()) else Stage.NOT_NAMED
        return Stage.READY if self.version else Stage.NOT_CREATED


def extension_state(db: Reader, name: str) -> ExtensionState:
    row = db.rows(fact("extension"), name=name)[0]
    written = db.rows(fact("preload_configured")) if row["files_seen"] else []
    text = str(written[0]["setting"]) if written else (row["in_force"] if row["files_seen"] else None)
    try:
        configured = libraries(text) if text is not None else None
    except ValueError as error:
        raise Inconclusive("shared_preload_libraries is not what the server takes", str(error), _MEND) from error
    return ExtensionState(
        name, row["version"] or "", row["loaded"], row["available"],
        configured,
        bool(written and written[0]["by_alter_system"]), row["by_command_line"],
        row["pending"],
    )  # fmt: skip
