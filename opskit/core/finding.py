"""One answer of a check or a rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from opskit.core.verdict import Severity
from opskit.value import Value, field


class Finding(Value):
    """`key` is stable over runs and servers (check and object), so that a finding can be recognised again."""

    key: str
    severity: Severity
    object: str
    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    remedy: str = ""


class Ignored(Value):
    """A finding that a person lives with: why, and up to and including which day."""

    finding: Finding
    reason: str
    until: date
