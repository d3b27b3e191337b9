"""A paragraph while its figures are judged: its sentences, the years said around them, and a past that is carried on.

Must not judge figures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from reader.core.document import Block
from reader.core.late_pattern import late
from reader.core.span import Span
from reader.registers import deadlines
from reader.registers.chapters import Chapters
from reader.registers.deadlines import Deadline
from reader.registers.stretches import Sentences

_CARRIED: Final = 6  # sentences over which a past is carried
_AHEAD: Final = late(
    r"今年|年内|目标|预期|力争|确保|争取|将|要|加快|推进|建设|打造|实施|完善|推动|加强|培育|构建|开展|下一步|今后|计划|支持|鼓励|实现"
)


@dataclass(slots=True)
class Paragraph:
    """A block while its figures are judged: its sentences, and what is known of each."""

    chapters: Chapters
    block: Block
    sentences: Sentences
    earlier: dict[int, Deadline | None] = field(default_factory=dict)
    back: dict[int, tuple[bool, int | None]] = field(default_factory=dict)
    looks_back: bool = field(init=False)  # its chapter does
    chapter: Deadline | None = field(init=False)
    whole: Deadline | None = field(init=False)  # the end of the plan

    def __post_init__(self) -> None:
        """Asks its chapter once for all its figures."""
        self.looks_back = self.chapters.looks_back(self.block)
        self.chapter, self.whole = self.chapters.year(self.block), self.chapters.of_the_whole()

    def sentence(self, at: int) -> Span:
        """The sentence a place stands in."""
        return self.sentences.at(at)

    def around(self, sentence: Span) -> Deadline | None:
        """The year that the sentences before, or the headings and goals of the chapter, speak of."""
        chapter = self.chapter
        if self.chapters.report and chapter:
            return chapter  # 2026年重点工作: what is said of 2028 is said of one thing
        here, waiting = sentence, []
        while here.start not in self.earlier and here.start:  # sentence by sentence, however many there are
            waiting.append(here.start)
            here = self.sentence(here.start - 1)
            ahead = deadlines.years_ahead(here.cut(self.block.text), self.chapters.since)
            if ahead:
                self.earlier[waiting[-1]] = Deadline(
                    ahead[-1][1], "paragraph", sure=len({year for _at, year in ahead}) == 1
                )
                break
        if here.start not in self.earlier and not here.start:
            self.earlier[0] = chapter
        said = self.earlier[waiting.pop()] if waiting and waiting[-1] in self.earlier else self.earlier[here.start]
        for start in waiting:
            self.earlier[start] = said
        return said

    def carried(self, sentence: Span) -> tuple[bool, int | None]:
        """Whether a sentence is of the same past as the one before it, and of which year: 。其中，新能源车900辆."""
        if sentence.start not in self.back:
            self.back[sentence.start] = self._carried(sentence)
        return self.back[sentence.start]

    def _carried(self, sentence: Span) -> tuple[bool, int | None]:
        words, since = sentence.cut(self.block.text), self.chapters.since
        if not sentence.start or deadlines.years_ahead(words, since) or _AHEAD.search(words):
            return False, None
        last = self.sentence(sentence.start - 1)
        if last.start in self.back and not self.back[last.start][0]:
            said = last.cut(self.block.text)
            past = deadlines.speaks_of_past(said, since)
            return past, deadlines.past_year(said, since) if past else None
        for _ in range(_CARRIED):
            if self.back.get(last.start, (False, None))[0]:
                return self.back[last.start]
            said = last.cut(self.block.text)
            if deadlines.speaks_of_past(said, since):
                return True, deadlines.past_year(said, since)
            if not last.start or deadlines.years_ahead(said, since) or _AHEAD.search(said):
                return False, None
            last = self.sentence(last.start - 1)
        return False, None
