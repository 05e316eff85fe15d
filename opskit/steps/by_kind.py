"""The step of a statement."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from opskit.core.change import Mark
from opskit.core.step import Step
from opskit.migrate.ddl import Ddl
from opskit.migrate.preceding import NOTHING, Follower, Preceding
from opskit.value import replace


def step_of(ddl: Ddl, mark: Mark, preceding: Preceding = NOTHING) -> Step[Any]:
    """The step module of the statement's kind, found by its name."""
    module = import_module(f"opskit.steps.{ddl.kind}")
    build = getattr(module, "".join(word.title() for word in ddl.kind.split("_")))
    step: Step[Any] = build(ddl, mark)
    return replace(step, preceding=preceding) if isinstance(step, Follower) else step
