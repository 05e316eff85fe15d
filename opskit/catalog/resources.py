"""Where the shipped files are: inside the installed package, or beside setup.cfg in a checkout."""

from __future__ import annotations

from pathlib import Path

from opskit.errors import Fault, InvalidFile

# Where in a checkout a packaged folder is, if not under its own name.
_CHECKOUT = {"scripts": "tests/checks"}


def folder(name: str) -> Path:
    """The folder `sql`, `runbooks`, or `scripts` (those that break what the packaged checks look for)."""
    packaged = Path(__file__).parents[1] / name
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).parents[2]
    if (checkout / "setup.cfg").is_file():
        return checkout / _CHECKOUT.get(name, name)
    raise InvalidFile([Fault(packaged, 0, "is missing from this installation")], "pip install --force-reinstall opskit")


def variant(directory: Path, slug: str, major: int) -> Path:
    """`<slug>.pg16.sql` replaces `<slug>.sql` on servers from 16 on; of several the highest that fits."""
    best, found = -1, directory / f"{slug}.sql"
    for path in directory.glob(f"{slug}.pg*.sql"):
        since = int(path.name.removeprefix(f"{slug}.pg").removesuffix(".sql"))
        if best < since <= major:
            best, found = since, path
    return found
