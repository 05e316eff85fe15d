"""Who a throwaway server runs as: PostgreSQL refuses root, so root hands it to a user without rights."""

from __future__ import annotations

import os
import pwd
import subprocess
from pathlib import Path

from opskit.errors import NotPermitted
from opskit.value import Value

_UNPRIVILEGED = ("postgres", "nobody")
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class Account(Value):
    """What `subprocess` is given as user=, group= and extra_groups=; all None: stay who we are."""

    user: int | None = None
    group: int | None = None
    groups: tuple[int, ...] | None = None

    def run(self, command: list[str], text: str = "") -> subprocess.CompletedProcess[str]:
        """Run to the end with `text` as input; stdout and stderr are captured, the exit code is left to the caller.

        Raises NotPermitted when the account may not execute the program.
        """
        try:
            return subprocess.run(
                command,
                input=text,
                capture_output=True,
                text=True,
                check=False,
                cwd="/",
                env=environment(),
                user=self.user,
                group=self.group,
                extra_groups=self.groups,
            )
        except OSError as e:
            raise NotPermitted(f"{command[0]} cannot be run", str(e)) from e

    def can_enter(self, folder: Path) -> bool:
        """Asked of the system itself: mode bits alone do not know ACLs, mount options or the folders above."""
        return self.run(["/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)]).returncode == 0

    def take(self, folder: Path) -> Path:
        """A new folder that only this account (and root) can read."""
        folder.mkdir(mode=0o700)
        if self.user is not None and self.group is not None:
            os.chown(folder, self.user, self.group)
        return folder


def environment() -> dict[str, str]:
    """The environment of a server: nothing of the operator's (a superuser session could read it)."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {"TZ": "UTC"}


def server_account() -> Account:
    """Ourselves, or for root the first of `postgres` and `nobody` that exists. Raises NotPermitted without either."""
    if os.geteuid() != 0:
        return Account()
    for name in _UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, ())
    raise NotPermitted(
        "PostgreSQL does not run as root",
        "this system has neither a user postgres nor a user nobody to run it",
        "run opskit as an ordinary user",
    )
