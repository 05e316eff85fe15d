"""Findings that a person has looked at: `-- opskit: allow <rule>: <reason>` above, inside or behind a statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from opskit.migrate.linting import Violation, all_rules
from opskit.migrate.parser import Parsed

_WORDS = ("opskit:", "allow")


@dataclass(frozen=True)
class Allowance:
    """`reason` is empty where none was given, and the allowance then does nothing."""

    rule: str
    reason: str
    line: int
    parsed: Parsed


@dataclass(frozen=True)
class Suppressed:
    violation: Violation
    reason: str


@dataclass(frozen=True)
class Judged:
    """What is left to report, and what was allowed."""

    violations: Sequence[Violation]
    suppressed: Sequence[Suppressed]


def allowances(statements: Iterable[Parsed]) -> list[Allowance]:
    found = []
    for parsed in statements:
        for comment in parsed.comments:
            words = comment.text.split(None, 2)
            if tuple(word.lower() for word in words[:2]) == _WORDS:
                rule, _, reason = "".join(words[2:]).partition(":")
                found.append(Allowance(rule.strip(), reason.strip(), comment.line, parsed))
    return found


def judge(found: Sequence[Violation], allowed: Sequence[Allowance]) -> Judged:
    """An allowance holds for its statement and its rule. One that has no reason, or allows nothing, is reported."""
    kept, suppressed, used = [], [], set()
    for violation in found:
        mine = [each for each in allowed if _fits(each, violation)]
        if mine:
            used.add(id(mine[0]))
            suppressed.append(Suppressed(violation, mine[0].reason))
        else:
            kept.append(violation)
    unused = [each for each in allowed if id(each) not in used]
    return Judged([*kept, *(one for each in unused for one in _reported(each))], suppressed)


def _fits(allowance: Allowance, violation: Violation) -> bool:
    same = allowance.rule == violation.rule and allowance.parsed is violation.parsed
    return same and bool(allowance.reason)


def _reported(allowance: Allowance) -> Iterator[Violation]:
    for slug, rule in all_rules().items():
        if hasattr(rule, "find_unused"):
            yield Violation(slug, rule.SEVERITY, allowance.parsed, rule.find_unused(allowance), allowance.line)
