"""The answer drawn once: to stdout or a file, in the format asked for."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TextIO

from opskit.core.answer import Answer
from opskit.errors import UsageFault

_ENDINGS = {".html": "html", ".md": "markdown", ".json": "json", ".xml": "junit"}


def deliver(answer: Answer[Any], options: Mapping[str, Any]) -> int:
    """The exit code, once the answer is written."""
    from opskit.render.draw import draw

    out: Path | None = options.get("opskit.out")
    form = chosen_format(options, out)
    coloured = out is None and wants_colour(str(options.get("opskit.color") or "auto"), sys.stdout)
    text = draw(answer, form, width(), coloured)
    if out and str(out) != "-":
        _to_file(out, text)
    else:
        print(encodable(text, sys.stdout))
        sys.stdout.flush()
    return answer.exit_code


def chosen_format(options: Mapping[str, Any], out: Path | None) -> str:
    """What was asked for, else what the ending of the file says."""
    if options.get("opskit.json"):
        return "json"
    return options.get("opskit.output") or _ENDINGS.get(out.suffix if out else "", "table")


def wants_colour(wish: str, stream: Any) -> bool:
    """--color, then NO_COLOR, then FORCE_COLOR, then TERM=dumb, then whether it is a terminal."""
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return os.environ.get("TERM") != "dumb" and bool(stream.isatty())


def encodable(text: str, stream: TextIO) -> str:
    """What the encoding of the stream does not have is spelled out."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def width() -> int:
    """Of the terminal; of a pipe 100 columns, or what COLUMNS says."""
    return shutil.get_terminal_size((100, 24)).columns


def _to_file(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, text + "\n")
    except OSError as error:
        raise UsageFault(f"{path} cannot be written", str(error.strerror), "name another file with -O") from error
    print(f"opskit: wrote {path}", file=sys.stderr)


def _write(path: Path, text: str) -> None:
    """Beside its place and then moved there, so that nobody reads a half of it (the ending keeps collectors of *.prom
    off). What is no file, as /dev/stdout, what a link names, and a file in a folder that takes no other is written
    where it is."""
    there = path.exists()
    if path.is_symlink() or (there and not (path.is_file() and os.access(path.parent, os.W_OK))):
        path.write_text(text, encoding="utf-8")
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        if there:
            beside.chmod(path.stat().st_mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
