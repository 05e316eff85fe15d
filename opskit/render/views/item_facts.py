"""What is known of one item, as its own page and an export of the checklist show it."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.item_known import ItemKnown
from opskit.core.item_state import Approval, Attempt, Said, Signature
from opskit.core.item_told import SHOWN, Told
from opskit.core.waiver import Standing
from opskit.render.blocks import Block, Bullets, Line


def asked(known: ItemKnown, do: str, undo: str) -> dict[str, str]:
    """What its file asks; what it does not ask is empty."""
    return {
        "guard": "; ".join(known.guard),
        "check": known.check,
        "do": do,
        "planned to take": known.budget,
        "verify": known.verify,
        "undo": undo,
        "approved by": known.approved_by,
    }


def happened(known: ItemKnown, attempt: Attempt | None) -> dict[str, str]:
    """What was done, or decided, and still counts."""
    return {
        "attempt": _attempt(attempt) if attempt else "",
        "skipped": _said(known.skipped) if known.skipped else "",
        "reset": _said(known.reset) if known.reset else "",
    }


def persons(signed: Sequence[Signature], approvals: Sequence[Approval], known: ItemKnown) -> list[Block]:
    """What persons said, and everything that happened."""
    return [
        *listed("Signed", [signature(each) for each in signed]),
        *listed("Approved", [_approval(each) for each in approvals]),
        *listed("Waived", [_waiver(each) for each in known.waivers]),
        *listed("What happened", [event(each) for each in known.history]),
    ]


def signature(each: Signature) -> str:
    return ": ".join([f"{_who(each)} at {when(each.at)}", each.reason, *each.evidence])


def when(at: str) -> str:
    """A time of the ledger, to the second."""
    return f"{at[:19]}Z"


def listed(title: str, lines: list[str]) -> list[Block]:
    return [Line(""), Line(f"{title}:"), Bullets(lines)] if lines else []


def _who(each: Signature | Said) -> str:
    return f"{each.by} ({each.os_user}@{each.host})"


def _said(each: Said) -> str:
    return f"{_who(each)} at {when(each.at)}: {each.reason}"


def _attempt(each: Attempt) -> str:
    what = f"undo of run {each.undoes}" if each.undoes else "do"
    end = "; ".join(filter(None, [each.outcome or "not seen to end", each.reason]))
    return f"{what} in run {each.run} by {each.operator} at {when(each.at)}: {each.words} ({end})"


def _approval(each: Approval) -> str:
    state = "used" if each.used else f"good until {when(each.expires_at)}"
    return f"{each.by} at {when(each.at)}: plan {each.digest[:SHOWN]}, {state}: {each.reason}"


def _waiver(each: Standing) -> str:
    waiver = each.waiver
    behind = f"behind it: {', '.join(each.agreed)}" if each.agreed else "nobody is behind it"
    ticket = f" [{waiver.ticket}]" if waiver.ticket else ""
    until = f"{waiver.expires:%Y-%m-%d %H:%M:%S %Z}"
    return f"{each.effect}: finding {waiver.finding} until {until} by {waiver.by}, {behind}: {waiver.reason}{ticket}"


def event(each: Told) -> str:
    by = f"{each.by} " if each.by else ""
    lead = f"{each.event}. {when(each.at)} {each.kind} by {by}({each.operator}) in run {each.run}"
    return ": ".join(filter(None, [lead, each.text, ", ".join(each.particulars)]))
