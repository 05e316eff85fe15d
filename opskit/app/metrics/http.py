"""A page asked for several times, one request after the other, until the whole answer is there: quantiles as `p50_ms`,
and `failed`, which counts answers of another status and those that did not come. Each request opens a connection of its
own."""

from __future__ import annotations

from pathlib import Path

from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.app.metric_pages import address, check_address
from opskit.core import duration
from opskit.errors import Inconclusive, Unreachable
from opskit.value import Value

GIVES = "p[0-9]{2}_ms|failed"
COMPARED = False
# After so many failures in a row the rest is left: each may take the whole time limit.
GIVE_UP = 5
SERIES = "requests"


class Asked(Value):
    """`times` at each look. `headers_file` holds lines as `Authorization: Bearer …`, for its owner alone."""

    url: str
    times: int = 20
    status: int = 200
    timeout: str = "10s"
    headers_file: str = ""

    def __post_init__(self) -> None:
        check_address(self.url)
        if not duration.parse(self.timeout):
            raise ValueError("`timeout` leaves no time")
        if not 1 <= self.times <= 1000:
            raise ValueError("`times` is from 1 to 1000: a look is no load test")


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    """Unreachable when nobody is there at all."""
    from opskit.gate.shapes import latencies

    url, ms, failed, in_a_row = address(asked.url), list[float](), 0, 0
    for _ in range(asked.times):
        took = _once(asked, url)
        in_a_row = in_a_row + 1 if took is None else 0
        failed += took is None
        ms += [took] if took is not None else []
        if in_a_row == GIVE_UP:
            break
    told = [f"{failed} of {len(ms) + failed} requests failed"] if failed else []
    return Measurement(latencies.Shape({SERIES: latencies.Series(ms, failed)}, told=told))


def _once(asked: Asked, url: str) -> float | None:
    """Milliseconds; None when it failed."""
    from opskit.remote.fetching import fetch

    file = Path(asked.headers_file).expanduser() if asked.headers_file else None
    try:
        found = fetch(url, "GET", duration.parse(asked.timeout).total_seconds(), file)
    except (Inconclusive, Unreachable):
        return None
    return round(found.seconds * 1000, 3) if found.status == asked.status else None
