"""Registers: tasks, targets, systems and citations, read from the text alone.

Pure readings of documents: the same document gives the same rows. Must not write, search, convert or know the window.

    reading = read(document, lexicon)              # one document; worth keeping, the costly part
    registers = compile_registers([reading, …])    # several: mentions and links across documents
    registers = registers_of(documents, lexicon)   # both in one call
"""

from __future__ import annotations

from reader.registers.compiling import Reading, compile_registers, read, registers_of
from reader.registers.lexicon import Lexicon, load_lexicon
from reader.registers.mine import my_unit, of_unit

__all__ = ["Lexicon", "Reading", "compile_registers", "load_lexicon", "my_unit", "of_unit", "read", "registers_of"]
