"""Whether checks find nothing, as the report has asked them: each of `slugs`, or with `only` what they find of those
objects alone (`public.jobs`, and all that begins with `public.jobs.`)."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.claim_kinds import Answered, ClaimVerdict, Room
from opskit.core.check import CheckResult
from opskit.core.finding import Finding
from opskit.errors import Inconclusive
from opskit.value import Value

_SHOWN = 3


class Asked(Value):
    slugs: tuple[str, ...]
    only: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.slugs:
            raise ValueError("`slugs` is empty")


def answer(asked: Asked, room: Room) -> Answered:
    """A check that could not look proves nothing, and one that looked at an empty database has seen nothing."""
    results = [_result(slug, room) for slug in asked.slugs]
    found = [finding for each in results for finding in each.findings if _about(finding, asked.only)]
    evidence = tuple(f"check:{each.slug}" for each in results)
    next_command = room.command(f"opskit check {' '.join(asked.slugs)}")
    if found:
        return Answered(
            ClaimVerdict.REFUTED, f"{len(found)} found: {_told(found)}", found[0].message, next_command, evidence
        )
    blind = [f"{each.slug}: {each.reason}" for each in results if each.reason]
    if blind:
        return Answered(ClaimVerdict.NOT_TESTABLE, "", "; ".join(blind), next_command, evidence)
    if not room.parts.facts.tables:
        return Answered(ClaimVerdict.NOT_TESTABLE, "0 tables", "there is no table to look at", "", evidence)
    told = f"nothing found by {', '.join(asked.slugs)} in {room.parts.facts.tables} tables"
    return Answered(ClaimVerdict.VERIFIED, told, "", "", evidence)


def _result(slug: str, room: Room) -> CheckResult:
    found = next((each for each in room.had(room.parts.checks).checks if each.slug == slug), None)
    if found is None:
        raise Inconclusive(f"there is no check {slug} for this server", "", "opskit check list")
    return found


def _about(finding: Finding, only: Sequence[str]) -> bool:
    return not only or any(finding.object == name or finding.object.startswith(f"{name}.") for name in only)


def _told(found: Sequence[Finding]) -> str:
    rest = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(each.object for each in found[:_SHOWN]) + rest
