"""`opskit check list` and `opskit check explain`: what the checks ask, without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opskit.app.checking import load, wrapped
from opskit.app.given import told
from opskit.catalog import checks as catalog
from opskit.catalog.configuration import Settings
from opskit.core.answer import Answer
from opskit.core.check import DIMENSIONS, Check
from opskit.core.verdict import Severity
from opskit.value import Value

NEWEST = 18


class Listed(Value):
    slug: str
    title: str
    dimension: str
    severity: Severity
    since: int
    needs: Sequence[str]


class CheckList(Value):
    checks: Sequence[Listed]


class Param(Value):
    """`value` is in force here (opskit.toml may have set it), `default` what the check ships with."""

    name: str
    value: str | int | float | bool
    default: str | int | float | bool
    source: str


class Given(Value):
    """What the query is handed because the database cannot know it; `text` says what it holds, and its limits."""

    name: str
    text: str


class Explanation(Value):
    slug: str
    title: str
    dimension: str
    severity: Severity
    since: int
    why: str
    remedy: str
    needs: Sequence[str]
    given: Sequence[Given]
    params: Sequence[Param]
    query: str


def check_list(settings: Settings) -> Answer[CheckList]:
    """Every check, by dimension and then by name."""
    loaded = sorted(
        catalog.load_all(NEWEST, settings.checks), key=lambda each: (DIMENSIONS.index(each.dimension), each.slug)
    )
    listed = [Listed(each.slug, each.title, each.dimension, each.severity, each.since, each.needs) for each in loaded]
    return Answer("check list", CheckList(tuple(listed)))


def check_explain(settings: Settings, slug: str) -> Answer[Explanation]:
    """One check with the thresholds in force. UsageFault when there is none of that name."""
    shipped = catalog.load(slug, NEWEST, settings.checks)
    (here,) = load(settings, NEWEST, [slug])
    explanation = Explanation(
        slug, here.title, here.dimension, here.severity, here.since, here.why, here.remedy, here.needs,
        tuple(Given(name, told(name)) for name in here.given), tuple(_params(here, shipped.params)),
        wrapped(here) if here.shared else here.query,
    )  # fmt: skip
    return Answer("check explain", explanation)


def _params(here: Check, defaults: Mapping[str, str | int | float | bool]) -> list[Param]:
    sources = dict(line.split(": ", 1) for line in here.source.splitlines())
    return [Param(name, value, defaults[name], sources.get(name, "")) for name, value in here.params.items()]
