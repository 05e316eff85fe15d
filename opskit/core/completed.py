"""A command that has ended, here or on another machine."""

from __future__ import annotations

from opskit.core.kept import Kept
from opskit.value import Value


class Completed(Value):
    """`exit_code` is minus the number of the signal that ended it, if one did. `lost` are the bytes of both outputs
    together that were too many to be kept."""

    exit_code: int
    stdout: str
    stderr: str
    seconds: float
    lost: int = 0


def completed(exit_code: int, out: Kept, err: Kept, seconds: float) -> Completed:
    return Completed(exit_code, out.text(), err.text(), seconds, out.lost + err.lost)
