"""Builds the corpus: every source of the catalogue to its document, the search index, and a report for the reviewer.

`python -m reader.ingest.build [FOLDER]`, by default the corpus folder of this program. The same sources give the same
bytes.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from reader.core.document import Document
from reader.core.errors import BadInput, ReaderError, in_words
from reader.corpus import Corpus
from reader.ingest.build_registers import build_registers
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_raw
from reader.ingest.report import report
from reader.ingest.sources import read_file
from reader.packs import integrity
from reader.paths import find_paths
from reader.search import index

CATALOGUE = "catalogue.toml"
_CURATED = (
    "title", "attachment_title", "kind", "issuers", "doc_number", "written", "published", "region", "level", "status",
    "period",
)  # fmt: skip


def read_catalogue(folder: Path) -> list[tuple[Path, Facts]]:
    """The sources in library order with what people know of each. Raises BadInput where the catalogue is unusable."""
    file = folder / CATALOGUE
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BadInput(f"无法读取目录文件 {file}：{in_words(error)}。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"目录文件 {file} 格式有误：{error}。") from error
    return [_entry(folder, entry) for entry in table.get("document", [])]


def _entry(folder: Path, entry: dict[str, Any]) -> tuple[Path, Facts]:
    if "id" not in entry or "file" not in entry:
        raise BadInput("目录文件中有一份文件缺少 id 或 file。")
    values = {name: entry[name] for name in _CURATED if name in entry}
    basis = dict(entry.get("basis", {}))
    unfounded = sorted(set(values) - set(basis))
    if unfounded:
        raise BadInput(f"目录文件中 {entry['id']} 的 {'、'.join(unfounded)} 没有写明依据。")
    return folder / "raw" / entry["file"], Facts(entry["id"], values, basis)


def clean_lines(documents: Sequence[Document]) -> Iterator[str]:
    """Blocks without a defect: what a damaged page may learn the language of such documents from."""
    for document in documents:
        damaged = {defect.block for defect in document.defects}
        yield from (block.text for block in document.blocks if block.id not in damaged and len(block.text) > 40)


def build_documents(folder: Path) -> list[Document]:
    """Every source of the catalogue normalised.

    Documents read in a first round without help teach a second one, so that damage in one is repaired by what the
    others say, whatever their order. Only what asked for help is read again.
    """
    sources = [(read_file(path), facts) for path, facts in read_catalogue(folder)]
    damaged: set[int] = set()

    def no_help(number: int) -> list[str]:
        damaged.add(number)
        return []

    first = [normalise_raw(raw, facts, partial(no_help, at)).document for at, (raw, facts) in enumerate(sources)]
    lines = list(clean_lines(first))
    return [
        normalise_raw(raw, facts, lambda: lines).document if at in damaged else first[at]
        for at, (raw, facts) in enumerate(sources)
    ]


def build(folder: Path) -> str:
    """Writes `normalised/`, `registers/` and `index/` of a corpus folder, and their sums. Returns the report."""
    documents = build_documents(folder)
    corpus = Corpus(folder)
    corpus.write(documents)
    build_registers(folder, find_paths().resources)
    index.build(folder / "index", documents, revision=corpus.version)
    integrity.write(folder)
    return report(documents)


def main(arguments: Sequence[str]) -> int:
    """The command: builds, prints the report; 2 with one sentence where something cannot be used."""
    folder = Path(arguments[0]) if arguments else find_paths().corpus
    try:
        print(build(folder))
    except ReaderError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
