"""`opskit` and `python -m opskit`."""

from __future__ import annotations

import gc
import sys

# What a command imports and reads stays until its end: looking for garbage in it every 700 objects, as Python does of
# itself, takes a fifth of the time to the first screen. That makes 60,000 objects, so that nothing is looked through.
GARBAGE_EVERY = 100_000


def main() -> None:
    gc.set_threshold(GARBAGE_EVERY)
    from opskit.cli.main import run

    code = run(sys.argv[1:])
    # At its end Python looks through all of it once more, which takes a seventh of the time to the prompt. What has to
    # be closed was closed by then, or is at exit.
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
