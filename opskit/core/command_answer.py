"""What is asked of a command that only looks, and what its end says."""

from __future__ import annotations

import shlex
from datetime import datetime

from opskit.core import duration, json_answer
from opskit.core.completed import Completed
from opskit.core.item_state import Seen, Status
from opskit.core.json_answer import JsonAsked
from opskit.core.kept import KEPT_BYTES
from opskit.core.secret import redact

# What a shell says of a program that it cannot start (POSIX, "Exit Status for Commands").
_NOT_STARTED = {126: "it cannot be executed", 127: "there is no such program"}
_LINES, _WIDTH = 10, 200


class CommandAsked(JsonAsked, kw_only=True):
    """`argv` is the program and its arguments; no shell reads it. `timeout` ends it."""

    argv: tuple[str, ...]
    exit_code: int = 0
    timeout: str = "1m"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.argv or not self.argv[0]:
            raise ValueError("`argv` names no program: a list, the program first")
        if any("\0" in each for each in self.argv):
            raise ValueError("`argv` holds a zero byte")
        if not duration.parse(self.timeout):
            raise ValueError("`timeout` leaves no time")

    @property
    def timeout_s(self) -> float:
        return duration.parse(self.timeout).total_seconds()

    @property
    def words(self) -> str:
        """As one would type it, without passwords."""
        return redact(shlex.join(self.argv))


def judged(asked: CommandAsked, done: Completed, now: datetime) -> Seen:
    """By its exit code, then by the JSON it printed, where that is asked for."""
    said = [*_lines("stderr", done.stderr), *_lines("stdout", done.stdout)]
    if done.lost:
        said.append(f"{done.lost} bytes more than {KEPT_BYTES} were printed and not kept")
    evidence = (f"exit {done.exit_code} after {done.seconds:.1f} s: {asked.words}", *said)
    if done.exit_code != asked.exit_code:
        return _ended_otherwise(asked, done, evidence)
    if not asked.asks_json:
        return Seen(Status.PASS, f"exit {done.exit_code} after {done.seconds:.1f} s", evidence)
    found = json_answer.judged(asked, done.stdout, now)
    particulars = tuple(map(redact, found.evidence)) or evidence[1:]
    return Seen(found.status, redact(found.text), (evidence[0], *particulars))


def _ended_otherwise(asked: CommandAsked, done: Completed, evidence: tuple[str, ...]) -> Seen:
    if done.exit_code in _NOT_STARTED:
        text = f"{redact(asked.argv[0])} was not run: {_NOT_STARTED[done.exit_code]}"
        return Seen(Status.INCONCLUSIVE, text, evidence)
    how = f"exit {done.exit_code}" if done.exit_code >= 0 else f"ended by signal {-done.exit_code}"
    last = (_lines("stderr", done.stderr) or _lines("stdout", done.stdout) or [""])[-1]
    return Seen(Status.FAIL, "; ".join(filter(None, [f"{how}, {asked.exit_code} is wanted", last])), evidence)


def _lines(name: str, text: str) -> list[str]:
    """The last lines of an output. Passwords go first: a line that is cut could hide half of one."""
    lines = [" ".join(line.split()) for line in redact(text).splitlines() if line.strip()]
    return [f"{name}: {line if len(line) <= _WIDTH else line[:_WIDTH] + '…'}" for line in lines[-_LINES:]]
