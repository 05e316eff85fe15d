"""A value -> a short text that a ledger can keep -> the same value. Numbers, times and texts stay what they were."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from opskit.core.secret import redacted
from opskit.errors import Failed, Fault, InvalidFile

T = TypeVar("T")


def packed(value: object) -> str:
    """The JSON of a dataclass without its secrets, deflated, as base64."""
    plain = redacted(msgspec.to_builtins(value, enc_hook=_other))
    return b64encode(zlib.compress(msgspec.json.encode(plain), 9)).decode()


def unpacked(text: str, shape: type[T]) -> T:
    """Failed where it was packed in another shape than there is now, or is no such text."""
    try:
        return msgspec.json.decode(zlib.decompress(b64decode(text)), type=shape, strict=False)
    except (ValueError, zlib.error, msgspec.MsgspecError) as error:
        raise Failed(
            "what was kept cannot be read (nothing was changed)", str(error), "opskit ledger verify"
        ) from error


def shaped(data: object, shape: type[T]) -> T:
    """A value, or what is left of one that came as JSON."""
    return msgspec.convert(data, shape, strict=False, from_attributes=True)


def from_json(path: Path, schema: str, shape: type[T]) -> tuple[Mapping[str, Any], T]:
    """The JSON document that opskit wrote, without its `data`, and that. InvalidFile where it is another one."""
    try:
        document = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
        data = document.pop("data")
        if document.get("schema") != schema:
            raise ValueError(f"its schema is {document.get('schema')!r}, not {schema!r}")
        return document, msgspec.convert(data, shape, strict=False)
    except (OSError, ValueError, KeyError, msgspec.MsgspecError) as error:
        raise InvalidFile([Fault(path, 0, f"no report: {error}")], "opskit report -O report.json") from error


def _other(value: object) -> object:
    """What JSON does not know: mappings that are no dict, decimals, paths, addresses."""
    return dict(value.items()) if isinstance(value, Mapping) else str(value)
