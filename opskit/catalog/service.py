"""The connection string of a service, a section of pg_service.conf."""

from __future__ import annotations


def service(name: str) -> str:
    """libpq's quoting, for a name with spaces or quotes."""
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"service={name}" if name.isprintable() and escaped == name and " " not in name else f"service='{escaped}'"
