"""A rule that a monitoring server watches metrics by, with a trial of it: samples that are sound and then are not."""

from __future__ import annotations

from collections.abc import Mapping

from opskit.core.verdict import Severity
from opskit.value import Value, field

ENVIRONMENT = "{{ $labels.environment }}"


class Series(Value):
    """One series of a trial. `sound` and `broken` are samples in the notation of promtool, {n} of them: `0x{n}`."""

    name: str
    labels: Mapping[str, str]
    sound: str = "0x{n}"
    broken: str = "1x{n}"


class Alert(Value):
    """`expr` is PromQL. `summary` and `description` may hold ENVIRONMENT, which the server fills in, and so may
    `first`, the command to type. `watches` is what it stands for in opskit's own words: check index_invalid, gate
    canary/cache-hit."""

    name: str
    group: str
    expr: str
    severity: Severity
    summary: str
    description: str
    watches: str
    first: str
    trial: Series = field(default_factory=lambda: Series("", {}))

    @property
    def anchor(self) -> str:
        """Of its section on the page of `opskit monitor alerts`, as Markdown makes it."""
        return self.name.lower()


def camel(text: str) -> str:
    """index_invalid -> IndexInvalid."""
    words = "".join(letter if letter.isalnum() else " " for letter in text).split()
    return "".join(word[:1].upper() + word[1:] for word in words)


def quoted(text: str) -> str:
    """A string of PromQL."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def literal(text: str) -> str:
    """Text as a template of the server gives it back: `{{` begins nothing."""
    return text.replace("{{", '{{ "{{" }}')
