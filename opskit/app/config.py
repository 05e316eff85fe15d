"""`opskit config show`: every value in force, and where it came from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from opskit.app.thresholds import given
from opskit.catalog.configuration import Settings
from opskit.catalog.configuration_files import files
from opskit.core.answer import Answer
from opskit.core.duration import written
from opskit.core.notable import KINDS
from opskit.value import Value, replace

DEFAULT = "default"


class Shown(Value):
    """`origin` is a file, an environment variable or `default`; empty where it was not asked for."""

    key: str
    value: str | int | float | bool
    origin: str


class ConfigShown(Value):
    """`files` are those read, the weakest first."""

    files: Sequence[Path]
    values: Sequence[Shown]


def show(settings: Settings, start: Path) -> Answer[ConfigShown]:
    return Answer("config show", ConfigShown(files(start), list(_values(settings))))


def without_origins(answer: Answer[ConfigShown]) -> Answer[ConfigShown]:
    bare = [replace(value, origin="") for value in answer.data.values]
    return replace(answer, data=replace(answer.data, values=bare))


def _values(settings: Settings) -> Iterator[Shown]:
    if os.environ.get("OPSKIT_ENV"):
        yield Shown("env", os.environ["OPSKIT_ENV"], "OPSKIT_ENV")
    yield from _environments(settings)
    yield from _ledger(settings)
    for table in ("migrations", "workload", "runbooks", "checks"):
        path: Path | None = getattr(settings, table)
        if path:
            yield Shown(f"{table}.path", str(path), settings.origin.get(f"{table}.path", DEFAULT))
    if settings.pgbench:
        yield Shown("workload.pgbench", str(settings.pgbench), settings.origin["workload.pgbench"])
    if settings.claims:
        yield Shown("report.claims", str(settings.claims), settings.origin["report.claims"])
    for key, value in _apply(settings):
        yield Shown(f"apply.{key}", value, settings.origin.get(f"apply.{key}", DEFAULT))
    yield from _ignores(settings)
    yield from _allows(settings)
    yield from _notify(settings)
    for key, value in sorted(given(settings).items()):
        table = f"thresholds.{key.partition('.')[0]}"
        yield Shown(f"thresholds.{key}", value, settings.origin.get(f"thresholds.{key}") or settings.origin[table])


def _ledger(settings: Settings) -> Iterator[Shown]:
    kept = settings.ledger_server
    if kept is None:
        yield Shown("ledger.path", str(settings.ledger), settings.origin.get("ledger.path", DEFAULT))
        return
    origin = settings.origin.get("ledger.service") or settings.origin["ledger.dsn"]
    yield Shown("ledger.connection", kept.conninfo, origin)
    if kept.ssh:
        yield Shown("ledger.ssh", kept.ssh.command, origin)


def _ignores(settings: Settings) -> Iterator[Shown]:
    for each in settings.ignores:
        yield Shown(f"ignore.{each.check}.{each.object}", f"until {each.until}: {each.reason}", str(each.path))


def _allows(settings: Settings) -> Iterator[Shown]:
    for each in settings.allows:
        where = f" between {' and '.join(each.between)}" if each.between else ""
        part = "" if each.part == "*" else f".{each.part}"
        text = f"until {each.until}{where}: {each.reason}"
        yield Shown(f"allow.{each.kind}.{each.object}{part}", text, str(each.path))


def _notify(settings: Settings) -> Iterator[Shown]:
    """Where the URL stands, not what it is."""
    for each in settings.notify:
        key, origin = f"notify.{each.name}", str(each.path)
        yield Shown(f"{key}.address", each.address, origin)
        yield Shown(f"{key}.template", each.template.value, origin)
        yield Shown(f"{key}.events", ", ".join(kind for kind in KINDS if kind in each.events), origin)
        if each.environments:
            yield Shown(f"{key}.environments", ", ".join(sorted(each.environments)), origin)


def _apply(settings: Settings) -> Iterator[tuple[str, str | int]]:
    """As [apply] is written; 0 and 0s: not limited."""
    budget, limits = settings.budget, settings.limits
    yield "attempts", budget.attempts
    yield "patience", written(timedelta(seconds=budget.patience_s))
    yield "deadline", written(timedelta(seconds=budget.deadline_s))
    yield "jobs", budget.jobs
    yield "max_replica_lag", written(timedelta(seconds=limits.replica_lag_s))
    yield "max_archive_backlog", limits.archive_backlog
    yield "min_free_disk", limits.min_free_pct


def _environments(settings: Settings) -> Iterator[Shown]:
    """An environment comes whole from one file: a stronger file replaces it, it does not add to it."""
    for name, environment in sorted(settings.environments.items()):
        key = f"environments.{name}"
        origin = settings.origin[key]
        yield Shown(f"{key}.connection", environment.conninfo, origin)
        if environment.read_conninfo != environment.conninfo:
            yield Shown(f"{key}.read_connection", environment.read_conninfo, origin)
        if environment.ssh:
            yield Shown(f"{key}.ssh", environment.ssh.command, origin)
        yield Shown(f"{key}.protected", environment.protected, origin)
        if environment.system_identifier:
            yield Shown(f"{key}.system_identifier", environment.system_identifier, origin)
        if environment.replicas:
            yield Shown(f"{key}.replicas", ", ".join(environment.replicas), origin)
        if environment.pgbouncer:
            yield Shown(f"{key}.pgbouncer", environment.pgbouncer, origin)
        if environment.pool:
            yield Shown(f"{key}.pool", environment.pool.most, origin)
        if environment.windows:
            yield Shown(f"{key}.windows", "; ".join(each.words for each in environment.windows), origin)
