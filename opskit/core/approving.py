"""Whether enough others have approved a plan: exactly this one, not too long ago, and for this one time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from opskit.core.item_state import Approval
from opskit.core.runbook import Approvals


def missing(wanted: Approvals, given: Sequence[Approval], digest: str, login: str, now: datetime) -> str:
    """What is lacking, in words; empty when nothing is. Whoever carries it out does not count."""
    good = {each.by for each in given if each.by != login and not fault(each, digest, now)}
    if len(good) >= wanted.count:
        return ""
    others = [f"that of {each.by} {why}" for each in given if (why := fault(each, digest, now))]
    own = (
        ["your own does not count"] if any(each.by == login and not fault(each, digest, now) for each in given) else []
    )
    told = "; ".join([*others[-3:], *own])
    noun = "approval" if wanted.count == 1 else "approvals"
    return f"it has {len(good)} of {wanted.count} {noun}" + (f" ({told})" if told else "")


def fault(approval: Approval, digest: str, now: datetime) -> str:
    """Why it does not count for this plan now; empty when it does."""
    if approval.used:
        return "was used"
    if now >= datetime.fromisoformat(approval.expires_at):
        return "has expired"
    return "" if approval.digest == digest else "is of another plan"
