"""Makes the registers of a corpus folder anew and puts them into it: what is shipped, so that nobody waits for them.

`python -m reader.ingest.build_registers [FOLDER]`, to be run when the registers' code or word lists have changed; a
whole build (`reader.ingest.build`) does the same. The same corpus gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from reader.core.errors import ReaderError
from reader.core.register import REGISTERS, Registers
from reader.corpus import Corpus
from reader.packs import integrity
from reader.paths import find_paths
from reader.registers import load_lexicon, registers_of, shipping


def build_registers(folder: Path, resources: Path) -> Registers:
    """Reads every document of the folder and writes `registers/`. Raises BadInput, DamagedCorpus."""
    corpus = Corpus(folder)
    documents = [corpus.load(info.id) for info in corpus.documents()]
    made = registers_of(documents, load_lexicon(resources))
    shipping.write(folder, made, shipping.stamp(corpus.version, resources))
    return made


def main(arguments: Sequence[str]) -> int:
    """The command; 2 with one sentence where something cannot be used."""
    paths = find_paths()
    folder = Path(arguments[0]) if arguments else paths.corpus
    try:
        made = build_registers(folder, paths.resources)
        integrity.write(folder)
    except ReaderError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    sys.stdout.write("、".join(f"{name} {len(made.rows(name))}" for name in REGISTERS) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
