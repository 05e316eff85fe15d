"""Whether a web server answers with the status it should, quickly enough, and with JSON in which something holds. It is
asked by GET."""

from __future__ import annotations

from pathlib import Path

from opskit.app.item_kinds import Room
from opskit.core import duration, json_answer
from opskit.core.fetched import Fetched, check_url
from opskit.core.item_state import Seen, Status
from opskit.core.json_answer import JsonAsked
from opskit.core.kept import KEPT_BYTES
from opskit.core.secret import redact
from opskit.errors import Unreachable


class Asked(JsonAsked, kw_only=True):
    """`within_ms` limits the time until the whole answer is there; 0 for none below `timeout`. `headers_file` holds
    lines as `Authorization: Bearer …`, for its owner alone: no secret stands in a runbook."""

    url: str
    status: int = 200
    within_ms: int = 0
    timeout: str = "10s"
    headers_file: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        check_url(self.url)
        if not duration.parse(self.timeout):
            raise ValueError("`timeout` leaves no time")
        if not 100 <= self.status < 600:
            raise ValueError("`status` is no status of HTTP")
        if self.within_ms < 0:
            raise ValueError("`within_ms` is a number of milliseconds")


def look(asked: Asked, room: Room) -> Seen:
    """A server that is not reached keeps no other item from being looked at."""
    from opskit.remote.fetching import fetch

    file = Path(asked.headers_file).expanduser() if asked.headers_file else None
    try:
        found = fetch(asked.url, "GET", duration.parse(asked.timeout).total_seconds(), file)
    except Unreachable as error:
        return Seen(Status.INCONCLUSIVE, f"{error.what}; {error.why}", (f"next: {error.hint}",))
    evidence = (f"{asked.url}: status {found.status} in {found.seconds * 1000:.0f} ms", *_body(found))
    wrong = _wrong(asked, found)
    if wrong:
        return Seen(Status.FAIL, wrong, evidence)
    if not asked.asks_json:
        return Seen(Status.PASS, evidence[0], evidence)
    seen = json_answer.judged(asked, found.body, room.context.now())
    return Seen(seen.status, redact(seen.text), (evidence[0], *(map(redact, seen.evidence))))


def _wrong(asked: Asked, found: Fetched) -> str:
    if found.status != asked.status:
        return f"{asked.url} answered {found.status}; {asked.status} is wanted"
    if asked.within_ms and found.seconds * 1000 > asked.within_ms:
        return f"{asked.url} took {found.seconds * 1000:.0f} ms; at most {asked.within_ms} are wanted"
    return ""


def _body(found: Fetched) -> list[str]:
    """The beginning of the answer, on one line."""
    line = " ".join(redact(found.body).split())[:200]
    cut = f"it goes on behind the {KEPT_BYTES} bytes that were kept"
    return [*([f"answer: {line}"] if line else []), *([cut] if found.cut else [])]
