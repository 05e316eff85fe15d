"""What is claimed of an index, each claim with its own verdict: one boolean would hide which of them was seen."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.verdict import Verdict
from opskit.value import Value


class Claim(Value):
    verdict: Verdict
    evidence: str


class Served(Value):
    """How an index serves one query of the workload: `condition` is what is looked up in it; `capable`: some plan can
    use it; `chosen` in how many of `sets` custom plans it is, with the settings as they are; `generic`: in the generic
    plan too."""

    query: str
    capable: bool
    condition: str
    chosen: int
    sets: int
    generic: bool


class Claims(Value):
    """present: there, valid and as meant. capable: a query of the workload can use it. chosen: the planner does, with
    the settings as they are. observed: somebody else than opskit used it. required: something in the catalog depends
    on it, whatever uses it."""

    present: Claim
    capable: Claim
    chosen: Claim
    observed: Claim
    required: Claim


def actively_used(claims: Claims, small: bool) -> Claim:
    """Present, capable, chosen (on a small table no plan has to) and observed. What is missing is doubt, unless it was
    looked for and is not there."""
    for name in ("present", "observed"):
        claim: Claim = getattr(claims, name)
        if claim.verdict is Verdict.FAIL:
            return Claim(Verdict.FAIL, f"not {name}: {claim.evidence}")
    wanted = ["capable", "observed", *([] if small else ["chosen"])]
    doubts = [name for name in ("present", *wanted) if getattr(claims, name).verdict is not Verdict.PASS]
    if doubts:
        return Claim(Verdict.INCONCLUSIVE, f"not shown to be {', '.join(doubts)}")
    return Claim(Verdict.PASS, "present, capable, observed, " + ("and its table is small" if small else "and chosen"))


def told(served: Sequence[Served]) -> str:
    """`duplicate_check 2 of 3, generic plan too`."""
    plans = {True: "generic plan too", False: "not in the generic plan"}
    return "; ".join(f"{each.query} {each.chosen} of {each.sets}, {plans[each.generic]}" for each in served)
