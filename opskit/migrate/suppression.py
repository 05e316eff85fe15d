"""Findings that a person has looked at: `-- opskit: allow <rule>: <reason>` above, inside or behind a statement. It
holds for the whole statement, a DO block with all that stands inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from opskit.migrate.linting import Violation, all_rules, violation
from opskit.migrate.parser import Parsed
from opskit.value import Value

_WORDS = ("opskit:", "allow")


class Allowance(Value):
    """`reason` is empty where none was given, and the allowance then does nothing."""

    rule: str
    reason: str
    line: int
    parsed: Parsed


class Suppressed(Value):
    violation: Violation
    reason: str


class Judged(Value):
    """What is left to report, and what was allowed."""

    violations: Sequence[Violation]
    suppressed: Sequence[Suppressed]


def allowances(statements: Iterable[Parsed]) -> list[Allowance]:
    found = []
    for parsed in statements:
        for comment in parsed.comments:
            for place, line in enumerate(comment.text.splitlines()):
                words = line.split(None, 2)
                if tuple(word.lower() for word in words[:2]) == _WORDS:
                    rule, _, reason = "".join(words[2:]).partition(":")
                    slug = rule.strip().lower().replace("_", "-")
                    found.append(Allowance(slug, reason.strip(), comment.line + place, parsed))
    return found


def judge(found: Sequence[Violation], allowed: Sequence[Allowance]) -> Judged:
    """An allowance holds for its statement and its rule. One that has no reason, or allows nothing, is reported."""
    kept, suppressed, used = [], [], set()
    for each in found:
        mine = [allowance for allowance in allowed if _fits(allowance, each)]
        if mine:
            used.add(id(mine[0]))
            suppressed.append(Suppressed(each, mine[0].reason))
        else:
            kept.append(each)
    unused = [each for each in allowed if id(each) not in used]
    return Judged([*kept, *(one for each in unused for one in _reported(each))], suppressed)


def _fits(allowance: Allowance, violation: Violation) -> bool:
    same = allowance.rule == violation.rule and allowance.parsed.ordinal == violation.parsed.ordinal
    return same and bool(allowance.reason)


def _reported(allowance: Allowance) -> Iterator[Violation]:
    for slug, rule in all_rules().items():
        if hasattr(rule, "find_unused"):
            yield violation(slug, rule.find_unused(allowance), allowance.parsed, allowance.line)
