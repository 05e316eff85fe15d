"""An ALTER TABLE taken apart."""

from __future__ import annotations

from typing import Any

from opskit.migrate.ddl import Clause, Source
from opskit.migrate.flow import command_kind
from opskit.migrate.parser import Parsed, deparse


def clauses(parsed: Parsed, source: Source) -> list[Clause]:
    """Its commands, each as a statement of its own; one that stands alone as it is written."""
    commands = [each.alter_table_cmd for each in parsed.node.cmds]
    return [
        Clause(
            command_kind(each),
            each,
            parsed.node,
            source,
            parsed.text if len(commands) == 1 else alone(parsed.node, each),
        )
        for each in commands
    ]


def alone(statement: Any, command: Any) -> str:
    """The ALTER TABLE with only this command."""
    single = type(statement)()
    single.CopyFrom(statement)
    del single.cmds[:]
    single.cmds.add().alter_table_cmd.CopyFrom(command)
    return deparse("alter_table_stmt", single)
