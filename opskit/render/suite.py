"""What was judged, before it is drawn for a build server: suites of cases."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from opskit.value import Value


class Outcome(StrEnum):
    """FAILURE: it does not hold; ERROR: nobody can tell; SKIPPED: it is not asked for, or a person lives with it."""

    PASSED = "passed"
    FAILURE = "failure"
    ERROR = "error"
    SKIPPED = "skipped"


class Case(Value):
    """One thing that was judged. `group` is where it belongs within its suite; `word` is the answer's own word for an
    outcome that is not passed, `why` the reason in one line; `text` what else is known of it; `evidence` the ids it
    rests on. `seconds` it took, 0 where it took no time of its own."""

    group: str
    name: str
    outcome: Outcome
    word: str = ""
    why: str = ""
    text: Sequence[str] = ()
    evidence: Sequence[str] = ()
    seconds: float = 0.0


class Suite(Value):
    """`at` is RFC 3339 UTC, empty for the time of the run; `file` is what it is about."""

    name: str
    cases: Sequence[Case]
    at: str = ""
    file: str = ""


_OUTCOMES = {"pass": Outcome.PASSED, "fail": Outcome.FAILURE}


def outcome_of(verdict: str) -> Outcome:
    """No data is never a pass: what is neither pass nor fail is an error."""
    return _OUTCOMES.get(verdict, Outcome.ERROR)
