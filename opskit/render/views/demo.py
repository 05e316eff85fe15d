"""The end of `opskit demo`: what is left to read and to try."""

from __future__ import annotations

from opskit.app.demo import DemoView
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Bullets, Heading, Line
from opskit.render.words import duration


def blocks(answer: Answer[DemoView]) -> list[Block]:
    view = answer.data
    found: list[Block] = [Heading(f"{view.acts} acts in {duration(view.seconds)}")]
    found += [Line(surprise, "surprise") for surprise in view.surprises]
    tries = [f"{view.folder}/{name}" for name in view.files]
    if view.kept:
        tries += [
            f"cd {view.folder} && opskit checklist -e production",
            "opskit locks -e production, opskit bench -e staging, opskit rollback -e staging -n",
            "opskit demo --stop   (from this folder, when you are done)",
        ]
    else:
        tries += ["opskit demo --keep   leaves the servers up to try every command by hand",
                  "opskit init   writes an opskit.toml for your own databases",
                  "opskit check --dsn 'service=NAME'   looks at any database and changes nothing"]  # fmt: skip
    return [*found, Line("What to look at next:"), Bullets(tries)]
