"""One session of everything but printing, start to end: for watching from outside what the program does meanwhile.

Usage: reading_session.py FOLDER [print] [CORPUS]. Searches, compares, writes notes, opens registers and every dialog, exports
in every form into FOLDER. With `print` it then opens what prints; whoever watches from outside sees a connection to
`PRINTS` tried before. Says `done` last.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRINTING = ("print", "print a register")
PRINTS = "/now/it/prints"  # no such socket is there


def main(arguments: list[str]) -> int:
    """Do it."""
    from tests.soak.window_use import Use, close, listening, make_pack, start, wait

    folder, printing = Path(arguments[0]), "print" in arguments[1:]
    corpus = next((Path(word) for word in arguments[1:] if word != "print"), ROOT / "corpus")
    with listening() as heard:
        running = start(folder / "data", corpus)
        use = Use(running, folder, make_pack(corpus, folder))
        use.write_note()
        running.session.search.ask("数字经济")
        wait(lambda: running.session.search.answer is not None)
        running.session.search.step(1)
        use.read()
        use.act("compare")
        wait(lambda: len(running.session.panes) == 2 and use.idle())
        ways = use.openings()
        for name, go in ways.items():
            if name not in PRINTING:
                go()
        _export(use.window.desks.paper.write_pdf, folder / "a.pdf")
        notes = tuple(running.session.notes.all())
        for form in ("docx", "xlsx", "csv", "md", "html", "jsonld"):
            target = folder / f"notes.{form}"
            running.window.desks.notes.work.export(notes, form, target, lambda _written: None)
            wait(target.exists)
        page = use.table()
        for form, target in (("xlsx", folder / "r.xlsx"), ("docx", folder / "r.docx")):
            files = running.window.desks.registers.files
            make = files._sheet_file(page) if form == "docx" else files._table_file(page, form)
            files._write(target, make)
            wait(target.exists)
        if printing:
            with socket.socket(socket.AF_UNIX) as mark, suppress(OSError):
                mark.connect(PRINTS)
            for name in PRINTING:
                ways[name]()
        close(running)
    print("\n".join(heard.faults) or "done")
    return 1 if heard.faults else 0


def _export(write: Callable[[Path], None], target: Path) -> None:
    write(target)
    assert target.read_bytes().startswith(b"%PDF")


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
