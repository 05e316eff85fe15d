"""What a health check says of looks that are old, and a watch that goes on: its looks never overlap."""

from __future__ import annotations

import json
import threading
import time
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from opskit.app import monitor_serve
from opskit.app.context import Context, open_context
from opskit.app.monitor_export import Exposed
from opskit.app.monitor_serve import Pages, Watch
from opskit.catalog.configuration import Settings
from opskit.cli.voices.plain import PlainVoice
from opskit.core.environment import Environment

PAGES = Pages(lambda seen: f"at {seen.at}", "text/plain")
RUNBOOK: Any = None


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return open_context(Settings(ledger=tmp_path / "ledger"), Environment("test", "", ""), PlainVoice())


def watch(context: Context, monkeypatch: pytest.MonkeyPatch, seen: Exposed, interval_s: float = 60) -> Watch:
    monkeypatch.setattr(monitor_serve, "look", lambda *_: seen)
    return Watch(context, RUNBOOK, interval_s)


@pytest.mark.parametrize(
    ("age", "more", "word"),
    [
        (170, {}, "ok"),
        (190, {}, "stale"),
        (10, {"critical": ["index_invalid"]}, "critical"),
        (10, {"why": "refused"}, "unreachable"),
        (10, {"blind": ["wraparound"]}, "ok"),
    ],
)
def test_only_a_young_look_that_found_nothing_critical_is_200(
    context: Context, monkeypatch: pytest.MonkeyPatch, age: float, more: dict[str, Any], word: str
) -> None:
    reply = watch(context, monkeypatch, Exposed(time.time() - age, (), **more)).reply("/healthz", PAGES)
    assert (reply.status, json.loads(reply.body)["status"]) == (200 if word == "ok" else 503, word)


def test_looks_follow_one_another_however_short_the_interval(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, most, lock, several = [0], [0], threading.Lock(), threading.Event()
    looks = count(1)

    def look(*_: object) -> Exposed:
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        time.sleep(0.02)
        with lock:
            at_once[0] -= 1
        if next(looks) == 8:
            several.set()
        return Exposed(time.time(), ())

    monkeypatch.setattr(monitor_serve, "look", look)
    watching, over = Watch(context, RUNBOOK, 0.001), threading.Event()
    thread = threading.Thread(target=watching.go_on, args=(over,))
    thread.start()
    before = watching.reply("/metrics", PAGES).body
    assert several.wait(60)
    over.set()
    thread.join()
    assert watching.reply("/metrics", PAGES).body != before
    assert most[0] == 1
