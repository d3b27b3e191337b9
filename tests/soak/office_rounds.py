"""Notes go out as Word comments and as tables, LibreOffice opens and saves them, and they come back: nothing changes.

Usage: office_rounds.py [NOTES] [SEED]. The notes lie on the bundled plan with the most tables: inside one another, over
paragraphs, in cells, several of one second, with blanks, formulas and tags that no comment can spell. Counted is every
row of the previews that is not “unchanged”. Ends with 1 where anything is counted, with 0 saying so where this machine
has no LibreOffice.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from reader.core.anchor import Resolver, make  # noqa: E402
from reader.core.document import Document  # noqa: E402
from reader.core.note import COLOURS, Note, NoteKind, Person, Selection  # noqa: E402
from reader.core.note_words import with_written  # noqa: E402
from reader.core.span import Span  # noqa: E402
from reader.library.opening import open_library  # noqa: E402
from reader.paths import find_paths  # noqa: E402

NOTES = 200
KINDS: tuple[NoteKind, ...] = ("note", "note", "note", "highlight", "underline", "note", "bookmark")
WORDS = (
    "口径与上年不一致，请核。", "建议改为“市数据局”", "=1+1 不是公式", "两行\n第二行 #重点", "@待办 7 月底前", "“引号” & <标签> 's",
    "第一\n\n空行之后", "全角　空格，结尾有空格 ", "😀 表情", "00012345678901234567", "2026/11/29 4:42", "-5%", "+x", "@a",
)  # fmt: skip
TAGS = ("重点", "2026年", "待 核", "数据要素")
CSV = "csv:Text - txt - csv (StarCalc)"
READ = "--infilter=CSV:44,34,76,1,,2052,false,true,true"
ROUNDS: tuple[tuple[str, str, Sequence[Sequence[str]]], ...] = (
    ("Word comments, saved", "docx", (("docx:MS Word 2007 XML",),)),
    ("Word comments, by way of OpenDocument", "docx", (("odt",), ("docx:MS Word 2007 XML",))),
    ("table, saved in UTF-8", "csv", ((f"{CSV}:44,34,76,1,,2052,false,true,false", READ),)),
    ("table, saved in GB 18030", "csv", ((f"{CSV}:44,34,85,1,,2052,false,true,false", READ),)),
    (
        "table, by way of a workbook, parted by tabs",
        "csv",
        (("xlsx", READ), (f"{CSV}:9,34,76,1,,2052,false,true,false",)),
    ),
)
"""What is opened and saved, its kind, and the steps: what it is saved as, and how it is read."""


def note_of(document: Document, resolver: Resolver, number: int, chance: random.Random) -> Note:
    """A note on words drawn from the document; every tenth lies in a table."""
    text, tables = document.text, [block.text for block in document.blocks if block.kind == "table"]
    start = text.index(chance.choice(tables)) if tables and number % 10 == 0 else 0
    while True:
        at = (start or chance.randrange(len(text) - 300)) + chance.randrange(40)
        span = Span(at, at + chance.choice([1, 2, 3, 5, 8, 13, 40, 80, 200]))
        if span.cut(text).strip():
            break
    when = f"2026-11-{1 + number % 25:02}T08:00:{number % 60 if number % 4 else 0:02}.{number:06}Z"
    kind, person = KINDS[number % len(KINDS)], (Person("王芳", "市数据局"), Person("李强"), Person())[number % 3]
    said = "" if kind in {"highlight", "bookmark"} else WORDS[number % len(WORDS)]
    made = Note(
        str(uuid.UUID(int=chance.getrandbits(128))), make(document, Selection(document.id, resolver.pieces(span))), kind,
        when, when, text=said, colour=COLOURS[number % 5], tags=tuple(chance.sample(TAGS, number % 3)), creator=person,
        editor=person, starred=number % 9 == 0, folder="甲/乙" if number % 11 == 0 else "",
    )  # fmt: skip
    return with_written(made)


def run(data: Path, *words: str) -> str:
    """What the program says on standard output."""
    command = [sys.executable, "-m", "reader", "--data-dir", str(data), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False).stdout


def saved(office: str, file: Path, steps: Sequence[Sequence[str]], folder: Path) -> Path:
    """The file as it is after all steps."""
    for number, (form, *how) in enumerate(steps):
        into = folder / str(number)
        command = [office, "--headless", f"-env:UserInstallation={(folder.parent / 'office').as_uri()}", *how]
        command += ["--convert-to", form, "--outdir", str(into), str(file)]
        subprocess.run(command, capture_output=True, timeout=600, check=False)
        (file,) = into.iterdir()
    return file


def main(count: int, seed: int) -> int:
    """The figures, and whether there was anything to find."""
    office = shutil.which("soffice")
    if office is None:
        print("no LibreOffice on this machine: nothing was looked at")
        return 0
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library, chance = open_library(find_paths(folder / "data")), random.Random(seed)
        plan = max(map(library.open, (each.id for each in library.documents())), key=lambda each: len(each.text))
        resolver = Resolver(plan)
        for number in range(count):
            library.store.add(note_of(plan, resolver, number, chance))
        library.close()
        for at, (what, kind, steps) in enumerate(ROUNDS):
            file = folder / f"out{at}.{kind}"
            how = ["report", plan.id, "--by", "comments"] if kind == "docx" else ["export"]
            run(folder / "data", "notes", *how, "-o", str(file))
            back = saved(office, file, steps, folder / f"round{at}")
            rows = json.loads(run(folder / "data", "notes", "import", "--preview", "--json", str(back)) or "{}").get(
                "rows", ()
            )
            counted = Counter(row["state"] for row in rows)
            wrong = count - counted["kept"] + len(rows) - counted["kept"]
            faults += wrong
            print(f"{what}: {count} out, {dict(counted)} back", "" if wrong == 0 else "— WRONG")
    return int(faults > 0)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(given + [NOTES, 1][len(given) :])))
