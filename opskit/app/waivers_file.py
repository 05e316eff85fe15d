"""waivers.toml rewritten: whole or not at all, and by one operator at a time."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from opskit.errors import UsageFault

# As a person's editor would make it: others are meant to read it.
_MODE = 0o644


@contextmanager
def rewritten(path: Path, change: Callable[[Path], str]) -> Iterator[None]:
    """The text that `change` makes of the file takes its place when the block ends well. UsageFault before the block
    when it cannot be written."""
    with _alone(path.parent):
        made = change(path)
        name = _beside(path, made)
        try:
            yield
            Path(name).replace(path)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(name)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two operators who share the folder write one after the other."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _beside(path: Path, text: str) -> str:
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else _MODE)
    except OSError as error:
        raise _unwritable(path, error) from error
    return name


def _unwritable(path: Path, error: OSError) -> UsageFault:
    return UsageFault(
        f"{path} cannot be written (nothing was recorded)", error.strerror or str(error),
        "[runbooks] waivers in opskit.toml names another file",
    )  # fmt: skip
