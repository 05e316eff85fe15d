"""Failed requests of the application: `rate` (from 0 to 1) and `errors`, from counters that grow. Either a `file` of
JSON, `{"requests": 120000, "errors": 3}`, or a page in Prometheus' text format (`url`) with the series that `requests`
and `errors` choose, as `http_requests_total{status=~"5.."}`. What they gain between looks counts, so that it takes two.
Transactions that PostgreSQL rolled back are no errors: an application rolls back for many reasons, and those it never
got through are not among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from opskit.app.metric_files import count, document
from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.app.metric_pages import check_address
from opskit.errors import Inconclusive
from opskit.value import Value

if TYPE_CHECKING:
    from opskit.gate.exposition import Series

GIVES = "rate|errors"


class Asked(Value):
    file: str = ""
    url: str = ""
    requests: str = ""
    errors: str = ""
    headers_file: str = ""

    def __post_init__(self) -> None:
        if bool(self.file) == bool(self.url):
            raise ValueError("give `file` or `url`, one of them")
        if bool(self.url) != bool(self.requests) or bool(self.url) != bool(self.errors):
            raise ValueError("`requests` and `errors` choose series of the page at `url`: give all three")
        if self.url:
            from opskit.gate import exposition

            check_address(self.url)
            _ = exposition.selector(self.requests), exposition.selector(self.errors)


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    from opskit.app.prometheus_asking import series_of
    from opskit.gate.shapes import rate

    if asked.file:
        found = document(asked.file)
        return Measurement(rate.Shape(count(asked.file, found, "requests"), count(asked.file, found, "errors")))
    series = series_of(asked.url, asked.headers_file)
    requests = _total(asked, series, asked.requests)
    if requests is None:
        raise Inconclusive(f"{asked.url} has no {asked.requests}")
    # A series of errors appears with the first of them.
    return Measurement(rate.Shape(requests, _total(asked, series, asked.errors) or 0))


def _total(asked: Asked, series: Sequence[Series], chosen: str) -> int | None:
    from opskit.gate import exposition

    found = exposition.total(series, exposition.selector(chosen))
    return None if found is None else int(found)
