"""One answer of a check or a rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
