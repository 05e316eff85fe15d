"""One answer of a check or a rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from opskit.core.verdict import Severity


@dataclass(frozen=True)
class Finding:
    """`key` is stable over runs and servers (check and object), so that a finding can be recognised again."""

    key: str
    severity: Severity
    object: str
    message: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    remedy: str = ""


@dataclass(frozen=True)
class Ignored:
    """A finding that a person lives with: why, and up to and including which day."""

    finding: Finding
    reason: str
    until: date
