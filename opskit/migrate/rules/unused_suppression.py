"""A comment that allows a rule which the statement does not break, or without a reason, or that is no rule."""

from __future__ import annotations

import difflib

from opskit.core.verdict import Severity
from opskit.migrate import linting
from opskit.migrate.linting import Hit
from opskit.migrate.suppression import Allowance

TITLE = "Suppression that suppresses nothing"
SEVERITY = Severity.WARNING
WHY = "what is allowed without need, or without a reason, hides the next mistake in the same statement"
SAFE = "remove the comment, or write `-- opskit: allow RULE: REASON` above the statement that breaks the rule"
VERSIONS = ">= 14"
STYLE = False
ON: frozenset[str] = frozenset()


def find_unused(allowance: Allowance) -> Hit:
    rule = allowance.rule
    if rule not in linting.all_rules():
        near = difflib.get_close_matches(rule, linting.all_rules(), 1, 0.5)
        return Hit(
            f"allows {rule or 'nothing'}, which is no rule" + "".join(f"; did you mean {each}?" for each in near)
        )
    if not allowance.reason:
        return Hit(f"allows {rule} without a reason, and so does not: write the reason behind a colon")
    # With another knowledge of the catalog it may be needed, so that it is no fault.
    return Hit(f"allows {rule}, which this statement does not break", severity=Severity.INFO)
