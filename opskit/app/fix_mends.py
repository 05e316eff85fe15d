"""Findings -> the statements that mend them, each once and in the order they run, and what a person has to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from opskit.core.finding import Finding
from opskit.core.own_revision import SLUG, revision_of
from opskit.core.verdict import Severity
from opskit.migrate.classify import classify
from opskit.migrate.migration import Migration, checksum_of
from opskit.migrate.parser import Parsed, deparse, parse
from opskit.migrate.remedy import placed, read, turn
from opskit.migrate.remedy_overlap import answered_by, drop_of, names_relation, superfluous
from opskit.value import Value, replace


class Answered(Value):
    """A finding that a statement answers."""

    key: str
    severity: Severity
    object: str
    message: str


class Mend(Value):
    """A statement of the fix, and the findings it answers, of which there is at least one."""

    ordinal: int
    sql: str
    findings: Sequence[Answered]


class ByHand(Value):
    """A finding whose remedy a person has to carry out; `reason` says why. `recipe` are the statements of a migration
    by which it goes while the application runs, where opskit can write them down."""

    key: str
    severity: Severity
    object: str
    message: str
    remedy: str
    reason: str
    recipe: Sequence[str] = ()


Remedies = dict[str, tuple[Parsed, list[Finding]]]


def sorted_out(findings: Sequence[Finding]) -> tuple[list[Mend], list[ByHand]]:
    """The most severe first, where it makes no difference to the statements."""
    found: Remedies = {}
    left = []
    for finding in sorted(findings, key=lambda each: -each.severity.rank):
        remedy = read(finding.remedy)
        if remedy.reason:
            left.append(by_hand(finding, remedy.reason))
        for parsed in remedy.statements:
            _, answered = found.setdefault(deparse(parsed.kind, parsed.node), (parsed, []))
            answered.append(finding)
    in_order = sorted(_without_overlaps(found).values(), key=lambda each: turn(each[0]))
    return numbered(Mend(0, parsed.text, _answered(answered)) for parsed, answered in in_order), left


def _without_overlaps(found: Remedies) -> Remedies:
    """What another statement does besides is left to that one; a drop that another one makes wrong is left out."""
    for text, by in answered_by({text: parsed for text, (parsed, _) in found.items()}).items():
        found[by][1].extend(found.pop(text)[1])
    drops = {drop_of(parsed): text for text, (parsed, _) in found.items() if drop_of(parsed)}
    for name in superfluous({name: [_mentions(each) for each in found[text][1]] for name, text in drops.items()}):
        del found[drops[name]]
    return found


def _mentions(finding: Finding) -> list[str]:
    """The relations it names beside its object and the table of that."""
    told = {str(value) for value in finding.facts.values() if isinstance(value, str)}
    return [each for each in told - {finding.object, finding.facts.get("table_name")} if names_relation(each)]


def _answered(findings: Iterable[Finding]) -> tuple[Answered, ...]:
    each_once = {each.key: each for each in findings}
    return tuple(Answered(each.key, each.severity, each.object, each.message) for each in each_once.values())


def by_hand(finding: Finding, reason: str) -> ByHand:
    return ByHand(finding.key, finding.severity, finding.object, finding.message, finding.remedy, reason)


def numbered(mends: Iterable[Mend]) -> list[Mend]:
    return [replace(mend, ordinal=place) for place, mend in enumerate(mends, 1)]


def held_back(mends: Sequence[Mend], reasons: Mapping[int, str]) -> tuple[list[Mend], list[ByHand]]:
    """Without the statements (by ordinal) that something stands in the way of, and all else their findings ask for: a
    remedy is carried out whole or not at all."""
    why = {each.key: reasons[mend.ordinal] for mend in mends if mend.ordinal in reasons for each in mend.findings}
    left = {
        each.key: ByHand(each.key, each.severity, each.object, each.message, mend.sql, why[each.key])
        for mend in mends
        for each in mend.findings
        if each.key in why
    }
    stay = [
        replace(mend, findings=tuple(each for each in mend.findings if each.key not in why))
        for mend in mends
        if mend.ordinal not in reasons
    ]
    return numbered(mend for mend in stay if mend.findings), list(left.values())


def migration_of(mends: Sequence[Mend], run: str) -> Migration:
    """In no file: its statements are what the findings ask for."""
    statements = [placed(parse(mend.sql)[0], mend.ordinal) for mend in mends]
    text = ";\n".join(mend.sql for mend in mends)
    up = tuple(ddl for parsed in statements for ddl in classify(parsed))
    return Migration(revision_of(run), SLUG, Path(), up, "", checksum_of(text.encode()))
