"""The script of a check: what is sound, how it breaks, how it is mended. Blocks `-- clean`, `-- broken`, `-- fixed`,
each of SQL statements that end with their line, and of directives:

    -- set param: <name> = <value>       a threshold for this block
    -- given <name>: <json>              what the check is given in the place of what would be gathered; {database} in
                                         it is the name of the script's database
    -- expect: <object>                  an object that must be found
    -- in session <name>:                the next statement runs in a session of its own, which stays open
    -- in session <name> as <role>:      the same, logged in as that role
    -- in session <name>, do not wait:   the same, without waiting for its end
    -- wait: <query>                     until it returns true
    -- first look                        at counters, as `check --over` takes it, by each login
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from opskit.catalog.headers import scalar
from opskit.errors import Fault, InvalidFile
from opskit.value import Value

BLOCKS = ("clean", "broken", "fixed")
_BLOCK = re.compile(r"-- (clean|broken|fixed)")
_PARAM = re.compile(r"-- set param: (\w+) = (.+)")
_GIVEN = re.compile(r"-- given (\w+): (.+)")
_EXPECT = re.compile(r"-- expect: (.+)")
_WAIT = re.compile(r"-- wait: (.+)")
_LOOK = re.compile(r"-- first look")
_SESSION = re.compile(r"-- in session (\w+)(?: as (\w+))?(, do not wait)?:")


class Act(Value):
    """`session` is empty for the script's main one; `how` is run, send, wait or look; `login` is empty for the
    superuser."""

    how: str
    sql: str
    session: str = ""
    login: str = ""


@dataclass
class Block:
    params: dict[str, Any] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    expected: set[str] = field(default_factory=set)
    acts: list[Act] = field(default_factory=list)


def read_script(path: Path) -> Mapping[str, Block]:
    """All three blocks. InvalidFile with every fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidFile([Fault(path, 0, f"cannot be read: {error.strerror}")], "opskit check new SLUG") from error
    script = _Script(path)
    for number, line in enumerate(text.splitlines(), 1):
        script.take(number, line)
    return script.whole()


class _Script:
    """A file while it is read, line by line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.blocks: dict[str, Block] = {}
        self.block = Block()
        self.lines: list[str] = []
        self.how, self.session, self.login = "run", "", ""
        self.faults: list[Fault] = []

    def take(self, number: int, line: str) -> None:
        if line.startswith("--"):
            self._directive(number, line)
        elif line.strip():
            self.lines.append(line)
            if line.rstrip().endswith(";"):
                self.block.acts.append(Act(self.how, "\n".join(self.lines), self.session, self.login))
                self.lines, self.how, self.session, self.login = [], "run", "", ""

    def _directive(self, number: int, line: str) -> None:
        if found := _BLOCK.fullmatch(line):
            self.block = self.blocks[found[1]] = Block()
        elif found := _PARAM.fullmatch(line):
            self.block.params[found[1]] = scalar(found[2])
        elif found := _GIVEN.fullmatch(line):
            self.block.given[found[1]] = found[2]
        elif found := _EXPECT.fullmatch(line):
            self.block.expected.add(found[1])
        elif found := _WAIT.fullmatch(line):
            self.block.acts.append(Act("wait", found[1]))
        elif _LOOK.fullmatch(line):
            self.block.acts.append(Act("look", ""))
        elif found := _SESSION.fullmatch(line):
            self.session, self.login, self.how = found[1], found[2] or "", "send" if found[3] else "run"
        else:
            self.faults.append(Fault(self.path, number, f"no directive: {line}"))

    def whole(self) -> Mapping[str, Block]:
        if tuple(self.blocks) != BLOCKS:
            self.faults.append(Fault(self.path, 0, f"its blocks are not {', '.join(BLOCKS)}, in this order"))
        if self.lines:
            self.faults.append(Fault(self.path, 0, "the last statement ends without a semicolon"))
        if self.faults:
            raise InvalidFile(self.faults, f"mend {self.path}")
        return self.blocks
