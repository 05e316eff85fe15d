"""The voice on stderr."""

from __future__ import annotations

import subprocess
import sys

LOADED = """
import sys
from opskit.cli.voices.plain import say
before = set(sys.modules)
say("a sentence")
print(sorted(name for name in sys.modules.keys() - before if name.startswith("opskit")))
"""


def test_what_a_sentence_needs_is_loaded_before_the_first() -> None:
    """The handler of a signal speaks too: it would find a module that is half loaded, and end in a traceback."""
    done = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "opskit: a sentence\n")
