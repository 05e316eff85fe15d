"""What an alert watches, broken on a throwaway server, and the samples that opskit's own page of metrics shows before
and after. A check is broken by its script (opskit/catalog/check_script.py), with the limits that lie between a warning
and a critical finding at 0; for a gate a look is put in, into a ledger of its own, at which every metric fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from opskit.app.alert_gates import failing_looks
from opskit.app.check_catalogue import NEWEST
from opskit.app.check_new import script_of
from opskit.app.check_play import NOBODY, OWNER, play
from opskit.app.context import Context
from opskit.app.monitor_export import look
from opskit.app.monitor_families import CHECK, FINDINGS, GATE, LEDGER_UP, METRIC, UP, of_checks
from opskit.catalog import checks as catalog
from opskit.catalog.check_script import read_script
from opskit.catalog.resources import folder
from opskit.core.activity import Activity
from opskit.core.alert import Alert, Series
from opskit.core.environment import Environment
from opskit.core.exposed import Family, Sample
from opskit.core.identifier import ident
from opskit.core.ledger import Event
from opskit.core.runbook import Runbook
from opskit.errors import OpskitError
from opskit.pg.script import run_script
from opskit.scratch.cluster import Cluster
from opskit.store.sqlite_ledger import SqliteLedger
from opskit.value import Value, replace

# The roles that scripts speak of.
ROLES = (
    "create role opskit_nobody login", "create role law_nobody login",
    "create role law_monitor login in role pg_monitor",
)  # fmt: skip
SETTINGS = {
    "shared_preload_libraries": "pg_stat_statements", "max_prepared_transactions": "10", "max_connections": "60",
    "wal_level": "logical",
}  # fmt: skip
BROKEN, PUT_IN, ENDED = "broken", "value put in", "looks end"
Families = Sequence[Family]


class Broken(Value):
    """The samples of the series an alert watches; None where there is none. `how` is BROKEN where they were measured,
    PUT_IN where nothing that can be done here breaks it, ENDED where it is about there being no look; `why` says so."""

    alert: Alert
    sound: Sample | None
    broken: Sample | None
    how: str
    why: str = ""


class Unheard:
    """What goes wrong on the throwaway server is meant to."""

    every_s = 1.0

    def tell(self, sentence: str, /) -> None:
        pass

    def activity(self, now: Sequence[Activity], /) -> None:
        pass

    def event(self, event: Event, /) -> None:
        pass


class Scene:
    """A running throwaway server, and a folder for ledgers."""

    def __init__(self, context: Context, cluster: Cluster, place: Path, runbook: Runbook) -> None:
        self._context, self._cluster, self._place, self._runbook = context, cluster, place, runbook
        run_script(cluster.conninfo(), ROLES)

    def asking(
        self, database: str, login: str = "postgres", thresholds: Mapping[str, str | int | float | bool] | None = None
    ) -> Context:
        """As somebody asks there who has configured nothing but checks of their own."""
        conninfo, path = self._cluster.conninfo(database, login), self._place / "ledger.sqlite"
        here = Environment(self._context.environment.name, conninfo, conninfo)
        settings = replace(
            self._context.settings, thresholds=thresholds or {}, origin={}, ignores=(), ledger=path,
            ledger_server=None, notify=(),
        )  # fmt: skip
        ledger = SqliteLedger(path)
        return replace(self._context, settings=settings, environment=here, ledger=ledger, voice=Unheard())

    def all_broken(self, alerts: Sequence[Alert]) -> Iterator[Broken]:
        """One after the other, the server itself last."""
        whole = [each for each in alerts if each.trial.name != FINDINGS]
        for each in alerts:
            if each.trial.name == FINDINGS:
                yield self._check(each)
        yield from self._whole(whole)

    def _check(self, alert: Alert) -> Broken:
        slug = alert.trial.labels["check"]
        database = f"prove_{slug}"
        try:
            script = read_script(self._script(slug))
            run_script(self._cluster.conninfo(), (f"create database {ident(database)}",))
            check = catalog.load(slug, NEWEST, self._context.settings.checks)
            lowered = {f"{slug}.{name}": 0 for name in check.params if name.startswith("critical_")}
            played = play(
                slug, script, self._cluster.conninfo(database),
                lambda _, given: self.asking(database, thresholds={**lowered, **given}), (OWNER,),
            )  # fmt: skip
        except OpskitError as error:
            return Broken(alert, None, None, BROKEN, f"{error.what}: {error.why}")
        name = self._context.environment.name
        sound, broken = (_sample(of_checks(name, [played.answers[block, OWNER]]), alert.trial)
                         for block in ("clean", "broken"))  # fmt: skip
        if broken and not broken.value:
            why = "its script breaks it no further than to a warning"
            return Broken(alert, sound, replace(broken, value=1), PUT_IN, why)
        return Broken(alert, sound, broken, BROKEN)

    def _script(self, slug: str) -> Path:
        own = self._context.settings.checks
        mine = own is not None and (own / f"{slug}.sql").is_file()
        return script_of(own, slug) if own and mine else folder("scripts") / f"{slug}.sql"

    def _whole(self, alerts: Sequence[Alert]) -> Iterator[Broken]:
        """A look that is sound, then one from each state that is not."""
        whole = self.asking("postgres")
        before = look(whole, self._runbook).families
        after = [*self._blind(), *self._gates(whole), *self._ledger(whole), *self._server(whole)]
        for each in alerts:
            sound, broken = _sample(before, each.trial), _sample(after, each.trial)
            if each.trial.broken.startswith("stale") or each.expr.startswith("time()"):
                yield Broken(each, None, None, ENDED)
            elif each.trial.name in (GATE, METRIC):
                yield Broken(each, sound, broken, PUT_IN, "a look at which it fails, in a ledger that is thrown away")
            else:
                yield Broken(each, sound, broken, BROKEN)

    def _blind(self) -> Families:
        """As seen by a login that sees nothing; of one check that it sees nothing of."""
        seen = look(self.asking("postgres", "opskit_nobody"), self._runbook).families
        blind = [each for family in seen if family.name == CHECK for each in family.samples
                 if each.value == 2 and each.labels["severity"] == "critical"]  # fmt: skip
        return [Family(CHECK, NOBODY, blind)]

    def _gates(self, whole: Context) -> Families:
        failing_looks(whole, self._runbook)
        return [each for each in look(whole, self._runbook).families if each.name.startswith("opskit_gate")]

    def _ledger(self, whole: Context) -> Families:
        (self._place / "ledger.sqlite").write_bytes(b"no ledger at all" * 512)
        return [each for each in look(whole, self._runbook).families if each.name == LEDGER_UP]

    def _server(self, whole: Context) -> Families:
        self._cluster.stop("immediate")
        return [each for each in look(whole, self._runbook).families if each.name == UP]


def _sample(families: Families, series: Series) -> Sample | None:
    """Of the series that the alert watches, whatever the environment is called."""
    wanted = {name: value for name, value in series.labels.items() if name != "environment"}
    found = [each for family in families if family.name == series.name for each in family.samples]
    chosen = [each for each in found if wanted.items() <= each.labels.items()]
    return chosen[0] if chosen else None
