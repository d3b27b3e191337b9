"""Command `normalise`: raw files in, normalised documents out. Reads the corpus to learn from; touches no notes."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.cli.arguments import Parser
from reader.cli.console import standard_input
from reader.cli.house import House
from reader.cli.readable import as_json, readable
from reader.core.errors import BadInput, ReaderError
from reader.core.showing import brief, sentence

if TYPE_CHECKING:
    from reader.core.raw_text import RawText
    from reader.ingest.normalise import Normalised

_SEPARATOR = "\n" + "─" * 40 + "\n\n"


def add_commands(add: Callable[..., Parser]) -> None:
    """Adds the command of this file."""
    normalise = add("normalise", help="把原始文件整理成结构化的文件")
    normalise.add_argument("files", nargs="+", metavar="FILE", help="原始文件；- 表示标准输入")
    form = normalise.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="输出 JSON；多份文件时是一个列表")
    form.add_argument("--text", action="store_true", help="输出便于阅读的文本（默认）")
    normalise.add_argument("--ocr", action="store_true", help="扫描件和图像做文字识别（OCR）")
    normalise.set_defaults(run=normalise_files)


def normalise_files(chosen: Namespace, house: House) -> int:
    """Prints the normalised form of each file. Of several, the good ones come out and the others say why they did not;
    the status is 2 where there are such.
    """
    values: list[Any] = []
    status = 0
    separator = ""
    several = len(chosen.files) > 1
    for given in chosen.files:
        for name, read in _files(given, house, ocr=chosen.ocr):
            several = several or name != given
            try:
                document = _normalised(read(), house).document
            except (ReaderError, MemoryError) as error:
                if not several:
                    raise
                says = sentence(str(error) or f"“{brief(name)}”太大，内存不足，没有整理。")
                status = 2
                values.append({"file": name, "error": says})
                house.console.tell(says)
                continue
            if chosen.json:
                values.append(as_json(document))
            else:
                house.console.write(separator + readable(document))
                separator = _SEPARATOR
    if chosen.json:
        house.console.json(values if several else values[0])
    return status


def _files(given: str, house: House, *, ocr: bool) -> Iterator[tuple[str, Callable[[], RawText]]]:
    """Name of each file that was given (the members of a zip are files), and how it is read."""
    # Ingest brings its word lists with it; no other command waits for them.
    from reader.formats.archive import members
    from reader.formats.sniff import sniff
    from reader.formats.worker import convert
    from reader.ingest.sources import LARGEST, read_bytes

    def refused(error: ReaderError) -> Callable[[], RawText]:
        def fail() -> RawText:
            raise error

        return fail

    try:
        data = standard_input(LARGEST) if given == "-" else read_bytes(Path(given))
        name = "标准输入" if given == "-" else Path(given).name
        if sniff(data) != "zip":
            yield given, partial(convert, data, name, ocr=ocr, told=_pages(name, house))
            return
        empty = True
        for member, inside in members(data, name):
            empty = False
            if isinstance(inside, ReaderError):
                yield f"{name}/{member}", refused(inside)
                continue
            yield f"{name}/{member}", partial(convert, inside, member, ocr=ocr, told=_pages(member, house))
        if empty:
            raise BadInput(f"压缩包“{brief(name)}”里没有文件。")
    except ReaderError as error:
        yield given, refused(error)


def _pages(name: str, house: House) -> Callable[[int, int], None]:
    """Shows how many pages of a scan are done."""
    doing = house.console.say(f"正在识别 {name}", f"Recognising {name}")
    return lambda done, of: house.console.progress(doing, done / of)


def _normalised(raw: RawText, house: House) -> Normalised:
    from reader.ingest.metadata import Facts
    from reader.ingest.normalise import normalise_raw

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
