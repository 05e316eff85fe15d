"""What the classic JSON model of Grafana's dashboards asks for (grafana/grafana, kinds/dashboard/dashboard_kind.cue;
the schema itself is under the AGPL and is not shipped): kinds, ranges, what has to be there, and that no two panels lie
over each other; and what is lost when the types read it that Grafana generates from its schema
(grafana-foundation-sdk)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

register_default_plugins()
Model = Mapping[str, Any]
_TOP = {
    "uid": str, "title": str, "tags": list, "timezone": str, "editable": bool, "graphTooltip": int, "time": dict,
    "refresh": str, "schemaVersion": int, "version": int, "panels": list, "templating": dict, "annotations": dict,
    "links": list, "style": str,
}  # fmt: skip
_VARIABLES = {"query", "adhoc", "constant", "datasource", "interval", "textbox", "custom", "system"}
_MAPPINGS = {"value", "range", "regex", "special"}
_PANEL = {"id": int, "type": str, "title": str, "gridPos": dict}
_DRAWN = {"targets": list, "fieldConfig": dict, "options": dict, "datasource": dict}


def faults(model: Model) -> list[str]:
    panels = model["panels"]
    found = [f"{key} is missing or of another type" for key in _wrong(model, _TOP)]
    found += [] if 8 <= len(model["uid"]) <= 40 else ["uid is 8 to 40 characters long"]
    found += [] if model["graphTooltip"] in (0, 1, 2) else ["graphTooltip is 0, 1 or 2"]
    found += [] if model["style"] in ("light", "dark") else ["style is light or dark"]
    found += [f"variable {each['name']}" for each in model["templating"]["list"] if each["type"] not in _VARIABLES]
    found += [fault for panel in panels for fault in _panel(panel)]
    found += [f"panels {one['id']} and {other['id']} lie over each other"
              for one, other in combinations(panels, 2) if _overlap(one["gridPos"], other["gridPos"])]  # fmt: skip
    ids = [each["id"] for each in panels]
    return found + ([] if len(ids) == len(set(ids)) else ["an id is used twice"])


def unknown(model: Model) -> list[str]:
    """The places of the model that Grafana's own types do not have, or have otherwise."""
    return list(_lost(model, json.loads(json.dumps(Dashboard.from_json(dict(model)), cls=JSONEncoder)), ""))


def _lost(given: Any, back: Any, place: str) -> Iterator[str]:
    if isinstance(given, Mapping) and isinstance(back, Mapping):
        yield from (f"{place}.{key}" for key in given if key not in back)
        yield from (each for key in given if key in back for each in _lost(given[key], back[key], f"{place}.{key}"))
    elif isinstance(given, list) and isinstance(back, list) and len(given) == len(back):
        yield from (each for pair in zip(given, back, strict=True) for each in _lost(*pair, f"{place}[]"))
    elif given != back:
        yield place


def _wrong(given: Model, wanted: Mapping[str, type]) -> Iterator[str]:
    return (key for key, kind in wanted.items() if not isinstance(given.get(key), kind))


def _panel(panel: Model) -> Iterator[str]:
    wanted = _PANEL if panel["type"] == "row" else {**_PANEL, **_DRAWN}
    yield from (f"panel {panel['id']}: {key}" for key in _wrong(panel, wanted))
    place = panel["gridPos"]
    if min(place["h"], place["w"]) <= 0 or min(place["x"], place["y"]) < 0 or place["x"] + place["w"] > 24:
        yield f"panel {panel['id']} lies outside of the grid"
    for mapping in panel.get("fieldConfig", {}).get("defaults", {}).get("mappings", ()):
        results = mapping["options"].values() if mapping["type"] == "value" else ()
        if mapping["type"] not in _MAPPINGS or any(set(each) - {"text", "color", "icon", "index"} for each in results):
            yield f"panel {panel['id']}: a mapping"
    references = [target.get("refId") for target in panel.get("targets", ())]
    if len(references) != len(set(references)) or None in references:
        yield f"panel {panel['id']}: targets have names of their own"


def _overlap(one: Model, other: Model) -> bool:
    return bool(
        one["x"] < other["x"] + other["w"] and other["x"] < one["x"] + one["w"]
        and one["y"] < other["y"] + other["h"] and other["y"] < one["y"] + one["h"]
    )  # fmt: skip
