"""For programs: every field of the notice under its own name."""

from __future__ import annotations

from opskit.core.notice import Notice
from opskit.value import asdict


def document(notice: Notice) -> dict[str, str | bool]:
    return {"schema": "opskit/notice/1", **asdict(notice)}
