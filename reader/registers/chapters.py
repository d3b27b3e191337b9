"""What a chapter says for the figures in it: the year they are to be reached by, or that it looks back.

Reads headings, and in reports without chapters the sentences that open their parts. Judges no figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from reader.core.document import Block, Document
from reader.core.late_pattern import late
from reader.registers import deadlines
from reader.registers.deadlines import Deadline
from reader.registers.kinds import is_law, title_of
from reader.registers.speaking_year import AHEAD, BACK, PLAN_END, TO_DO, first_year, plan_years

_YEAR: Final = late(r"(?<!\d)(20\d\d)年?(?!前|以前)")
_PLAN: Final = late(r"“?(十[二三四五六七])五”?")
_FIRST_YEAR: Final = late(r"开好局|开局|起好步|起步|首年|第一年")
_REPORT: Final = late(r"(?:工作)?报告|总结")
_OPENS_BACK: Final = late(
    r"^(?:各位代表[！!，,：:]?)?(?:[（(]?[一二三四五六七八九十]+[）)]?[、.．])?[^。]{0,16}?(?:过去(?:的)?(?:一年|五年|几年)|一年来|五年来|20\d\d年(?:是|，|工作)[^。]{0,20}(?:不平凡|极不寻常|收官|来之不易|回顾)|回顾|工作总结)"
)
_OPENS_AHEAD: Final = late(
    r"^(?:各位代表[！!，,：:]?)?(?:[（(]?[一二三四五六七八九十]+[）)]?[、.．])?[^。]{0,30}?"
    r"(?:今年(?:是|的|经济|工作|发展|政府|要|，|主要|重点|我们)|下一步|今后(?:五年|一个时期)|预期目标|开局之年|重点(?:做好|抓好|要做好))"
)
_AFTER_ITEMS: Final = frozenset(["heading", "date", "signature", "note"])
_OF_THE_PLAN: Final = late(r"纲要》?(?:（草案）|草案)?》?(?:》)?(?:共|还|总体)?(?:提出|明确|设置|安排|确定|列出|包括)")
_OF_GOALS: Final = late(r"[^，。；：]{0,8}目标[：:]")
_NOTE_LINE: Final = late(  # 责任单位：… under 4.固定资产投资增长10%。
    r"[（(【〔]?(?:牵头|责任|配合|主办|承办|协办|落实|完成)(?:责任)?(?:单位|部门|时限|时间|领导)[：:]"
)
_OPENING: Final = 60  # characters by which a paragraph says that it is about the plan that is laid before


@dataclass(slots=True)
class Chapters:
    """What the reading of one document remembers from block to block.

    Attributes:
        since: the year the document speaks from.
        goals: years that chapters of goals speak of.
    """

    document: Document
    since: int | None
    is_law: bool
    headings: dict[tuple[str, ...], str] = field(default_factory=dict)
    years: dict[tuple[str, ...], int] = field(default_factory=dict)
    goals: set[int] = field(default_factory=set)
    report: bool = False
    back: bool = False  # a report's part that looks back has begun, and none that looks ahead
    mixed: bool = False  # the chapter's heading names several times: “十四五”成就和“十五五”目标
    now: int | None = None  # the year that a part of such a chapter is about
    period: tuple[int, int] | None = field(init=False)  # of the plan, as its title says where nothing else does
    plan: bool = field(init=False)  # the whole document is about years to come
    to_do: bool = field(init=False)  # it is named after what is to be done, and is no report
    one_year: bool = field(init=False)  # the whole document is about one year, which its title names

    def __post_init__(self) -> None:
        """Asks the title once for all figures."""
        title = title_of(self.document)
        period = self.period = self.document.period or plan_years(title)
        self.plan = not self.report and period is not None and (self.since is None or period[1] >= self.since)
        self.to_do = not self.report and TO_DO.search(title) is not None
        self.one_year = len(set(_YEAR.findall(title))) == 1 and (period is None or period[0] == period[1])

    @classmethod
    def of(cls, document: Document) -> Chapters:
        """Nothing read yet."""
        report = _REPORT.search(title_of(document)) is not None
        return cls(document, first_year(document), is_law(document), report=report)

    def above(self, block: Block) -> list[str]:
        """The headings a block stands under, outermost first."""
        return [self.headings.get(block.path[:n], "") for n in range(1, len(block.path) + 1)]

    def enter(self, block: Block) -> None:
        """Takes note of a heading, before what stands under it is read."""
        if block.kind == "heading" and block.number:
            path = (*block.path, block.number)
            self.headings[path] = block.text
        if not self.report or block.kind not in {"heading", "paragraph", "bullet"}:
            return
        opening = block.text[:60]
        if block.kind == "heading" and not block.path:
            self._enter_chapter(block.text)
        elif self.mixed or not block.path or not self.headings:
            self._enter_part(opening)
            if self.mixed:
                return
            if _OPENS_AHEAD.search(opening) or re.match(
                rf"{self.since}年(?:是|，|[我全]|(?:政府|主要|重点|的)*(?:工作|任务|安排|目标|打算))", opening
            ):
                self.back = False
            elif _OPENS_BACK.search(opening):
                self.back = True

    def _enter_chapter(self, heading: str) -> None:
        tense, years = self._tense(heading), self._years_of(heading)
        back, ahead = BACK.search(heading), AHEAD.search(heading)
        self.mixed = len(set(years)) > 1 and (not back or ahead is not None)
        self.mixed = self.mixed or tense is None  # it does not tell: what its paragraphs open with does
        self.now = None
        if tense is not None:
            self.back = bool(self.mixed and back and ahead and back.start() < ahead.start()) or tense

    def _enter_part(self, opening: str) -> None:
        """今年…, “十五五”时期…: a part of a chapter that is about several times."""
        if not self.mixed or self.since is None:
            return
        plans = [PLAN_END[plan] for plan in _PLAN.findall(opening[:24])]
        if re.search(rf"今年|{self.since}年", opening):
            self.now, self.back = self.since, False
        elif plans and max(plans) > self.since:
            self.now, self.back = max(plans), False

    def leave(self, block: Block) -> None:
        """Takes note of the years a block speaks of, after it was read."""
        if block.kind not in {"paragraph", "bullet"}:
            return
        ahead = deadlines.years_ahead(block.text, self.since)
        if not ahead:
            return
        if block.number is None:  # a numbered paragraph speaks for itself, not for those after it
            self.years[block.path] = ahead[-1][1]
        elif not self.is_law:  # but for what stands under it: （二）发展目标。到2025年，…
            self.years[(*block.path, block.number)] = ahead[-1][1]
        if any("目标" in heading for heading in self.above(block)) or _OF_GOALS.match(block.text):
            self.goals |= {year for at, year in ahead if not _ASIDE.search(block.text[:at][-12:])}

    def looks_back(self, block: Block) -> bool:
        """Whether a block stands in a chapter that looks back."""
        above = self.above(block)[1 if self.mixed else 0 :]
        said = [tense for heading in above if (tense := self._tense(heading)) is not None]
        return any(said) if said else self.back

    def year(self, block: Block) -> Deadline | None:
        """The year that the headings and goals of the chapter speak of, innermost first."""
        if self.report and self.since and _OF_THE_PLAN.search(block.text[:_OPENING]):
            return Deadline(min(end for end in PLAN_END.values() if end > self.since), "chapter")
        if self.mixed:
            return Deadline(self.now, "chapter") if self.now else None
        paths = [block.path[:depth] for depth in range(len(block.path), 0, -1)]
        said = [self._heading_year(self.headings.get(path, "")) for path in paths]
        if self.report and (own := next(filter(None, said), None)):
            return Deadline(own, "chapter")  # in 2026年重点工作 a sentence about 2030 speaks for itself alone
        for path, year in zip(paths, said, strict=True):
            if year or path in self.years:
                return Deadline(year or self.years[path], "chapter")
        return None

    def of_the_whole(self) -> Deadline | None:
        """The end of the plan: of its period, of the one year its title or its chapter of goals names."""
        named = re.search(r"20\d\d(?=年(?:度)?[^前以]*$)", title_of(self.document))
        if self.period:
            return Deadline(self.period[1], "period")
        if named:
            return Deadline(int(named[0]), "period")
        if len(self.goals) == 1:
            return Deadline(min(self.goals), "period")
        return Deadline(self.since, "period") if self.report and self.since else None

    def _tense(self, heading: str) -> bool | None:
        """Whether a heading looks back; None where it does not tell."""
        if not heading or len(heading) > 60:
            return None
        back, ahead = BACK.search(heading), AHEAD.search(heading)
        years = self._years_of(heading)
        if back and not (ahead and ahead.start() > back.start()):
            return True
        if years and self.since is not None and max(years) < self.since:
            return True
        if ahead or (years and self.since is not None and min(years) >= self.since):
            return False
        return None

    def _years_of(self, heading: str) -> list[int]:
        return [int(y) for y in _YEAR.findall(heading)] + [PLAN_END[p] for p in _PLAN.findall(heading)]

    def _heading_year(self, heading: str) -> int | None:
        """2030 of “十五五”时期主要目标, 2026 of 2026年重点工作."""
        if not heading or self._tense(heading):
            return None
        if _FIRST_YEAR.search(heading):
            return self.since
        said = deadlines.years_ahead(heading, self.since)
        years = [year for _at, year in said] or [y for y in self._years_of(heading) if self.since and y >= self.since]
        return years[-1] if years else None


_ASIDE: Final = late(r"(?:其中|展望|远景|愿景)[，到至]?$")


def numbered_items(document: Document) -> frozenset[str]:
    """Numbered lines that only look like headings: nothing stands under them (1.改建幼儿园3所, 2.安装护眼灯2万盏)."""
    blocks = [block for block in document.blocks if block.text and not _NOTE_LINE.match(block.text)]
    return frozenset(
        block.id
        for block, after in pairwise([*blocks, None])
        if block is not None
        and block.kind == "heading"
        and block.number
        and (
            after is None
            or (after.kind in _AFTER_ITEMS and (after.level or 1) <= (block.level or 1))
            or (after.kind == "paragraph" and after.number is not None and after.path == block.path)
        )
    )
