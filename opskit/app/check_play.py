"""A check held against its script on a throwaway database: what it answers after each block, to logins that see all,
something and nothing. Law 7, for the packaged checks and for one's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from opskit.app.checking import load, run_checks, watched
from opskit.app.context import Context
from opskit.app.given import Look
from opskit.app.looking import looking
from opskit.catalog.check_script import Block
from opskit.core.check import CheckResult
from opskit.core.verdict import Severity, Verdict
from opskit.pg.stage import Stage, stage
from opskit.value import Value

OWNER, MONITOR, NOBODY = "the superuser", "a member of pg_monitor", "a login without rights"
LOGINS = (OWNER, NOBODY, MONITOR)
# As what of the script's database a check is asked: a context with its thresholds, for one of the three logins.
Asking = Callable[[str, Mapping[str, str | int | float | bool]], Context]


class Played(Value):
    """`answers` by block and login."""

    slug: str
    script: Mapping[str, Block]
    answers: Mapping[tuple[str, str], CheckResult]


def play(
    slug: str, script: Mapping[str, Block], conninfo: str, asking: Asking, logins: Sequence[str] = LOGINS
) -> Played:
    """Failed when a statement of the script fails."""
    answers = {}
    with stage(conninfo) as scene:
        for name, block in script.items():
            if name == "fixed":
                scene.dismiss()
            looks = _acted(slug, block, scene, asking, logins)
            thresholds = {f"{slug}.{param}": value for param, value in block.params.items()}
            given = {each: text.replace("{database}", scene.database) for each, text in block.given.items()}
            for login in logins:
                answers[name, login] = _answer(slug, asking(login, thresholds), looks.get(login, {}), given)
    return Played(slug, script, answers)


def _acted(
    slug: str, block: Block, scene: Stage, asking: Asking, logins: Sequence[str]
) -> Mapping[str, Mapping[str, Look]]:
    """First looks by login, where the block takes one."""
    looks: Mapping[str, Mapping[str, Look]] = {}
    for act in block.acts:
        if act.how == "look":
            looks = {login: _first_look(slug, asking(login, {})) for login in logins}
        else:
            scene.act(act)
    return looks


def _first_look(slug: str, context: Context) -> Mapping[str, Look]:
    with looking(context) as db:
        return watched(load(context.settings, db.server.major, [slug]), db)


def _answer(slug: str, context: Context, looks: Mapping[str, Look], given: Mapping[str, str]) -> CheckResult:
    with looking(context) as db:
        (result,) = run_checks(context, load(context.settings, db.server.major, [slug]), db, looks, given)
    return result


def faults(played: Played) -> Iterator[str]:
    """In words: in what it does not hold to its script."""
    for block in ("clean", "fixed"):
        yield from _sound(block, played.answers[block, OWNER])
        for login in (NOBODY, MONITOR):
            if played.answers[block, login].findings:
                yield f"{block}: {login} finds what is not there: {objects(played.answers[block, login])}"
    full = played.answers["broken", OWNER]
    yield from _broken(full, played.script["broken"].expected)
    for login in (NOBODY, MONITOR):
        yield from _sees_less(login, full, played.answers["broken", login])
    yield from _told(played.slug, full)


def _sound(block: str, result: CheckResult) -> Iterator[str]:
    if result.findings:
        yield f"{block}: it finds {objects(result)}"
    elif result.verdict is not Verdict.PASS:
        yield f"{block}: it is {result.verdict}: {result.reason}"


def _broken(result: CheckResult, expected: set[str]) -> Iterator[str]:
    if not result.findings:
        yield f"broken: it finds nothing{f': {result.reason}' if result.reason else ''}"
    for name in sorted(expected - set(objects(result))):
        yield f"broken: it does not find {name}, but {objects(result)}"
    serious = any(finding.severity.at_least(Severity.WARNING) for finding in result.findings)
    if result.findings and result.verdict is not (Verdict.FAIL if serious else Verdict.PASS):
        yield f"broken: it is {result.verdict}: {result.reason}"


def _sees_less(login: str, full: CheckResult, less: CheckResult) -> Iterator[str]:
    if not less.reason and set(objects(less)) != set(objects(full)):
        yield f"broken: {login} sees {objects(less)}, and does not say that it sees less than {objects(full)}"
    if less.verdict is Verdict.PASS and full.verdict is not Verdict.PASS:
        yield f"broken: {login} gets a pass"


def _told(slug: str, result: CheckResult) -> Iterator[str]:
    """A finding can be recognised again, and says how it is mended."""
    keys = [finding.key for finding in result.findings]
    if len(keys) != len(set(keys)):
        yield f"broken: two findings have one key: {keys}"
    for finding in result.findings:
        if finding.key != f"{slug}:{finding.object}" or not finding.message:
            yield f"broken: {finding.key} has no message, or another key than its object"
        if not finding.remedy or re.search(r"\{\w+\}|\bNone\b", finding.remedy):
            yield f"broken: no whole remedy: {finding.remedy!r}"


def objects(result: CheckResult) -> list[str]:
    return [finding.object for finding in result.findings]
