"""The room on the disk of the server, where that can be known: SQL does not tell."""

from __future__ import annotations

import os

from opskit.catalog.facts import fact
from opskit.core.step import Reader


def disk_space(db: Reader) -> tuple[int | None, int | None]:
    """Free and total bytes of the file system of the data directory, when it is of this machine; tablespaces elsewhere
    are not looked at."""
    row = db.rows(fact("data_directory"))[0]
    if not row["local"] or not row["data_directory"]:
        return None, None
    try:
        found = os.statvfs(row["data_directory"])
    except OSError:
        return None, None
    return found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize
