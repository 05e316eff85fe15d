"""How a use case that does several things asks whether it may, each time with what exactly would be done."""

from __future__ import annotations

from typing import Any, Protocol

from opskit.core.answer import Answer


class Consent(Protocol):
    """Declined when a person says no."""

    def possible(self) -> bool:
        """Whether a yes is given already, or somebody could be asked."""
        ...

    def given(self, page: Answer[Any], /) -> bool:
        """False when nobody can be asked."""
        ...

    def person_says(self, question: str, /) -> bool:
        """What only a person can answer, at a terminal; no option stands for it. False when there is none."""
        ...
