"""Command `normalise`: raw files in, normalised documents out. Reads the corpus to learn from; touches no notes."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.arguments import Parser
from reader.cli.console import standard_input
from reader.cli.house import House
from reader.cli.readable import readable
from reader.core.document import Document, to_dict
from reader.core.errors import ReaderError
from reader.core.showing import brief, sentence

if TYPE_CHECKING:
    from reader.ingest.normalise import Normalised

_SEPARATOR = "\n" + "─" * 40 + "\n\n"


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the command of this file."""
    normalise = add("normalise", help="把原始文件整理成结构化的文件")
    normalise.add_argument("files", nargs="+", metavar="FILE", help="原始文件；- 表示标准输入")
    form = normalise.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON；多份文件时是一个列表")
    form.add_argument("--text", action="store_true", help="输出便于阅读的文本（默认）")
    normalise.set_defaults(run=normalise_files)


def normalise_files(chosen: Namespace, house: House) -> int:
    """Prints the normalised form of each file. One that cannot be used does not keep the others back: it is told, and
    the status is 2.
    """
    done = [(name, _tried(name, house, alone=len(chosen.files) == 1)) for name in chosen.files]
    documents = [made for _, made in done if isinstance(made, Document)]
    if chosen.json:
        values = [to_dict(made) if isinstance(made, Document) else {"file": name, "error": made} for name, made in done]
        house.console.json(values[0] if len(values) == 1 else values)
    else:
        house.console.write(_SEPARATOR.join(readable(document) for document in documents))
    for _, made in done:
        if isinstance(made, str):
            house.console.tell(made)
    return 0 if len(documents) == len(done) else 2


def _tried(name: str, house: House, *, alone: bool) -> Document | str:
    """A document, or the sentence that says why there is none; of a single file that sentence is raised."""
    try:
        return _normalised(name, house).document
    except (ReaderError, MemoryError) as error:
        if alone:
            raise
        return sentence(str(error) or f"“{brief(name)}”太大，内存不足，没有整理。")


def _normalised(name: str, house: House) -> Normalised:
    # Ingest brings its word lists with it; no other command waits for them.
    from reader.ingest.metadata import Facts
    from reader.ingest.normalise import normalise_raw
    from reader.ingest.sources import LARGEST, decode, read_file

    raw = decode(standard_input(LARGEST), "标准输入") if name == "-" else read_file(Path(name))
    doing = house.console.say(f"正在整理 {raw.name}", f"Normalising {raw.name}")
    made = normalise_raw(
        raw, Facts(), lambda: _clean_text(house), progress=lambda share: house.console.progress(doing, share)
    )
    house.console.progress(doing, 1)
    return made


def _clean_text(house: House) -> list[str]:
    """What a damaged page may learn from: the text of the corpus, or nothing where there is none."""
    from reader.ingest.build import clean_lines

    try:
        return list(clean_lines([house.library.open(info.id) for info in house.library.documents()]))
    except ReaderError:  # a page can be normalised without a corpus, only not repaired as well
        return []
