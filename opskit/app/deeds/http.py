"""A request that changes something: POST, PUT, PATCH or DELETE. Its status says whether it was done; it carries no body
but what the address says."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from opskit.app.deed_kinds import Prepared
from opskit.app.deed_outcome import digest_of
from opskit.app.item_kinds import Room
from opskit.core import duration
from opskit.core.fetched import check_url
from opskit.errors import Inconclusive, Partial
from opskit.value import Value


class Asked(Value):
    """`headers_file` holds lines as `Authorization: Bearer …`, for its owner alone: no secret stands in a runbook."""

    url: str
    method: Literal["POST", "PUT", "PATCH", "DELETE"] = "POST"
    status: int = 200
    timeout: str = "10s"
    headers_file: str = ""

    def __post_init__(self) -> None:
        check_url(self.url)
        if not duration.parse(self.timeout):
            raise ValueError("`timeout` leaves no time")
        if not 100 <= self.status < 600:
            raise ValueError("`status` is no status of HTTP")


def words(asked: Asked) -> str:
    return f"{asked.method} {asked.url}"


def prepare(asked: Asked, room: Room) -> Prepared:
    """Unreachable when it was never sent; Partial when another status came, or none."""
    from opskit.remote.fetching import fetch

    file = Path(asked.headers_file).expanduser() if asked.headers_file else None

    def carry() -> bool:
        try:
            found = fetch(asked.url, asked.method, duration.parse(asked.timeout).total_seconds(), file)
        except Inconclusive as error:
            raise Partial(error.what, error.why, error.hint) from error
        if found.status != asked.status:
            raise Partial(f"{words(asked)} answered {found.status}; {asked.status} is wanted", "", "opskit checklist")
        return True

    return Prepared(digest_of(room.context.environment.name, asked.method, asked.url), carry)
