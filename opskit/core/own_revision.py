"""The revisions under which a database records what no file of migrations says: what a fix did, and the statements of a
runbook's item."""

from __future__ import annotations

import re

SLUG = "findings_mended"
# How the down.sql of an item begins whose author says that there is nothing to take back, and why.
NO_WAY_BACK = "-- no way back: "
# As app.context.new_run names a run.
_FIX = re.compile(r"fix-[0-9]{8}-[0-9]{6}-[0-9a-f]{4}")
_ITEM = re.compile(r"item-[a-z][a-z0-9-]*-[0-9]+")


def revision_of(run: str) -> str:
    return f"fix-{run}"


def item_revision(runbook: str, item: str, time: int) -> str:
    """The same for every operator; `time` counts from 1 how often it has been done."""
    return f"item-{runbook}-{item}-{time}"


def is_own(revision: str) -> bool:
    return _FIX.fullmatch(revision) is not None or _ITEM.fullmatch(revision) is not None


def is_fix(revision: str) -> bool:
    return _FIX.fullmatch(revision) is not None
