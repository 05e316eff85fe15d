"""Where a fleet is written down -> Target: a targets.toml, what `ansible-inventory --list` prints, or pg_service.conf.

[targets.shop-eu-1]                         one database, with the keys of an environment
service = "shop-eu-1"
protected = true
labels  = { env = "production", region = "eu" }
wave    = 2                                 1 where it is left out
host    = "db7"                             what --per-host counts by; else the host of the dsn, or the service
site    = "eu"                              the workers that reach it: opskit fleet work --site eu; any without it
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from configparser import ConfigParser
from configparser import Error as Unparsed
from pathlib import Path
from typing import Any

from opskit.catalog import toml_file
from opskit.catalog.configuration import environment_of
from opskit.core.environment import Environment
from opskit.core.target import Target
from opskit.errors import Fault, InvalidFile

# Selectors are made of them, and of nothing that means something there.
_NAME = re.compile(r"[\w.:@-]+")
_OWN = ("labels", "wave", "host", "site")
_HOST = re.compile(r"(?:^|\s)host\s*=\s*'?([^\s']+)")
_SERVICE = re.compile(r"(?:^|\s)service\s*=")
# The machine itself: by its loopback interface, or the folder of a Unix socket.
_LOCAL = re.compile(r"(localhost|127\.[\d.]+|::1)$|/")
# The variables of a host that say how opskit reaches its database.
_PREFIX = "opskit_"


def load(path: Path) -> list[Target]:
    """By the ending of the file. InvalidFile holds all faults."""
    faults: list[Fault] = []
    reads = {".toml": _toml, ".json": _inventory, ".conf": _services}
    if path.suffix not in reads:
        known = ", ".join(reads)
        raise InvalidFile(
            [Fault(path, 0, f"a fleet is a file that ends in {known}")], "opskit fleet list --targets FILE"
        )
    targets = reads[path.suffix](path, faults)
    if faults:
        raise InvalidFile(faults, f"mend {path}")
    return targets


def _toml(path: Path, faults: list[Fault]) -> list[Target]:
    document = toml_file.read(path)
    faults += [
        Fault(path, toml_file.line_of(path, key), f"unknown key {key!r}: write [targets.NAME]")
        for key in sorted(document.keys() - {"targets"})
    ]
    tables = document.get("targets", {})
    found = [_target(path, name, table, faults) for name, table in tables.items() if isinstance(table, dict)]
    return [each for each in found if each]


def _inventory(path: Path, faults: list[Fault]) -> list[Target]:
    """The hosts that have opskit_service or opskit_dsn; every group is a label of its own name, `yes`."""
    document = _json(path)
    variables: Mapping[str, Mapping[str, Any]] = document.get("_meta", {}).get("hostvars", {})
    groups = {name: _hosts(document, name) for name in document if name not in ("_meta", "all")}
    found = []
    for host, told in variables.items():
        table = {key.removeprefix(_PREFIX): value for key, value in told.items() if key.startswith(_PREFIX)}
        if "service" in table or "dsn" in table:
            labels = {group: "yes" for group, hosts in sorted(groups.items()) if host in hosts}
            table = {
                **table,
                "labels": {**labels, **table.get("labels", {})},
                "host": str(told.get("ansible_host", host)),
            }
            found.append(_target(path, host, table, faults))
    return [each for each in found if each]


def _hosts(document: Mapping[str, Any], group: str) -> set[str]:
    """Those of the groups below it too."""
    told = document.get(group, {})
    below = [_hosts(document, child) for child in told.get("children", ())]
    return set(told.get("hosts", ())).union(*below)


def _services(path: Path, faults: list[Fault]) -> list[Target]:
    """Every section is a target; `host` counts for the limit for each host."""
    parser = ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, Unparsed) as error:
        raise InvalidFile([Fault(path, 0, str(error))], f"mend {path}") from error
    found = [_target(path, name, _of_service(name, parser[name]), faults) for name in parser.sections()]
    return [each for each in found if each]


def _of_service(name: str, section: Mapping[str, str]) -> dict[str, Any]:
    """As a connection string, for libpq reads one file of services and this may be another; a password stays where it
    is, and libpq has to find it there."""
    host = {"host": section.get("host", name)}
    if "password" in section:
        return {"service": name, **host}
    return {"dsn": " ".join(f"{key}={_quoted(value)}" for key, value in section.items()), **host}


def _quoted(value: str) -> str:
    """For a connection string of libpq."""
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _json(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidFile([Fault(path, 0, f"no JSON: {error}")], "ansible-inventory --list > FILE.json") from error
    if not isinstance(document, dict):
        raise InvalidFile([Fault(path, 0, "no inventory: it is no object")], "ansible-inventory --list > FILE.json")
    return document


def _target(path: Path, name: str, table: Mapping[str, Any], faults: list[Fault]) -> Target | None:
    own = {key: table[key] for key in _OWN if key in table}
    rest = {key: value for key, value in table.items() if key not in _OWN}
    line = toml_file.line_of(path, f"targets.{name}")
    wrong = [*_wrong(own), *([] if _NAME.fullmatch(name) else ["a name has letters, digits and . _ : @ - only"])]
    faults += [Fault(path, line, f"targets.{name}: {text}") for text in wrong]
    environment = environment_of(path, name, rest, faults, "targets")
    if environment is None or wrong:
        return None
    host = str(own.get("host") or host_of(environment))
    return Target(environment, dict(own.get("labels", {})), int(own.get("wave", 1)), host, str(own.get("site", "")))


def host_of(environment: Environment) -> str:
    """As far as its connection string says; a service is its own host. What is local behind SSH is on that machine."""
    found = _HOST.search(environment.conninfo)
    if environment.ssh and (found is None or _LOCAL.match(found[1])) and not _SERVICE.search(environment.conninfo):
        return environment.ssh.host
    return found[1] if found else environment.conninfo


def _wrong(own: Mapping[str, Any]) -> list[str]:
    labels, wave = own.get("labels", {}), own.get("wave", 1)
    texts = isinstance(labels, dict) and all(isinstance(value, str) for value in labels.values())
    return [
        *([] if texts else ['`labels` are names and texts: { env = "production" }']),
        *([] if isinstance(wave, int) and wave >= 1 else ["`wave` is a whole number from 1 on"]),
    ]
