"""Every kind of object, changed in every way: what there is, what is done to it, and how `opskit compare` tells it.

The files beside this one hold them: `-- case` (`, since 15` where older servers do not have it, `, privileges` where
it is told only with owners and privileges), the statements that make it, `-- becomes`, those that change it, and a line
`-- told:` for each object that differs. All run in one database: names are of one case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_HEAD = re.compile(r"(?m)^-- case(?:, since (\d+))?(, privileges)?\n")
_TOLD = re.compile(r"(?m)^-- told: (.*)\n")


@dataclass(frozen=True)
class Case:
    title: str
    given: str
    change: str
    told: tuple[str, ...]
    since: int
    privileges: bool


def _cases(path: Path) -> Iterator[Case]:
    pieces = _HEAD.split(path.read_text(encoding="utf-8"))[1:]
    for place in range(0, len(pieces), 3):
        since, privileges, text = pieces[place : place + 3]
        given, _, rest = text.partition("-- becomes\n")
        change = _TOLD.sub("", rest).strip()
        title = f"{path.stem}: {change.splitlines()[-1][:60]}"
        yield Case(title, given.strip(), change, tuple(_TOLD.findall(rest)), int(since or 14), bool(privileges))


CASES = [case for path in sorted(Path(__file__).parent.glob("*.sql")) for case in _cases(path)]
