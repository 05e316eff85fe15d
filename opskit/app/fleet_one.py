"""One order carried out on one database, in this process. It has a run of its own, and speaks under the database's
name."""

from __future__ import annotations

import pkgutil
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from opskit.app import fleet_work
from opskit.app.context import Context
from opskit.app.fleet_running import TargetDone
from opskit.app.voice import Voice
from opskit.core.activity import Activity
from opskit.core.answer import Answer
from opskit.core.ledger import Event
from opskit.core.order import Order
from opskit.core.target import Target
from opskit.errors import OpskitError
from opskit.value import Value, replace

# What is known of an end: exit code, whether anything was changed, in words, the data.
Ended = tuple[int, bool, str, Any]


class NamedVoice(Value):
    """The voice of one target among many."""

    name: str
    voice: Voice

    @property
    def every_s(self) -> float:
        return self.voice.every_s

    def tell(self, sentence: str, /) -> None:
        self.voice.tell(f"{self.name}: {sentence}")

    def activity(self, now: Sequence[Activity], /) -> None:
        """Bars of many databases at once would tell nobody anything."""

    def event(self, event: Event, /) -> None:
        self.voice.event(event)


def words() -> frozenset[str]:
    """What can be ordered."""
    return frozenset(found.name for found in pkgutil.iter_modules(fleet_work.__path__))


def carried_out(context: Context, order: Order, target: Target) -> TargetDone:
    """Here and now; an error is how it ended."""
    context = replace(
        context, environment=target.environment, run=order.run, voice=NamedVoice(target.name, context.voice)
    )
    module = import_module(f"opskit.app.fleet_work.{order.word}")
    return line(target, order.run, lambda: _ended(module.work(context, order.given), module.told))


def line(target: Target, run: str, work: Callable[[], Ended]) -> TargetDone:
    began, hint = time.monotonic(), ""
    try:
        code, changed, text, data = work()
    except OpskitError as error:
        code, changed, data, hint = error.exit_code, error.changed, None, error.hint
        text = ": ".join(filter(None, [error.what, error.why]))
    took = round(time.monotonic() - began, 3)
    return TargetDone(target.name, target.wave, target.host, run, code, changed, took, text, data, next=hint)


def _ended(answer: Answer[Any], told: Callable[[Answer[Any]], str]) -> Ended:
    return answer.exit_code, answer.changed, told(answer), answer.data
