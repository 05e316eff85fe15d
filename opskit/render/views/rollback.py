"""`opskit rollback`, read by someone tired: what goes, what is lost, whether the schema is what it was."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.carrying_out import elapsed_s
from opskit.app.planning import Expected
from opskit.app.rollback import RolledBack
from opskit.app.way_back import TakenBack, WayBack
from opskit.core.answer import Answer
from opskit.core.fingerprint import Difference
from opskit.render.blocks import Block, Bullets, Code, Heading, Line
from opskit.render.views.apply import steps_shown, steps_table
from opskit.render.views.plan import INSTANT_S, locks, proof
from opskit.render.words import duration, plural

# Of objects that others have changed.
SHOWN = 12
AN_INSTANT = "an instant"


def blocks(answer: Answer[RolledBack | WayBack]) -> list[Block]:
    if isinstance(answer.data, WayBack):
        return _way_back(answer.data, answer.environment)
    return _done(answer.data, answer.environment)


def _way_back(way: WayBack, environment: str) -> list[Block]:
    if not way.revisions:
        return [Line(f"Nothing to undo on {environment}.", "ok")]
    found: list[Block] = [Heading(f"Way back on {environment}: {', '.join(way.revisions)}, newest first")]
    for number, group in enumerate(_each_undo(way.statements), 1):
        code = "\n".join(f"{each.sql};" for each in group)
        found += [Line(f"{number}. {_target(group)}"), Code(code), Bullets([_costs(group)])]
    found += [Line(finding.message, "blocked") for finding in way.obstacles]
    found += [*_others(way.others, "Changed by others since the run, and not touched:"), Line("")]
    found += [Line(f"What others changed since cannot be told: {way.untold}.")] if way.untold else []
    found += [Line(f"{name}: others have made something else of it; it stays", "left") for name in way.left]
    loss = "no data" if way.loss == "none" else f"{way.loss}: --accept-data-loss"
    count = plural(len(way.statements), "statement")
    return [
        *found,
        Line(f"{count}; loses {loss}; {_time(way.expected)}, and the waiting for locks."),
        *_proven(way),
        *_rows(way),
    ]


def _each_undo(statements: Sequence[TakenBack]) -> list[list[TakenBack]]:
    """The statements that take back one: the last of them says which."""
    groups: list[list[TakenBack]] = [[]]
    for each in statements:
        groups[-1].append(each)
        if each.revision:
            groups.append([])
    return [group for group in groups if group]


def _target(group: Sequence[TakenBack]) -> str:
    more = f", with {plural(len(group) - 1, 'statement')} more" if len(group) > 1 else ""
    first = next((each for each in group if not each.sql.startswith("SET LOCAL ")), group[0])
    return f"{first.target}{more}"


def _costs(group: Sequence[TakenBack]) -> str:
    loss = "no data" if group[0].loss == "none" else group[0].loss
    relations = dict.fromkeys(relation for each in group for relation in each.relations)
    times = list(dict.fromkeys(_time(each.expected) for each in group))
    return "; ".join([locks(list(relations)), f"loses {loss}", *(time for time in times if time != AN_INSTANT)])


def _time(expected: Expected) -> str:
    if expected.high <= INSTANT_S:
        return AN_INSTANT
    return f"about {duration(expected.seconds)}, at most {duration(expected.high)}"


def _proven(way: WayBack) -> list[Block]:
    unknown = set(way.revisions) - {each.revision for each in way.rehearsed}
    found: list[Block] = [Line(f"{proof(each)}.") for each in way.rehearsed]
    if unknown:
        found.append(Line(f"Never rehearsed as applied here: {', '.join(sorted(unknown))}."))
    return found


def _rows(way: WayBack) -> list[Block]:
    return [Line(f"First the rows of {', '.join(way.rows)} are kept in {way.rows_file}.")] if way.rows_file else []


def _others(changed: Sequence[Difference], title: str) -> list[Block]:
    if not changed:
        return []
    named = [f"{each.kind} {each.name}: {each.change}" for each in changed[:SHOWN]]
    more = [f"and {len(changed) - SHOWN} more (--json has them all)"] if len(changed) > SHOWN else []
    return [Line(title), Bullets([*named, *more])]


def _done(done: RolledBack, environment: str) -> list[Block]:
    seconds = elapsed_s(done.steps)
    found: list[Block] = [
        Heading(f"Rolled back {', '.join(done.revisions)} on {environment}"),
        steps_table(done.steps),
        Line(""),
    ]
    count = plural(len(steps_shown(done.steps)), "statement")
    if done.rows:
        found.append(Line(f"{plural(done.rows.rows, 'row')} that went with it are kept in {done.rows.path}."))
    if done.verified:
        proof = f"fingerprint {done.fingerprint.after[:12]} equals the one before the run"
        return [*found, Line(f"{count} in {duration(seconds)}; {proof}.", "verified")]
    return [*found, Line(f"{count} in {duration(seconds)}; {_verdict(done)}:", "differs"), *_left(done)]


def _verdict(done: RolledBack) -> str:
    if not _own(done):
        return "nothing of the run is left, but the schema is not what it was before, for others changed it since"
    return "but the schema is not what it was before"


def _left(done: RolledBack) -> list[Block]:
    """What is not as before: of the run, then of others."""
    own = _own(done)
    theirs = [each for each in done.differs if each not in own]
    named = [f"{each.kind} {each.name}: {each.change}" for each in own]
    return [*([Bullets(named)] if named else []), *_others(theirs, "Changed by others since the run:")]


def _own(done: RolledBack) -> list[Difference]:
    """What nobody but the run, or its way back, can have made different."""
    others = {(each.kind, each.name) for each in done.others}
    return [each for each in done.differs if (each.kind, each.name) not in others]
