"""What happens while a plan is carried out, as the engine tells it."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.core.change import Change
from opskit.core.step import Ran
from opskit.errors import OpskitError


@dataclass(frozen=True)
class Started:
    step: str
    change: Change


@dataclass(frozen=True)
class Finished:
    step: str
    change: Change
    ran: Ran


@dataclass(frozen=True)
class Undone:
    """A change of a failed step was taken back, or the debris of the failed statement removed."""

    step: str
    change: Change


@dataclass(frozen=True)
class Refused:
    step: str
    change: Change
    error: OpskitError


@dataclass(frozen=True)
class Parted:
    """A transaction of several statements was refused, and left nothing; they are tried one by one."""

    step: str
    change: Change
    error: OpskitError


EngineEvent = Started | Finished | Undone | Refused | Parted
