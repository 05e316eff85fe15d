"""opskit.toml -> Settings. Flags stand above OPSKIT_* variables, those above ./opskit.toml (searched upwards), that
above the user's file, that above /etc/opskit/opskit.toml."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from opskit.catalog import toml_file
from opskit.catalog.apply_table import budget_and_limits
from opskit.catalog.configuration_files import CHECKS, files
from opskit.catalog.configuration_lists import LISTS, Lists
from opskit.catalog.fleet_table import FleetTable, fleet_ways
from opskit.catalog.ledger_table import ledger_place
from opskit.catalog.migrations_table import Migrations, source_faults
from opskit.catalog.report_table import claims_path
from opskit.catalog.runbooks_table import folder_and_waivers
from opskit.catalog.service import service
from opskit.catalog.ssh_key import Ssh, ssh_host
from opskit.catalog.windows_key import windows
from opskit.core.budget import Budget
from opskit.core.environment import ApplicationPool, Environment
from opskit.core.fleet import FleetWays
from opskit.core.ssh_host import SshHost
from opskit.core.throttle import Limits
from opskit.errors import Fault, InvalidFile, UsageFault
from opskit.value import Value, field, replace

if TYPE_CHECKING:
    from opskit.core.allow import Allow
    from opskit.core.ignore import Ignore
    from opskit.core.notice import Target

_TABLES = {
    "environments", "migrations", "ledger", "thresholds", "workload", "runbooks", "lint", "apply", "checks", "fleet",
    "report",
}  # fmt: skip
# Come whole from the strongest file that has them: a path of one and a service of another would contradict each other.
_WHOLE = {"ledger"}
# Where exceptions to checklists are without [runbooks] waivers, beside an opskit.toml.
_WAIVERS = Path("waivers.toml")


class _Pool(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    size: Annotated[int, msgspec.Meta(ge=1)]
    overflow: Annotated[int, msgspec.Meta(ge=0)] = 0
    processes: Annotated[int, msgspec.Meta(ge=1)] = 1


class _Environment(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    service: str = ""
    dsn: str = ""
    read_service: str = ""
    protected: bool = False
    system_identifier: str = ""
    pgbouncer: str = ""
    pool: _Pool | None = None
    replicas: tuple[str, ...] = ()
    windows: tuple[Any, ...] = ()
    ssh: Ssh | None = None


class _Located(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    path: str


class _Workload(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    path: str = ""
    pgbench: str = ""


class _Lint(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    enable: tuple[str, ...] = ()


def default_ledger() -> Path:
    state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(state) / "opskit" / "ledger.sqlite"


class Settings(Value):
    """`origin` tells for each `table.key` which file set it. Paths are absolute; empty means not configured. With a
    `ledger_server` the ledger is there, and `ledger` is only where this machine would keep one."""

    environments: Mapping[str, Environment] = field(default_factory=dict)
    migrations: Path | None = None
    ledger: Path = field(default_factory=default_ledger)
    workload: Path | None = None
    runbooks: Path | None = None
    waivers: Path = _WAIVERS
    thresholds: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    styles: tuple[str, ...] = ()
    budget: Budget = field(default_factory=Budget)
    limits: Limits = field(default_factory=Limits)
    checks: Path | None = None
    ignores: tuple[Ignore, ...] = ()
    allows: tuple[Allow, ...] = ()
    notify: tuple[Target, ...] = ()
    pgbench: Path | None = None
    claims: Path | None = None
    ledger_server: Environment | None = None
    targets: Path | None = None
    fleet: FleetWays = field(default_factory=FleetWays)
    origin: Mapping[str, str] = field(default_factory=dict)


def load(start: Path) -> Settings:
    merged: dict[str, dict[str, Any]] = {}
    origin: dict[str, str] = {}
    homes: dict[str, Path] = {}
    lists = Lists()
    faults: list[Fault] = []
    found = files(start)
    for path in found:
        document = _document(path)
        lists.take(path, document, faults)
        for table, values in document.items():
            if table in _WHOLE:
                origin = {key: file for key, file in origin.items() if not key.startswith(f"{table}.")}
                merged.pop(table, None)
            merged.setdefault(table, {}).update(values)
            homes[table] = path
            origin |= {f"{table}.{key}": str(path) for key in values}
    settings = _settings(merged, origin, homes, faults)
    checks = settings.checks or _checks_beside(found)
    waivers = _beside(start, settings.waivers) if found else settings.waivers
    return replace(
        settings, checks=checks, waivers=waivers, ignores=tuple(lists.ignores), allows=tuple(lists.allows),
        notify=tuple(lists.targets.values()),
    )  # fmt: skip


def own_checks(start: Path) -> Path:
    """Where checks of one's own belong that nobody has said a folder for."""
    return _beside(start, CHECKS)


def _beside(start: Path, name: Path) -> Path:
    """Beside the strongest opskit.toml, else here; an absolute path stays as it is."""
    return next((path.parent for path in reversed(files(start))), start) / name


def _checks_beside(found: list[Path]) -> Path | None:
    """Beside the strongest file that has such a folder."""
    folders = [path.parent / CHECKS for path in found]
    return next((folder for folder in reversed(folders) if folder.is_dir()), None)


def _document(path: Path) -> dict[str, Any]:
    """Tables, and lists of tables."""
    document = toml_file.read(path)
    faults = [
        Fault(path, toml_file.line_of(path, key), f"unknown table or key {key!r}")
        for key in sorted(document.keys() - _TABLES - LISTS)
    ]
    faults += [
        Fault(path, toml_file.line_of(path, key), f"{key} is no table")
        for key, value in document.items()
        if key not in LISTS and not isinstance(value, dict)
    ]
    faults += [
        Fault(path, toml_file.line_of(path, key), f"{key} is no list: write [[{key}]]")
        for key in sorted(LISTS & document.keys())
        if not isinstance(document[key], list)
    ]
    if faults:
        raise InvalidFile(faults, f"mend {path}")
    return document


