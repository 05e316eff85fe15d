"""What happens while a plan is carried out, as the engine tells it."""

from __future__ import annotations

from opskit.core.change import Change
from opskit.core.step import Ran
from opskit.errors import OpskitError
from opskit.value import Value


class Started(Value):
    step: str
    change: Change


class Finished(Value):
    step: str
    change: Change
    ran: Ran


class Undone(Value):
    """A change of a failed step was taken back, or the debris of the failed statement removed."""

    step: str
    change: Change


class Refused(Value):
    step: str
    change: Change
    error: OpskitError


class Parted(Value):
    """A transaction of several statements was refused, and left nothing; they are tried one by one."""

    step: str
    change: Change
    error: OpskitError


EngineEvent = Started | Finished | Undone | Refused | Parted
