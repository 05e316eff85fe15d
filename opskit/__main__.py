"""`opskit` and `python -m opskit`."""

from __future__ import annotations

import sys


def main() -> None:
    from opskit.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
