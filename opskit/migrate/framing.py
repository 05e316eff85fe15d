"""What a file says about the session of its statements: settings it makes, and transactions it frames. Neither is a
statement of its own to opskit, which may carry out a file on several sessions, and go on with it another day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from opskit.errors import Fault
from opskit.migrate.nodes import enum_word
from opskit.migrate.parser import Parsed
from opskit.value import Value

_BEGINS, _ENDS = {"TRANS_STMT_BEGIN", "TRANS_STMT_START"}, {"TRANS_STMT_COMMIT"}


class Frame(Value):
    """`session` are the settings in force, as statements in their order; `block` is the line of the BEGIN the statement
    stands behind, 0 outside of one."""

    session: tuple[str, ...] = ()
    block: int = 0


@dataclass
class Frames:
    """Goes through a file; `faults` are what cannot be understood."""

    path: Path
    faults: list[Fault] = field(default_factory=list)

    def of(self, statements: Iterable[Parsed]) -> Iterator[tuple[Parsed, Frame]]:
        """Each statement that is one, with its frame."""
        here = Frame()
        local: tuple[str, ...] = ()
        for each in statements:
            if each.kind == "transaction_stmt":
                here, local = self._transaction(each, here), ()
            elif each.kind == "variable_set_stmt":
                here, local = _set(each, here, local)
            else:
                yield each, Frame((*here.session, *local), here.block)
        if here.block:
            self.faults.append(Fault(self.path, here.block, "BEGIN without COMMIT: psql would take all of it back"))

    def _transaction(self, parsed: Parsed, here: Frame) -> Frame:
        kind = enum_word(parsed.node, "kind")
        if kind in _BEGINS and not here.block:
            return Frame(here.session, parsed.line)
        if kind in _ENDS and here.block:
            return Frame(here.session)
        word = parsed.text.split()[0].upper()
        text = {**dict.fromkeys(_BEGINS, "BEGIN inside a transaction"), "TRANS_STMT_COMMIT": "COMMIT without BEGIN"}
        self.faults.append(Fault(self.path, parsed.line, text.get(kind, f"{word} is not carried out by opskit")))
        return here


def _set(parsed: Parsed, here: Frame, local: tuple[str, ...]) -> tuple[Frame, tuple[str, ...]]:
    """SET LOCAL ends with its transaction, and outside of one does nothing."""
    if parsed.node.is_local:
        return here, (*local, parsed.text) if here.block else local
    return Frame((*here.session, parsed.text), here.block), local
