"""The page of `opskit explain`: one rule, or the list of them."""

from __future__ import annotations

from opskit.app.rules import Rules, RuleText
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Line, Table
from opskit.render.words import plural


def blocks(answer: Answer[Rules]) -> list[Block]:
    rules = answer.data.rules
    return _one(rules[0]) if len(rules) == 1 else _all(list(rules))


def _one(rule: RuleText) -> list[Block]:
    facts = {
        "catches": rule.catches,
        "why": rule.why,
        "instead": rule.safe,
        "severity": rule.severity.value + (" (style: off unless [lint] enable names it)" if rule.style else ""),
        "PostgreSQL": rule.versions,
        "allow": f"-- opskit: allow {rule.rule}: REASON",
    }
    return [Line(f"{rule.rule}: {rule.title}"), *(Line(text, name) for name, text in facts.items())]


def _all(rules: list[RuleText]) -> list[Block]:
    rows = [[rule.rule, rule.severity.value + (", style" if rule.style else ""), rule.title] for rule in rules]
    style = sum(rule.style for rule in rules)
    return [
        Table(["rule", "severity", "catches"], rows),
        Line(f"{plural(len(rules), 'rule')}, {style} of style; opskit explain RULE says more."),
    ]
