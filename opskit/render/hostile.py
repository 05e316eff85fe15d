"""Everything that comes from a database or a file is hostile when printed: control characters become visible."""

from __future__ import annotations

import unicodedata


def visible(text: str) -> str:
    """The text without characters that move the cursor, change direction or hide themselves; new lines stay."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def one_line(text: str) -> str:
    return " ".join(visible(text).split())


def _shown(character: str) -> str:
    if character in "\n" or (unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")):
        return character
    return f"\\u{ord(character):04x}"
