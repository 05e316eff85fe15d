"""Families of gauges as text that is both OpenMetrics 1.0 and the text format 0.0.4 of Prometheus, so that a scrape and
the textfile collector of node_exporter, which knows the older one alone, read the same bytes. That holds as long as
there are gauges only, without units and without times. An own writer of a few lines, for the library prometheus_client
keeps a registry of values that are counted in the process; here they come all at once, from one look."""

from __future__ import annotations

import math
from collections.abc import Sequence

from opskit.core.exposed import Family, Sample
from opskit.core.secret import redact
from opskit.render.hostile import visible

CONTENT_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8"


def page(families: Sequence[Family]) -> str:
    """Without the last line break, which whoever writes it adds."""
    lines = [line for family in families if family.samples for line in _family(family)]
    return "\n".join([*lines, "# EOF"])


def _family(family: Family) -> list[str]:
    head = [f"# HELP {family.name} {_escaped(family.help)}", f"# TYPE {family.name} gauge"]
    return head + [f"{family.name}{_labels(sample)} {number(sample.value)}" for sample in family.samples]


def _labels(sample: Sample) -> str:
    pairs = ",".join(f'{name}="{_escaped(redact(value))}"' for name, value in sample.labels.items())
    return f"{{{pairs}}}" if pairs else ""


def _escaped(text: str) -> str:
    return visible(text).replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def number(value: float) -> str:
    if math.isinf(value):
        return "+Inf" if value > 0 else "-Inf"
    return "NaN" if math.isnan(value) else f"{value:.17g}" if value != int(value) else str(int(value))
