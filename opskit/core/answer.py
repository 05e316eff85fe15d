"""What a use case gives back: data, and what the program should say of it by its exit code."""

from __future__ import annotations

from typing import Generic, TypeVar

from opskit.value import Value

D_co = TypeVar("D_co", covariant=True)


class Answer(Value, Generic[D_co]):
    """`command` names the JSON schema opskit/<command>/1 and the view that renders `data`, a frozen dataclass. `as_of`
    is the time (RFC 3339 UTC) of what is written out alike whenever it is written; without it an answer is of now."""

    command: str
    data: D_co
    exit_code: int = 0
    changed: bool = False
    environment: str = ""
    run: str = ""
    as_of: str = ""
