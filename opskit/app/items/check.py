"""Whether checks of `opskit check` find nothing; `slugs` names them."""

from __future__ import annotations

from opskit.app.item_kinds import Room
from opskit.catalog.check_names import slugs as known
from opskit.core.item_state import Seen, Status
from opskit.core.verdict import worst
from opskit.value import Value


class Asked(Value):
    slugs: tuple[str, ...]

    def __post_init__(self) -> None:
        unknown = [slug for slug in self.slugs if slug not in known()]
        if unknown or not self.slugs:
            raise ValueError(f"`slugs` names no check: {', '.join(unknown) or 'it is empty'}; opskit check list")


def look(asked: Asked, room: Room) -> Seen:
    from opskit.app.checking import load, run_checks
    from opskit.app.looking import looking

    with looking(room.context) as db:
        results = run_checks(room.context, load(room.context.settings, db.server.major, asked.slugs), db)
    status = Status(worst(each.verdict for each in results))
    if status is Status.PASS:
        return Seen(status, f"{', '.join(asked.slugs)}: nothing found")
    evidence = [f"{each.slug}: {each.reason}" for each in results if each.reason]
    evidence += [f"{each.slug}: {finding.message}" for each in results for finding in each.findings]
    keys = sorted(finding.key for each in results for finding in each.findings)
    blind = sorted(f"{each.slug} cannot tell" for each in results if each.reason)
    command = f"opskit check {' '.join(asked.slugs)}"
    return Seen(status, "; ".join(evidence[:2]), tuple(evidence), command, finding="\n".join([*keys, *blind]))
