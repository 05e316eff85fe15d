"""`opskit rollback`, read by someone tired: what goes, what is lost, whether the schema is what it was."""

from __future__ import annotations

from opskit.app.carrying_out import elapsed_s
from opskit.app.rollback import RolledBack, WayBack
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Bullets, Code, Heading, Line
from opskit.render.views.apply import steps_shown, steps_table
from opskit.render.words import duration, plural


def blocks(answer: Answer[RolledBack | WayBack]) -> list[Block]:
    if isinstance(answer.data, WayBack):
        return _way_back(answer.data, answer.environment)
    return _done(answer.data, answer.environment)


def _way_back(way: WayBack, environment: str) -> list[Block]:
    if not way.statements and not way.revisions:
        return [Line(f"Nothing to undo on {environment}.", "ok")]
    found: list[Block] = [Heading(f"Way back on {environment}: {', '.join(way.revisions)}, newest first")]
    for number, statement in enumerate(way.statements, 1):
        locks = ", ".join(f"{each.lock} on {each.name}" for each in statement.relations) or "no table lock"
        found += [
            Line(f"{number}. {statement.title}"),
            Code("\n".join([f"{sql};" for sql in statement.safe] + [f"lock  {locks}"])),
        ]
    found += [Line(finding.message, "blocked") for finding in way.obstacles]
    found += [
        Line(""),
        Line(f"{plural(len(way.statements), 'statement')}; loses {way.loss if way.loss != 'none' else 'no data'}."),
    ]
    return found


def _done(done: RolledBack, environment: str) -> list[Block]:
    seconds = elapsed_s(done.steps)
    found: list[Block] = [
        Heading(f"Rolled back {', '.join(done.revisions)} on {environment}"),
        steps_table(done.steps),
        Line(""),
    ]
    count = plural(len(steps_shown(done.steps)), "statement")
    if done.verified:
        proof = f"fingerprint {done.fingerprint.after[:12]} equals the one before the run"
        return [*found, Line(f"{count} in {duration(seconds)}; {proof}.", "verified")]
    found.append(Line(f"{count} in {duration(seconds)}, but the schema is not what it was before:", "differs"))
    return [*found, Bullets([f"{each.kind} {each.name}: {each.change}" for each in done.differs])]
