"""What Prometheus knows: of a page in its text format (`url`), the sum of the series that `value` chooses, as `value`,
or the `histogram` of that name, whose quantiles (`p99_ms`) have bounds; or what its server (`url`) answers to a
`query`, a number, or buckets where the answer has the label `le`. The counts of a histogram are judged by what they
gain between looks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.app.metric_pages import check_address
from opskit.errors import Inconclusive
from opskit.value import Value

if TYPE_CHECKING:
    from opskit.gate import exposition
    from opskit.gate.exposition import Series
    from opskit.gate.shapes import gauge, histogram

GIVES = "value|p[0-9]{2}_ms"


class Asked(Value):
    """One of `value`, `histogram` and `query`; `unit` is that of a histogram's bounds."""

    url: str
    value: str = ""
    histogram: str = ""
    query: str = ""
    unit: Literal["s", "ms"] = "s"
    headers_file: str = ""

    def __post_init__(self) -> None:
        from opskit.gate import exposition

        check_address(self.url)
        if sum(map(bool, (self.value, self.histogram, self.query))) != 1:
            raise ValueError("give one of `value`, `histogram` and `query`")
        for chosen in filter(None, (self.value, self.histogram)):
            exposition.selector(chosen)


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    from opskit.app.prometheus_asking import answer, series_of
    from opskit.gate import exposition
    from opskit.gate.shapes import gauge

    if asked.query:
        return Measurement(_of_query(asked, answer(asked.url, asked.query, asked.headers_file)))
    series = series_of(asked.url, asked.headers_file)
    if asked.histogram:
        return Measurement(_histogram(asked, series, exposition.selector(asked.histogram)))
    total = exposition.total(series, exposition.selector(asked.value))
    if total is None:
        raise Inconclusive(f"{asked.url} has no {asked.value}")
    return Measurement(gauge.Shape({"value": total}))


def _of_query(asked: Asked, found: Sequence[Series]) -> gauge.Shape | histogram.Shape:
    """One number, or one histogram; of several numbers nobody has said which."""
    from opskit.gate import exposition
    from opskit.gate.exposition import Series
    from opskit.gate.shapes import gauge

    if any("le" in each.labels for each in found):
        named = [Series("_bucket", each.labels, each.value) for each in found]
        return _histogram(asked, named, exposition.Selector(""))
    if len(found) != 1:
        raise Inconclusive(f"the query gives {len(found)} series, and one number is wanted", asked.query)
    return gauge.Shape({"value": found[0].value})


def _histogram(asked: Asked, series: Sequence[Series], chosen: exposition.Selector) -> histogram.Shape:
    from opskit.gate import exposition
    from opskit.gate.shapes import histogram

    unit = Decimal(1000) if asked.unit == "s" else Decimal(1)
    buckets = exposition.buckets(series, chosen, unit)
    if "+Inf" not in buckets:
        raise Inconclusive(f"{asked.url} has no histogram {asked.histogram or asked.query}")
    return histogram.Shape(buckets)
