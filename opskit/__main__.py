"""`opskit` and `python -m opskit`."""

from __future__ import annotations

import gc
import sys

# What a command imports and reads stays until its end: looking for garbage in it every 700 objects, as Python does of
# itself, takes a fifth of the time to the first screen.
GARBAGE_EVERY = 50_000


def main() -> None:
    gc.set_threshold(GARBAGE_EVERY)
    from opskit.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
