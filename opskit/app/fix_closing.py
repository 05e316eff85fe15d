"""A fix that was cut short: its record is closed by the next one, which looks at the findings anew. What it did stays
recorded, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core.own_revision import is_fix
from opskit.core.step import Row
from opskit.steps.close_revision import CloseRevision


def cut_short(recorded: Sequence[Row]) -> list[CloseRevision]:
    """`recorded` are rows of opskit.revision. Each keeps its run, by which it is taken back."""
    begun = (row for row in recorded if row["state"] == "applying" and is_fix(str(row["revision"])))
    return [CloseRevision(str(row["revision"]), "applied", str(row["run"])) for row in begun]
