"""The claims of the document that opskit.toml names ([report] claims), each with its answer. Only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opskit.app import claim_kinds
from opskit.app.claim_kinds import Room, answer
from opskit.app.context import Context
from opskit.app.looking import looking
from opskit.app.reporting.proof import ClaimsView, ClaimView
from opskit.catalog import claims_file
from opskit.catalog.claims_file import Claim
from opskit.core.secret import redact

if TYPE_CHECKING:
    from opskit.app.reporting.parts import Parts


def claims(context: Context, parts: Parts) -> ClaimsView | None:
    """None where opskit.toml names none; `parts` has what they are answered from. InvalidFile when the file is
    wrong."""
    path = context.settings.claims
    if path is None:
        return None
    given = claims_file.load(path, claim_kinds.shapes())
    events = context.ledger.events()
    with looking(context) as db:
        room = Room(context, db, parts, events, path.parent)
        return ClaimsView(given.source, str(path), [_view(each, room) for each in given.claims])


def _view(claim: Claim, room: Room) -> ClaimView:
    """A setting, or what a query gives, may hold a secret."""
    found = answer(claim, room)
    return ClaimView(
        claim.id, claim.text, claim.where, found.verdict.value, redact(found.measured), redact(found.reason),
        found.next, found.evidence,
    )  # fmt: skip
