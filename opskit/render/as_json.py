"""An answer -> the one JSON document of opskit (DESIGN: schema, opskit, environment, run, generated_at, exit_code,
changed, data)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from opskit import __version__
from opskit.core.answer import Answer
from opskit.core.secret import redacted


def draw(answer: Answer[Any]) -> str:
    return msgspec.json.format(_encoded(_document(answer)), indent=2).decode()


def draw_line(answer: Answer[Any]) -> str:
    """The same document on one line."""
    return line(_document(answer))


def line(value: object) -> str:
    return _encoded(value).decode()


def _encoded(value: object) -> bytes:
    return msgspec.json.encode(redacted(msgspec.to_builtins(value, enc_hook=_other)))


def _document(answer: Answer[Any]) -> dict[str, Any]:
    return {
        "schema": f"opskit/{answer.command}/1",
        "opskit": __version__,
        "environment": answer.environment,
        "run": answer.run,
        "generated_at": answer.as_of or datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "exit_code": answer.exit_code,
        "changed": answer.changed,
        "data": answer.data,
    }


def _other(value: object) -> object:
    """What msgspec does not know: mappings that are no dict, decimals, paths, addresses."""
    if hasattr(value, "items"):
        return dict(value.items())
    return str(value)
