"""What is kept of an output: its beginning. A program that prints without end must not fill memory or the ledger."""

from __future__ import annotations

KEPT_BYTES = 65536


class Kept:
    """Grows up to `most` bytes; what comes after is counted in `lost`, in bytes, and thrown away."""

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self.most = most
        self._bytes = bytearray()
        self.lost = 0

    def take(self, data: bytes) -> None:
        room = self.most - len(self._bytes)
        self._bytes += data[:room]
        self.lost += max(0, len(data) - room)

    def text(self) -> str:
        """As UTF-8; what is none stays readable, as \\xff."""
        return self._bytes.decode(errors="backslashreplace")
