"""Checks against a database: each is a query of its own, and one that fails takes no other with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import ExitStack
from decimal import Decimal
from functools import partial
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from typing import Any, cast

from opskit import checks as refining
from opskit.app.context import Context
from opskit.app.given import Around, Givens, Look, Withheld, first_looks
from opskit.app.looking import looking
from opskit.app.probing import probed
from opskit.app.thresholds import given, refused, threshold
from opskit.catalog import check_names
from opskit.catalog import checks as catalog
from opskit.catalog.check_faults import NEEDS
from opskit.catalog.configuration import Settings
from opskit.catalog.facts import fact
from opskit.core.check import Check, CheckResult
from opskit.core.finding import Finding
from opskit.core.identifier import ident
from opskit.core.ignore import ignoring, verdict
from opskit.core.sharing import shared
from opskit.core.step import Row
from opskit.core.verdict import Severity, Verdict
from opskit.errors import Fault, InvalidFile, OpskitError
from opskit.pg.reading import ReadSession
from opskit.value import replace

_OWN = {"object", "message", "severity", "seen", "probe"}
_SHOWN = 3
# A look puts no more than this many queries at a time on a server that others live on.
_SESSIONS, _MANY = 2, 20
_NO_LOOKS: Mapping[str, Look] = {}
_NOTHING: Mapping[str, str] = {}


def load(settings: Settings, major: int, slugs: Collection[str] = (), dimension: str = "") -> list[Check]:
    """The checks for a server of this version, with the thresholds of opskit.toml; all unless some are named."""
    own = settings.checks
    _refuse_idle_ignores(settings)
    chosen = [catalog.load(slug, major, own) for slug in dict.fromkeys(slugs)] or catalog.load_all(major, own)
    return [adjusted(check, settings) for check in chosen if check.dimension == (dimension or check.dimension)]


def _refuse_idle_ignores(settings: Settings) -> None:
    """One that names no check would quiet nothing, and nobody would notice."""
    known = set(check_names.slugs(settings.checks)) if settings.ignores else set()
    faults = [
        Fault(each.path, each.line, f"ignore: there is no check {each.check!r}")
        for each in settings.ignores
        if each.check not in known
    ]
    if faults:
        raise InvalidFile(faults, "opskit check list")


def adjusted(check: Check, settings: Settings) -> Check:
    """The check with the params that were set for it. InvalidFile when one is set that it does not have."""
    for key in given(settings):
        slug, _, name = key.partition(".")
        if slug == check.slug and name not in check.params:
            known = ", ".join(check.params) or "none"
            raise refused(settings, key, f"the check has no such parameter (it has: {known})")
    params = {name: threshold(settings, f"{check.slug}.{name}", value) for name, value in check.params.items()}
    return replace(check, params=params)


def run_checks(
    context: Context,
    checks: Sequence[Check],
    db: ReadSession,
    earlier: Mapping[str, Look] = _NO_LOOKS,
    instead: Mapping[str, str] = _NOTHING,
) -> list[CheckResult]:
    """In the order given; `earlier` are first looks at counters, `instead` JSON text for givens that are not to be
    gathered. Unreachable when the connection is lost; any other fault makes one check inconclusive. What opskit.toml
    ignores is set apart."""
    givens = Givens(Around(db, context.environment, context.application("check"), earlier), instead)
    met, today = _met(checks, db), context.now().date()
    with ExitStack() as held:
        more = [held.enter_context(looking(context)) for _ in range(_SESSIONS - 1)] if len(checks) > _MANY else []
        asking = [partial(_run, each, met, givens) for each in (db, *more)]
        return [ignoring(result, context.settings.ignores, today) for result in shared(checks, asking)]


def watched(checks: Sequence[Check], db: ReadSession) -> dict[str, Look]:
    """A first look at the counters that these checks will be given the growth of."""
    met = _met(checks, db)
    return first_looks(db, {given for check in checks if met.issuperset(check.needs) for given in check.given})


def _met(checks: Sequence[Check], db: ReadSession) -> set[str]:
    needs = [need.split() for check in checks for need in check.needs]
    names = {f"{kind}s": sorted({name for each, name in needs if each == kind}) for kind in NEEDS}
    return {row["need"] for row in db.rows(fact("check_needs"), **names)} if needs else set()


def _run(db: ReadSession, met: Collection[str], givens: Givens, check: Check) -> CheckResult:
    if check.since > db.server.major:
        return _blind(check, f"needs PostgreSQL {check.since}, this is {db.server.major}")
    unmet = [need for need in check.needs if need not in met]
    if unmet:
        reason = "; ".join(f"needs {need}: {mend(need, db.server.login)}" for need in unmet)
        absent = tuple(need.split()[1] for need in unmet if need.startswith("extension "))
        return replace(_blind(check, reason), absent=absent)
    try:
        rows = db.rows(wrapped(check), **_parameters(check, givens))
        rows = probed(rows, db)
    except Withheld as withheld:
        return _blind(check, str(withheld))
    except OpskitError as error:
        db.rows("select 1 as alive")
        return _blind(check, f"{error.what}: {error.why}")
    try:
        return judged(check, refined(check, rows))
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return _blind(check, f"its query gives no usable answer: {error}")


def refined(check: Check, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows as `refine` of opskit/checks/<slug>.py judges them by the params; as they are where there is no such
    module. It is pure: rows in, rows out."""
    name = f"{refining.__name__}.{check.slug}"
    if find_spec(name) is None:
        return rows
    module: Any = import_module(name)
    return cast(Sequence[Row], module.refine(rows, check.params))


