"""`opskit demo --stop`."""

from __future__ import annotations

from pathlib import Path

from opskit.app.demo_servers import stop
from opskit.core.answer import Answer
from opskit.value import Value


class Stopped(Value):
    servers: int


def demo_stop(place: Path) -> Answer[Stopped]:
    """Idempotent: nothing to stop is exit 0 with `changed: false`."""
    ended = stop(place)
    return Answer("demo stop", Stopped(ended), changed=bool(ended))
