"""The page of `opskit fix`: what it would do for which findings, what is left to a person; afterwards, the proof."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.carrying_out import StepDone, elapsed_s
from opskit.app.fix import Fixed
from opskit.app.fix_mends import Answered, ByHand, Mend
from opskit.app.fix_planning import FixView
from opskit.app.fix_proof import Proof
from opskit.app.planning import PlannedStatement
from opskit.core.answer import Answer
from opskit.core.next_command import quoted
from opskit.core.verdict import Verdict
from opskit.migrate.fix_targets import DROPPED, REBUILT
from opskit.render.blocks import Block, Bullets, Code, Heading, Line, Table
from opskit.render.views.apply import steps_shown
from opskit.render.views.plan import facts, surroundings
from opskit.render.words import count, duration, plural, size
from opskit.value import replace

# Of findings that one statement answers, and of those that share a reason to be by hand.
SHOWN = 5


def blocks(answer: Answer[FixView | Fixed]) -> list[Block]:
    if isinstance(answer.data, FixView):
        return _planned(answer.data, answer.environment)
    return _done(answer.data, answer.environment)


def _planned(view: FixView, environment: str) -> list[Block]:
    page: list[Block] = [_verdict(view, environment)]
    page += [Line(f"{name} was cut short; its record is closed, what it did stays", "goes on") for name in view.closes]
    statements = [each for migration in view.migrations for each in migration.statements]
    for mend, statement in zip(view.mends, statements, strict=True):
        page += _statement(mend, statement)
    page += _by_hand(view.by_hand, bool(view.asked)) + _unseen(view)
    if statements:
        page += [Line(""), *surroundings(_by_number(view))]
    return page + _next(view, environment)


def _by_number(view: FixView) -> FixView:
    """There is one revision, which nobody has to tell from another."""
    if view.company is None:
        return view
    transactions, lanes = (
        [tuple(name.partition(" ")[2] for name in names) for names in group]
        for group in (view.company.transactions, view.company.lanes)
    )
    company = replace(view.company, transactions=transactions, lanes=lanes)
    return replace(view, company=company)


def _verdict(view: FixView, environment: str) -> Line:
    hands = f"; {plural(len(view.by_hand), 'finding')} by hand" if view.by_hand else ""
    if view.mends:
        findings = len({each.key for mend in view.mends for each in mend.findings})
        text = f"{plural(view.pending, 'statement')} for {plural(findings, 'finding')} on {environment}"
        return Line(f"{text}{hands}.", "pending")
    if view.closes:
        return Line(f"Nothing to mend on {environment}, but a record to close{hands}.", "pending")
    return Line(f"Nothing on {environment} that opskit fix can mend{hands}.", "warning" if hands else "ok")


def _statement(mend: Mend, statement: PlannedStatement) -> list[Block]:
    return [
        Line(""),
        Line(f"{mend.ordinal}. {_words(mend.findings[0])}"),
        *([Bullets([_words(each) for each in mend.findings[1:SHOWN]])] if mend.findings[1:] else []),
        Code("\n".join(f"{sql};" for sql in statement.safe)),
        Bullets(facts(statement, "")),
    ]


def _words(finding: Answered) -> str:
    return f"{finding.key.partition(':')[0]}: {finding.object}: {finding.message}"


def _by_hand(left: Sequence[ByHand], whole: bool) -> list[Block]:
    """Those of one check that have the same reason stand together. A whole migration is shown when it is asked for."""
    groups: dict[tuple[str, str], list[ByHand]] = {}
    for each in left:
        groups.setdefault((each.key.partition(":")[0], each.reason), []).append(each)
    page: list[Block] = [Heading("By hand")] if left else []
    for (slug, reason), group in groups.items():
        more = [f"and {len(group) - SHOWN} more: opskit check {slug}"] if len(group) > SHOWN else []
        page += [
            Line(f"{slug}: {reason}", max(each.severity for each in group)),
            Bullets([*(f"{each.object}: {each.message}" for each in group[:SHOWN]), *more]),
            Code("\n".join(dict.fromkeys(each.remedy for each in group[:SHOWN]))),
            *(block for each in group[:SHOWN] if each.recipe for block in (_recipe(each) if whole else _hint(each))),
        ]
    return page


def _recipe(left: ByHand) -> list[Block]:
    """A comment is no statement."""
    lines = (sql if sql.startswith("--") else f"{sql};" for sql in left.recipe)
    return [Line(f"{left.object}, as a migration to read, complete and apply:"), Code("\n".join(lines))]


def _hint(left: ByHand) -> list[Block]:
    return [Line(f"opskit fix {quoted(left.object)} -n   (shows how, as a migration)")]


def _unseen(view: FixView) -> list[Block]:
    if not view.unseen:
        return []
    return [Heading("Cannot tell"), *(Line(f"{each.slug}: {each.reason}", "inconclusive") for each in view.unseen)]


def _next(view: FixView, environment: str) -> list[Block]:
    page: list[Block] = []
    if view.minor:
        text = f"{plural(view.minor, 'finding')} of severity info {'is' if view.minor == 1 else 'are'} left alone"
        page.append(Line(f"{text}: name the check or the relation to mend such a one."))
    page += [Line(f"next: {_command(view.asked, environment)}")] if view.mends or view.closes else []
    return [Line(""), *page] if page else []


def _command(asked: str, environment: str) -> str:
    return " ".join(filter(None, ["opskit fix", asked, f"-e {environment}"]))


def _done(done: Fixed, environment: str) -> list[Block]:
    took = f"{plural(len(steps_shown(done.steps)), 'statement')} in {duration(elapsed_s(done.steps))}; run {done.run}."
    page: list[Block] = [Heading(f"Fixed on {environment}"), _steps(done.steps), Line("")]
    page += _proofs(done.proofs)
    page += [Line(_words(each), "still there") for each in done.left]
    if done.verified:
        page.append(Line(f"the findings are gone; {took}", "done"))
    else:
        page.append(Line(f"not all of it did what it was for; {took}", "fail"))
    more = [f"{plural(done.next, 'statement')} more for what could be seen only now"] if done.next else []
    more += [f"{plural(len(done.by_hand), 'finding')} by hand"] if done.by_hand else []
    return [*page, *([Line(f"{'; '.join(more)}: {_command(done.asked, environment)} -n")] if more else [])]


def _steps(steps: Sequence[StepDone]) -> Table:
    rows = [
        [
            str(step.ordinal),
            " ".join(step.sql.split()),
            step.outcome.upper(),
            duration(step.seconds),
            str(step.attempts),
        ]
        for step in steps_shown(steps)
    ]
    return Table(["#", "statement", "outcome", "took", "tries"], rows, numeric=["#", "took", "tries"])


def _proofs(proofs: Sequence[Proof]) -> list[Block]:
    rows = [[each.name, each.what, *_measured(each), each.verdict.upper()] for each in proofs]
    page: list[Block] = [Table(["proof of", "was", "before", "after", "predicted", "verdict"], rows)] if rows else []
    failed = [each for each in proofs if each.verdict is not Verdict.PASS]
    page += [Line(f"{each.name}: {each.reason}", each.verdict) for each in failed]
    return [*page, Line("")] if page else []


def _measured(proof: Proof) -> list[str]:
    before, after = proof.before, proof.after or {}
    if proof.what == DROPPED:
        was = f"{size(_number(before['bytes']))}, {count(_number(before['scans']))} scans"
        return [was, "there" if after else "gone", ""]
    if proof.what == REBUILT:
        left = None if proof.predicted_bytes is None else _number(before["bytes"]) - proof.predicted_bytes
        off = "" if proof.error_points is None else f", {proof.error_points:g} points off"
        expected = "" if left is None else f"{size(left)}{off}"
        return [size(_number(before["bytes"])), size(_number(after["bytes"])) if after else "gone", expected]
    return [f"{count(_number(before['dead_rows']))} dead", f"{count(_number(after.get('dead_rows', 0)))} dead", ""]


def _number(value: object) -> int:
    return int(str(value))
