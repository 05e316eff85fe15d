"""`opskit verify indexes`: one case an index that is to be there, and with --require-used one for its use."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.index_verdict import IndexVerdict
from opskit.app.indexes_verified import IndexesVerified
from opskit.core.answer import Answer
from opskit.render.suite import Case, Outcome, Suite

_STATES = {"present": Outcome.PASSED, "building": Outcome.ERROR}
_USES = {"used": Outcome.PASSED, "enforcing": Outcome.PASSED, "unused": Outcome.FAILURE}
_EVIDENCE = ("part:indexes",)


def suites(answer: Answer[IndexesVerified]) -> list[Suite]:
    """Nothing to verify proves nothing."""
    seen = answer.data
    if not seen.indexes:
        return [
            Suite("indexes", [Case("state", "indexes", Outcome.ERROR, "inconclusive", "no index is expected here")])
        ]
    return [of_states(seen.indexes), *([_uses(seen.indexes)] if seen.require_used else [])]


def of_states(indexes: Sequence[IndexVerdict]) -> Suite:
    return Suite("indexes", [_state(each) for each in indexes])


def _state(index: IndexVerdict) -> Case:
    outcome = _STATES.get(index.state, Outcome.FAILURE)
    why = f"{index.state}: {index.evidence}"
    mend = [f"mend: {each}" for each in index.remedy]
    text = [index.definition, f"made by {index.revision}" if index.revision else "", _told(index), *mend]
    return Case("state", index.name, outcome, index.state, why, text, _EVIDENCE)


def _told(index: IndexVerdict) -> str:
    return f"{index.usage}: {index.evidence}" if index.state == "present" else ""


def _uses(indexes: Sequence[IndexVerdict]) -> Suite:
    cases = [
        Case("use", each.name, _USES.get(each.usage, Outcome.ERROR), each.usage, each.evidence, evidence=_EVIDENCE)
        for each in indexes
        if each.state == "present"
    ]
    return Suite("use of the indexes", cases)
