"""A notice as each kind of target wants it: the module of the template's name."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from opskit.core.notice import Notice, Template
from opskit.render.hostile import one_line
from opskit.value import asdict


def body(notice: Notice, template: Template) -> bytes:
    """JSON in ASCII. No text in it has a new line, or a character that hides or turns what is around it."""
    document: Any = import_module(f"{__name__}.{template.value}").document(_harmless(notice))
    return json.dumps(document).encode()


def _harmless(notice: Notice) -> Notice:
    harmless: dict[str, Any] = {
        name: one_line(value) if isinstance(value, str) else value for name, value in asdict(notice).items()
    }
    return Notice(**harmless)
