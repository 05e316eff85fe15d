"""What `opskit fix` starts from: the findings of checks and of `bloat`, all of them or those that a person named."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from opskit.app.bloat import judged
from opskit.app.bloat_report import Relation
from opskit.app.checking import load, run_checks
from opskit.app.context import Context
from opskit.app.given import applies
from opskit.app.looking import looking
from opskit.catalog import check_names
from opskit.catalog.facts import fact
from opskit.core.check import CheckResult
from opskit.core.finding import Finding
from opskit.core.next_command import quoted
from opskit.core.verdict import Severity
from opskit.errors import Inconclusive, OpskitError, UsageFault
from opskit.pg.reading import ReadSession
from opskit.value import Value

# The command of that name, whose rows count as findings of a check.
BLOAT = "bloat"


class Choice(Value):
    """What was typed: slugs of checks (none: all of them) and relations (none: whatever the findings are about)."""

    slugs: Sequence[str] = ()
    relations: Sequence[str] = ()

    @property
    def words(self) -> str:
        """For a shell."""
        return " ".join(map(quoted, [*self.slugs, *self.relations]))


class Unseen(Value):
    """A check that could not tell."""

    slug: str
    reason: str


class Asked(Value):
    """`minor` counts findings of severity info that are left alone because nobody named their check or relation;
    `bloat` has what is estimated of each relation that has a remedy there; `about` are the relations that were named,
    with what belongs to them."""

    findings: Sequence[Finding]
    unseen: Sequence[Unseen]
    minor: int
    bloat: Mapping[str, Relation]
    about: frozenset[str]


def chosen(words: Sequence[str], own: Path | None) -> Choice:
    """A word that is the slug of a check means the check; `own` is the folder of one's own checks."""
    known = {*check_names.slugs(own), BLOAT}
    slugs = tuple(dict.fromkeys(word for word in words if word in known))
    return Choice(slugs, tuple(dict.fromkeys(word for word in words if word not in known)))


def ask(context: Context, choice: Choice) -> Asked:
    """UsageFault for a word that is neither a check nor a relation here."""
    with looking(context) as db:
        about = {member for name in choice.relations for member in _family(db, name)}
        return _asked(context, db, choice, frozenset(about))


def ask_again(context: Context, choice: Choice, before: Asked) -> Asked:
    """Of the same relations, some of which may be gone by now."""
    with looking(context) as db:
        return _asked(context, db, choice, before.about)


def _asked(context: Context, db: ReadSession, choice: Choice, about: frozenset[str]) -> Asked:
    results = _results(context, db, choice)
    relations, unseen = _bloat(context, db, choice)
    found = [each for result in results for each in result.findings] + [_finding(each) for each in relations]
    found = [each for each in found if each.remedy and (not choice.relations or _concerns(each, about))]
    named = bool(choice.slugs or choice.relations)
    worth = [each for each in found if named or each.severity.at_least(Severity.WARNING)]
    unseen = [Unseen(each.slug, each.reason) for each in results if each.reason] + unseen
    estimates = {each.name: each for each in relations}
    return Asked(tuple(worth), tuple(unseen), len(found) - len(worth), estimates, about)


def _results(context: Context, db: ReadSession, choice: Choice) -> list[CheckResult]:
    slugs = [each for each in choice.slugs if each != BLOAT]
    if choice.slugs and not slugs:
        return []
    checks = load(context.settings, db.server.major, slugs)
    if not slugs:
        checks = [each for each in checks if applies(each.given, context.environment)]
    return run_checks(context, checks, db)


def _bloat(context: Context, db: ReadSession, choice: Choice) -> tuple[list[Relation], list[Unseen]]:
    """Those with a remedy."""
    if choice.slugs and BLOAT not in choice.slugs:
        return [], []
    try:
        return [each for each in judged(context.settings, db) if each.remedy], []
    except Inconclusive as error:
        return [], [Unseen(BLOAT, f"{error.what}: {error.why}")]


def _finding(relation: Relation) -> Finding:
    share = "" if relation.bloat_pct is None else f"about {relation.bloat_pct:.0f} % of the {relation.kind} is bloat"
    facts = {
        "table_name": relation.table or relation.name, "size_bytes": relation.size_bytes,
        "reclaim_bytes": relation.reclaim_bytes, "method": relation.method,
    }  # fmt: skip
    key = f"{BLOAT}:{relation.name}"
    return Finding(key, Severity.WARNING, relation.name, share or relation.reason, facts, relation.remedy)


def _family(db: ReadSession, name: str) -> set[str]:
    try:
        rows = db.rows(fact("relation_family"), name=name)
    except OpskitError:
        db.rows("select 1 as alive")
        rows = []
    if not rows:
        what = f"there is neither a check nor a relation {name!r} (nothing was changed)"
        raise UsageFault(what, "", "opskit check list; or a table or index, as in public.orders")
    return {str(row["name"]) for row in rows}


def _concerns(finding: Finding, about: Collection[str]) -> bool:
    """By what the finding names: a relation, or a part of one (public.orders.orders_customer_fkey)."""
    names = [finding.object, str(finding.facts.get("table_name") or "")]
    return any(name == each or name.startswith(f"{each}.") for name in names for each in about)
