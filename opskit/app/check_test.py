"""`opskit check test`: checks of one's own held against their scripts, on a throwaway server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from opskit.app.check_new import script_of
from opskit.app.check_play import MONITOR, NOBODY, OWNER, faults, play
from opskit.app.context import Context, open_context
from opskit.app.voice import Voice
from opskit.catalog import check_names
from opskit.catalog.check_script import read_script
from opskit.catalog.configuration import Settings
from opskit.core.answer import Answer
from opskit.core.environment import Environment
from opskit.core.identifier import ident
from opskit.errors import Failed, UsageFault
from opskit.pg.script import run_script
from opskit.scratch.cluster import Cluster
from opskit.scratch.throwaway import throwaway
from opskit.value import Value, replace

FAULTY = 1
_ROLES = {OWNER: "postgres", NOBODY: "opskit_nobody", MONITOR: "opskit_monitor"}
_LOGINS = ("create role opskit_nobody login", "create role opskit_monitor login in role pg_monitor")
# What scripts may need that a running server cannot be given.
_SETTINGS = {"shared_preload_libraries": "pg_stat_statements", "max_prepared_transactions": "10", "fsync": "off"}


class Tested(Value):
    """`faults` are sentences: in what the check does not hold to its script."""

    slug: str
    script: Path
    faults: Sequence[str]


class TestReport(Value):
    checks: Sequence[Tested]


def check_test(settings: Settings, voice: Voice, wanted: Sequence[str]) -> Answer[TestReport]:
    """All of one's own without any named. Exit 1 when one does not hold to its script. UsageFault for one that is not
    one's own; InvalidFile for a check or script with faults."""
    place = settings.checks
    own = [slug for slug in check_names.slugs(place) if place and (place / f"{slug}.sql").is_file()]
    strange = [slug for slug in wanted if slug not in own]
    if place is None or strange or not own:
        what = f"{strange[0]!r} is no check of your own" if strange else "there are no checks of your own"
        raise UsageFault(what, f"they are looked for in {place or 'sql/checks beside opskit.toml'}", "opskit check new")
    scripts = {slug: script_of(place, slug) for slug in wanted or own}
    for path in scripts.values():
        read_script(path)
    voice.tell("a throwaway server is started")
    with throwaway("check-test", _SETTINGS) as cluster:
        run_script(cluster.conninfo(), _LOGINS)
        tested = [_tested(cluster, settings, voice, slug, path) for slug, path in scripts.items()]
    return Answer("check test", TestReport(tuple(tested)), FAULTY if any(each.faults for each in tested) else 0)


def _tested(cluster: Cluster, settings: Settings, voice: Voice, slug: str, path: Path) -> Tested:
    """In a database of its own. The thresholds are those of the check and of its script, not of opskit.toml."""
    database = f"check_{slug}"
    run_script(cluster.conninfo(), [f"create database {ident(database)}"])

    def asking(login: str, thresholds: Mapping[str, str | int | float | bool]) -> Context:
        here = cluster.conninfo(database, _ROLES[login])
        return open_context(
            replace(settings, thresholds=thresholds, ignores=()), Environment("check test", here, here), voice
        )

    try:
        found = tuple(faults(play(slug, read_script(path), cluster.conninfo(database), asking)))
    except Failed as error:
        found = (": ".join(filter(None, [error.what, error.why])),)
    return Tested(slug, path, found)
