"""One statement of a definition."""

from __future__ import annotations

from opskit.migrate.named import Address
from opskit.value import Value


class Said(Value):
    """`place` as in this package's docstring; `trouble` as there."""

    address: Address
    place: int
    statement: str
    trouble: str = ""
