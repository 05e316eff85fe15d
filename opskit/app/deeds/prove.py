"""Every alert fired by breaking what it watches, on a throwaway server. `promtool` is the program that evaluates the
rules, the one on the PATH without it."""

from __future__ import annotations

from pathlib import Path

from opskit.app.alert_evidence import COMMAND, runbook_of
from opskit.app.deed_kinds import Prepared
from opskit.app.item_kinds import Room
from opskit.core.next_command import quoted
from opskit.value import Value

HARMLESS = True


class Asked(Value):
    promtool: str = ""


def words(asked: Asked) -> str:
    return f"{COMMAND} --promtool {quoted(asked.promtool)}" if asked.promtool else COMMAND


def prepare(asked: Asked, room: Room) -> Prepared:
    """Inconclusive without promtool, before anything is begun."""
    from opskit.app.monitor_prove import monitor_prove
    from opskit.scratch.promtool import promtool

    program = promtool(Path(asked.promtool) if asked.promtool else None)

    def carry() -> bool:
        monitor_prove(room.context, runbook_of(room), program)
        return False

    return Prepared("", carry, again=True)
