"""`opskit init`: a commented opskit.toml in the current folder."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from opskit.catalog.configuration_files import FILE
from opskit.core.answer import Answer
from opskit.errors import Blocked, UsageFault
from opskit.value import Value

PENDING = 10
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = """\
# What opskit works on; searched here and in the folders above. opskit config show --origin tells what is in force.

# An environment is a database with a name. `service` is a section of ~/.pg_service.conf; instead of it,
# dsn = "host=… port=… dbname=… user=…". Passwords belong in ~/.pgpass: opskit refuses them here.
"""
_MORE = """\
# protected = true                          # changing it wants its name typed
# system_identifier = "…"                   # opskit doctor prints it; any other server is refused
# read_service = "…"                        # the login that plans and checks
# pgbouncer = "…"                           # its console, for the checks that ask it
# pool = { size = 20, overflow = 10, processes = 4 }  # what the application's own pools may open
# replicas = ["…"]                          # its standbys; without, those that stream are looked for
# ssh = { host = "…", user = "…" }           # its server is reached from that machine; also port, key, jump
# windows = [                               # when it may be changed: every week, or from one time to another
#   { days = ["tue", "thu"], from = "22:00", to = "02:00", zone = "Europe/Berlin" },
#   { start = 2026-01-13T22:00:00+01:00, end = 2026-01-14T00:00:00+01:00 },
# ]
"""
_NO_MIGRATIONS = """\
# [migrations]                              # one folder for each: <revision>_<slug>/up.sql
# source = "sql"
# path = "sql/migrations\""""
_TAIL = """

# [ledger]                                  # the record of what was done
# path = "ledger.sqlite"                    # (~/.local/state/opskit/ledger.sqlite)
# service = "ops-ledger"                    # instead of path: shared, in PostgreSQL; then opskit ledger init

# [apply]                                   # what stands here is what holds without it
# attempts = 10                             # at a lock
# patience = "10m"                          # before each statement, for those who hold its lock
# deadline = "6h"                           # for one statement, its waiting included
# jobs = 2                                  # index builds side by side, each on a table of its own
# max_replica_lag = "30s"                   # over these limits it pauses before its next statement
# max_archive_backlog = 64                  # WAL files that wait to be archived
# min_free_disk = 10                        # percent

# [[ignore]]                                # a finding of a check that you live with
# check = "foreign_key_without_index"
# object = "public.audit_*"
# reason = "nothing is ever deleted there"
# until = 2027-06-30

# [[notify]]                                # who is told of what is done
# name = "team"
# url_file = "/etc/opskit/webhook"          # a file that holds the URL, for it is a secret
# secret_file = "/etc/opskit/webhook.key"   # signs what is sent
# template = "slack"                        # or "teams"; "generic" is JSON for programs
# environments = ["production"]

# [thresholds]                              # opskit check list names them; the key is quoted
# "verify_indexes.min_window_days" = 7
"""


class Initialised(Value):
    """`wrote` is false for a dry run. `notes` say what is still to be filled in."""

    path: Path
    text: str
    wrote: bool
    notes: Sequence[str]


def init(folder: Path, services: Sequence[str], migrations: str, dry_run: bool) -> Answer[Initialised]:
    """Blocked when there is one already; with `dry_run` exit 10 and nothing written."""
    path = folder / FILE
    text = configuration(services, migrations or _migrations_there(folder))
    notes = [] if services else ["put your own services into it: staging and production are placeholders"]
    if migrations and not (folder / migrations).expanduser().is_dir():
        notes.append(f"{migrations} is no folder yet")
    if path.exists() or path.is_symlink():
        raise _exists(path)
    if not dry_run:
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            raise _exists(path) from None
        except OSError as error:
            raise UsageFault(
                f"{path} cannot be written (nothing was changed)", str(error.strerror), "opskit init -n"
            ) from error
    return Answer("init", Initialised(path, text, not dry_run, notes), PENDING if dry_run else 0, changed=not dry_run)


def configuration(services: Sequence[str], migrations: str) -> str:
    """TOML that opskit.catalog.configuration loads. Without services two placeholders, the second one protected."""
    tables = [_environment(name, "") for name in services]
    tables = tables or [_environment("staging", ""), _environment("production", "protected = true\n")]
    tables[-1] += _MORE if services else _MORE.partition("\n")[2]
    return "\n".join([_HEAD.rstrip("\n"), *tables, _migrations(migrations)]) + _TAIL


def _environment(name: str, more: str) -> str:
    key = name if _BARE_KEY.fullmatch(name) else _quoted(name)
    return f"[environments.{key}]\nservice = {_quoted(name)}\n{more}"


def _migrations(path: str) -> str:
    return f'[migrations]\nsource = "sql"\npath = {_quoted(path)}' if path else _NO_MIGRATIONS


def _migrations_there(folder: Path) -> str:
    """A folder of migrations that is there already, by the usual names."""
    usual = ("sql/migrations", "migrations")
    return next((name for name in usual if any((folder / name).glob("*/up.sql"))), "")


def _quoted(text: str) -> str:
    """A basic string of TOML; its escapes are those of JSON."""
    if "\x7f" in text:
        raise UsageFault("a name with a control character cannot be written", "", "opskit init --service NAME")
    return json.dumps(text, ensure_ascii=True)


def _exists(path: Path) -> Blocked:
    return Blocked(
        f"{path} is there already (nothing was changed)", "init never overwrites a file", "opskit config show"
    )
