"""What can go wrong, as a person reads it. Every error is three lines: what happened and whether anything
changed; why; the next command to type.

    OpskitError
      Failed         1   a check, gate or report says no
        Damaged          the server met damaged data or a damaged index
      UsageFault     2   wrong usage
        MissingExtra
      Inconclusive   3   cannot tell
      Blocked        4   a guard, a precheck or a missing sign-off stands in the way
      Locked         5   another operator is at work
      Unreachable    6   no connection
        NotPermitted     the login lacks a right
        Unsupported      the server is too old
      InvalidFile    7   a runbook, plan, configuration or migration file is refused
      Partial        8   something changed, then it failed
      Stale          9   the plan no longer fits
      NobodyAsked   10   changes are pending, and nobody could say yes
      Declined      11   the operator said no
      Interrupted  130
        Terminated 143   asked to end by the machine, or its terminal was closed
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from opskit.value import Value


class OpskitError(Exception):
    """The root. `changed` tells whether this call changed anything; only Partial and Interrupted may say yes."""

    exit_code: ClassVar[int]
    word: ClassVar[str]
    changed: bool = False

    def __init__(self, what: str, why: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.hint = hint


class Failed(OpskitError):
    exit_code = 1
    word = "failed"


class Damaged(Failed):
    """The server met damaged data or a damaged index; `why` is what it said."""


class UsageFault(OpskitError):
    exit_code = 2
    word = "usage"


class MissingExtra(UsageFault):
    """An optional part is not installed; the hint is the pip command."""


class Inconclusive(OpskitError):
    exit_code = 3
    word = "inconclusive"


class Blocked(OpskitError):
    exit_code = 4
    word = "blocked"


class Locked(OpskitError):
    exit_code = 5
    word = "locked"


class Unreachable(OpskitError):
    """`silent`: nobody answered, which may be otherwise in a minute; else somebody answered and refused."""

    exit_code = 6
    word = "unreachable"
    silent: ClassVar[bool] = True


class NotPermitted(Unreachable):
    word = "not permitted"
    silent = False


class Unsupported(Unreachable):
    word = "unsupported"
    silent = False


class Fault(Value):
    """One thing wrong in a file. `line` counts from 1; 0 when the fault has no line of its own."""

    path: Path
    line: int
    text: str
    column: int = 0

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{where}: {self.text}"


class InvalidFile(OpskitError):
    """All faults of a file at once, so that it is mended in one go."""

    exit_code = 7
    word = "invalid"

    def __init__(self, faults: list[Fault], hint: str = "") -> None:
        first = faults[0].path if faults else Path()
        noun = "fault" if len(faults) == 1 else "faults"
        super().__init__(f"{first}: {len(faults)} {noun}", "\n  ".join(map(str, faults)), hint)
        self.faults = tuple(faults)


class Partial(OpskitError):
    exit_code = 8
    word = "partial"
    changed = True


class Stale(OpskitError):
    exit_code = 9
    word = "stale"


class NobodyAsked(OpskitError):
    exit_code = 10
    word = "pending"


class Declined(OpskitError):
    exit_code = 11
    word = "declined"


class Interrupted(OpskitError):
    exit_code = 130
    word = "interrupted"

    def __init__(self, what: str, why: str = "", hint: str = "", *, changed: bool = False) -> None:
        super().__init__(what, why, hint)
        self.changed = changed


class Terminated(Interrupted):
    exit_code = 143
    word = "terminated"
