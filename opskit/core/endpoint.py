"""Where a server listens."""

from __future__ import annotations

from opskit.value import Value


class Endpoint(Value):
    """`host` is a name, an address, or, from its first slash on, the folder of a Unix socket; libpq's own words."""

    host: str
    port: int

    @property
    def socket(self) -> str:
        """The path of the Unix socket; empty for TCP."""
        return f"{self.host.rstrip('/')}/.s.PGSQL.{self.port}" if self.host.startswith("/") else ""

    def __str__(self) -> str:
        return self.socket or f"{self.host}:{self.port}"
