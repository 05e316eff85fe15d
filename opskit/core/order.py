"""What is to be done to one database of a fleet, in words that another machine understands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opskit.value import Value, field


class Order(Value):
    """`word` names the module of app/fleet_work, which takes what is `given` (JSON values). `run` is the run it is
    carried out in."""

    word: str
    run: str
    given: Mapping[str, Any] = field(default_factory=dict)
