"""Where configuration is written, by file name alone."""

from __future__ import annotations

import os
from pathlib import Path

FILE = "opskit.toml"
# Where checks of one's own are without [checks] path, beside an opskit.toml.
CHECKS = Path("sql") / "checks"


def files(start: Path) -> list[Path]:
    """The configuration files that exist, weakest first."""
    user = Path(os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")) / "opskit" / FILE
    project = next((each / FILE for each in (start, *start.parents) if (each / FILE).is_file()), None)
    return [path for path in (Path("/etc/opskit") / FILE, user, project) if path and path.is_file()]
