"""The rules as a person reads them: which there are, what each says."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from opskit.catalog import toml_file
from opskit.catalog.configuration import Settings
from opskit.core.answer import Answer
from opskit.core.verdict import Severity
from opskit.errors import Fault, InvalidFile, UsageFault
from opskit.migrate.linting import all_rules
from opskit.value import Value


class RuleText(Value):
    """`catches` is what a statement has to look like; `versions` the servers it holds for; `style` rules are off
    unless [lint] enable names them."""

    rule: str
    title: str
    severity: Severity
    catches: str
    why: str
    safe: str
    versions: str
    style: bool


class Rules(Value):
    rules: Sequence[RuleText]


@cache
def text_of(slug: str) -> RuleText:
    rule = all_rules()[slug]
    catches = " ".join((rule.__doc__ or "").split())
    return RuleText(slug, rule.TITLE, rule.SEVERITY, catches, rule.WHY, rule.SAFE, rule.VERSIONS, rule.STYLE)


def known(slug: str) -> str:
    """The rule of that name. UsageFault with the nearest names when there is none."""
    name = slug.replace("_", "-").lower()
    if name in all_rules():
        return name
    near = ", ".join(difflib.get_close_matches(name, all_rules(), 3, 0.5))
    raise UsageFault(
        f"there is no rule {slug!r}", f"near: {near}" if near else "", "opskit explain   (lists the rules)"
    )


def enabled_styles(settings: Settings) -> frozenset[str]:
    """InvalidFile, with the line in opskit.toml, for what is no rule."""
    file = Path(settings.origin.get("lint.enable", ""))
    chosen, faults = set(), []
    for slug in settings.styles:
        try:
            chosen.add(known(slug))
        except UsageFault as error:
            line = toml_file.line_of(file, "enable")
            faults.append(Fault(file, line, " ".join(f"lint.enable: {error.what}; {error.why}".rstrip("; ").split())))
    if faults:
        raise InvalidFile(faults, "opskit explain   (lists the rules)")
    return frozenset(chosen)


def explain(slug: str) -> Answer[Rules]:
    """One rule, or all of them."""
    chosen = [known(slug)] if slug else list(all_rules())
    return Answer("explain", Rules([text_of(each) for each in chosen]))
