"""The revision under which a database records what a fix did: no file has it."""

from __future__ import annotations

import re

SLUG = "findings_mended"
# As app.context.new_run names a run.
_NAME = re.compile(r"fix-[0-9]{8}-[0-9]{6}-[0-9a-f]{4}")


def revision_of(run: str) -> str:
    return f"fix-{run}"


def is_fix(revision: str) -> bool:
    return _NAME.fullmatch(revision) is not None
