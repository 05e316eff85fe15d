"""Which commit of a git repository a folder is at."""

from __future__ import annotations

import subprocess
from pathlib import Path

from opskit.value import Value

TIMEOUT_S = 5


class Commit(Value):
    """`id` is empty where there is no repository, no commit or no git; `changed` counts the files of the folder
    that are otherwise than in it."""

    id: str = ""
    changed: int = 0


def commit_of(folder: Path) -> Commit:
    found = _git(folder, "rev-parse", "HEAD").strip()
    changed = _git(folder, "status", "--porcelain", "--", ".") if found else ""
    return Commit(found, len(changed.splitlines()))


def _git(folder: Path, *words: str) -> str:
    """No hook of the repository is run, and nothing is written into it."""
    command = ["git", "-c", "core.fsmonitor=false", "--no-optional-locks", "-C", str(folder), *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT_S, check=False)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout if done.returncode == 0 else ""
