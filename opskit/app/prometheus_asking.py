"""Asking Prometheus: a page in its text format, or a query to its server."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from opskit.app.metric_pages import page
from opskit.core import json_place
from opskit.errors import Inconclusive
from opskit.gate import exposition
from opskit.gate.exposition import Series


def series_of(url: str, headers_file: str) -> Sequence[Series]:
    """All series of a page. Inconclusive for a page that is not of the format."""
    try:
        return exposition.parse(page(url, headers_file).body)
    except ValueError as error:
        raise Inconclusive(f"{url} is no page of metrics", str(error), f"curl -v {url}") from error


def answer(url: str, query: str, headers_file: str) -> Sequence[Series]:
    """Of an instant query, its series without names. Inconclusive when it has none."""
    whole = f"{url.rstrip('/')}/api/v1/query?query={quote(query, safe='')}"
    try:
        document = json_place.read(page(whole, headers_file).body)
        data = document["data"]
        results = [{"value": data["result"]}] if data["resultType"] == "scalar" else data["result"]
        found = [Series("", each.get("metric", {}), _number(each["value"])) for each in results]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise Inconclusive(f"{url} gives no answer of Prometheus to the query", query, f"curl -v {url}") from error
    if not found:
        raise Inconclusive("the query gives no series", query, f"curl -v {url}")
    return found


def _number(value: Sequence[Any]) -> float:
    """Of a pair of time and text. ValueError for NaN, which is what a quantile of nothing is."""
    number = float(value[1])
    if math.isnan(number):
        raise ValueError("NaN")
    return number