def _parameters(check: Check, givens: Givens) -> dict[str, object]:
    """Of a fact, whose rows are judged by the params afterwards, those that it asks for."""
    given: dict[str, object] = {name: givens[name] for name in check.given}
    asked = {name: value for name, value in check.params.items() if f"%({name})s" in check.query}
    return {**asked, **given}


def wrapped(check: Check) -> str:
    """The lines keep a comment at the end of the query from swallowing the parenthesis. What the query shares with
    others is seen from inside it."""
    shared = "with " + ", ".join(check.shared) if check.shared else ""
    return "\n".join([shared, "select f.* from (", check.query, ") as f"]).lstrip()


def mend(need: str, login: str) -> str:
    """The statement that meets a need, `KIND NAME` with a kind of check_faults.NEEDS."""
    kind, name = need.split()
    statements = {
        "extension": f"create extension {ident(name)}",
        "role": f"grant {ident(name)} to {ident(login)}",
        "view": f"grant select on pg_catalog.{ident(name)} to {ident(login)}",
        "function": f"grant execute on function pg_catalog.{ident(name)}() to {ident(login)}",
    }
    return statements[kind]


def judged(check: Check, rows: Sequence[Row]) -> CheckResult:
    """Rows of a check's query: object, message, any facts; `severity` overrides the check's; `seen` false is no
    finding but something the login could not see."""
    findings = tuple(_finding(check, row) for row in rows if row.get("seen", True))
    unseen = [f"{row['object']}: {row['message']}" for row in rows if not row.get("seen", True)]
    more = f"; and {len(unseen) - _SHOWN} more" if len(unseen) > _SHOWN else ""
    reason = "; ".join(unseen[:_SHOWN]) + more
    return _result(check, verdict(findings, reason), reason, findings)


def _finding(check: Check, row: Row) -> Finding:
    name = str(row["object"])
    facts = {key: _plain(value) for key, value in row.items() if key not in _OWN}
    severity = Severity(row.get("severity") or check.severity)
    remedy = filled(check.remedy, {"object": name, **facts})
    return Finding(f"{check.slug}:{name}", severity, name, str(row["message"]), facts, remedy)


def filled(remedy: str, facts: Mapping[str, Any]) -> str:
    """`{name}` replaced by the fact; one that is not there stays a blank to fill in: <name>. What a fact holds is
    never looked at again, so an object named "{pids}" stays what it is."""

    def value(found: re.Match[str]) -> str:
        known = facts.get(found[1])
        return f"<{found[1]}>" if known is None else str(known)

    return re.sub(r"\{(\w+)\}", value, remedy)


def _plain(value: object) -> object:
    """numeric as a JSON number."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _blind(check: Check, reason: str) -> CheckResult:
    return _result(check, Verdict.INCONCLUSIVE, reason, ())


def _result(check: Check, judgement: Verdict, reason: str, findings: tuple[Finding, ...]) -> CheckResult:
    return CheckResult(
        check.slug, check.title, check.dimension, judgement, check.severity, reason, findings, capable=check.capable,
        query_sha256=sha256(wrapped(check).encode()).hexdigest(),
    )  # fmt: skip
