"""docs/rules.md, from the modules of the rules.

python docs/make_rules.py           write docs/rules.md
python docs/make_rules.py --check   exit 1 when docs/rules.md says something else than the rules
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from opskit.app.rules import RuleText, explain
from opskit.core.verdict import Severity
from opskit.render.markdown import escape

DOCUMENT = Path(__file__).with_name("rules.md")
INTRODUCTION = """\
# The rules of opskit lint

`opskit explain RULE` prints one of them. A rule is allowed at one statement by a comment above, inside or behind it,
`-- opskit: allow RULE: REASON`. Rules of style are off unless `[lint] enable` in `opskit.toml` names them.

* **critical**: as written it stops the application for as long as the table is large, or fails, or loses data
* **warning**: a short lock that the application may queue behind, an incompatible change, a trap
* **info**: worth knowing

Where a rule says what opskit does instead, `opskit plan` shows it and `opskit apply` runs it.

This file is written by `docs/make_rules.py`; do not edit it by hand.
"""


def document(rules: Sequence[RuleText]) -> str:
    plain = [each for each in rules if not each.style]
    parts = [INTRODUCTION]
    for severity in reversed(list(Severity)):
        parts += _section(severity.value.capitalize(), [each for each in plain if each.severity is severity])
    parts += _section("Style", [each for each in rules if each.style])
    return "\n".join(parts)


def _section(title: str, rules: Sequence[RuleText]) -> list[str]:
    return [f"## {title}\n", *map(_rule, rules)] if rules else []


def _rule(rule: RuleText) -> str:
    lines = [
        f"### {rule.rule}\n",
        f"{escape(rule.title)}. PostgreSQL {rule.versions}.\n",
        f"* catches: {escape(rule.catches)}",
        f"* why: {escape(rule.why)}.",
        f"* instead: {escape(rule.safe)}.\n",
    ]
    return "\n".join(lines)


def main(words: Sequence[str]) -> None:
    wanted = document(explain("").data.rules)
    if "--check" not in words:
        DOCUMENT.write_text(wanted, encoding="utf-8")
    elif not DOCUMENT.is_file() or DOCUMENT.read_text("utf-8") != wanted:
        sys.exit("docs/rules.md does not say what the rules say\nnext: python docs/make_rules.py")


if __name__ == "__main__":
    main(sys.argv[1:])