def _settings(
    merged: dict[str, dict[str, Any]], origin: dict[str, str], homes: dict[str, Path], faults: list[Fault]
) -> Settings:
    named = merged.get("environments", {}).items()
    read = {name: environment_of(Path(origin[f"environments.{name}"]), name, each, faults) for name, each in named}
    environments = {name: each for name, each in read.items() if each}
    folders = {
        table: _folder(table, merged, origin, homes, faults) for table in ("migrations", "workload", "checks", "fleet")
    }
    runbooks, waivers = None, None
    if "runbooks" in merged:
        runbooks, waivers = folder_and_waivers(merged["runbooks"], origin, homes["runbooks"], faults)
    ledger, ledger_server = None, None
    if "ledger" in merged:
        ledger, ledger_server = ledger_place(merged["ledger"], homes["ledger"], faults)
    lint = toml_file.convert(homes["lint"], merged["lint"], _Lint, "lint", faults) if "lint" in merged else None
    claims = claims_path(merged["report"], origin, homes["report"], faults) if "report" in merged else None
    fleet = fleet_ways(merged.get("fleet", {}), homes.get("fleet", Path()), faults)
    budget, limits = budget_and_limits(merged.get("apply", {}), origin, faults)
    if faults:
        raise InvalidFile(faults, f"mend {faults[0].path}")
    return Settings(
        environments,
        folders["migrations"],
        ledger or default_ledger(),
        folders["workload"],
        runbooks,
        waivers or _WAIVERS,
        merged.get("thresholds", {}),
        lint.enable if lint else (),
        budget,
        limits,
        folders["checks"],
        pgbench=_program(merged.get("workload", {}), origin),
        claims=claims,
        ledger_server=ledger_server,
        targets=folders["fleet"],
        fleet=fleet,
        origin=origin,
    )


def environment_of(
    path: Path, name: str, value: object, faults: list[Fault], table: str = "environments"
) -> Environment | None:
    """One of a file that lists them; None where something is wrong with it."""
    key = f"{table}.{name}"
    given = toml_file.convert(path, value, _Environment, key, faults)
    if given and bool(given.service) == bool(given.dsn):
        faults.append(Fault(path, toml_file.line_of(path, key), f"{key}: give service or dsn, one of them"))
    host = ssh_host(path, key, given.ssh, faults) if given else None
    return _environment(path, name, given, host, faults) if given else None


def _environment(path: Path, name: str, given: _Environment, host: SshHost | None, faults: list[Fault]) -> Environment:
    conninfo = service(given.service) if given.service else given.dsn
    read = service(given.read_service) if given.read_service else conninfo
    pool = ApplicationPool(given.pool.size, given.pool.overflow, given.pool.processes) if given.pool else None
    replicas = tuple(_reached(each) for each in given.replicas)
    pgbouncer = _reached(given.pgbouncer) if given.pgbouncer else ""
    return Environment(
        name, conninfo, read, given.protected, given.system_identifier, pgbouncer, pool, replicas,
        windows(path, name, given.windows, faults), host,
    )  # fmt: skip


def _reached(text: str) -> str:
    """A connection string, or the name of a service."""
    return text if "=" in text else service(text)


def _folder(
    table: str, merged: dict[str, dict[str, Any]], origin: dict[str, str], homes: dict[str, Path], faults: list[Fault]
) -> Path | None:
    """A path is relative to the file that says it."""
    if table not in merged:
        return None
    kinds: dict[str, type[_Located | Migrations | _Workload | FleetTable]] = {
        "migrations": Migrations, "workload": _Workload, "fleet": FleetTable,
    }  # fmt: skip
    given = toml_file.convert(homes[table], merged[table], kinds.get(table, _Located), table, faults)
    if isinstance(given, Migrations):
        faults += source_faults(given, homes[table])
    home = Path(origin.get(f"{table}.path", homes[table])).parent
    return (home / Path(given.path).expanduser()).absolute() if given and given.path else None


def _program(workload: dict[str, Any], origin: dict[str, str]) -> Path | None:
    """Where pgbench is, once the table is known to hold texts."""
    named = workload.get("pgbench")
    return (Path(origin["workload.pgbench"]).parent / Path(named).expanduser()).absolute() if named else None


def choose(settings: Settings, name: str, dsn: str) -> Environment:
    """The environment to work on: --dsn, else --env, else OPSKIT_ENV, else the only one there is. With --dsn one that
    --env names is reached by that connection string, and is what it is otherwise: protected, behind SSH."""
    if dsn:
        given = settings.environments.get(name) or Environment(name or "dsn", "", "")
        return replace(given, conninfo=dsn, read_conninfo=dsn)
    wanted = name or os.environ.get("OPSKIT_ENV", "")
    known = ", ".join(sorted(settings.environments)) or "none"
    if wanted and wanted not in settings.environments:
        raise UsageFault(
            f"there is no environment {wanted!r}",
            f"known: {known}",
            "opskit init   (writes opskit.toml), or --dsn 'service=NAME'",
        )
    if not wanted and len(settings.environments) != 1:
        raise UsageFault(
            "which environment?", f"known: {known}", "name one with -e NAME, or a database with --dsn 'service=NAME'"
        )
    return settings.environments[wanted or next(iter(settings.environments))]
