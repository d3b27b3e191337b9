"""The history of one clause as a page of HTML: each version with its day, state, name of the clause and words.

Pure functions. Links are `open:DOC:BLOCK`; what is new is underlined and bold, what went is struck out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from reader.library.versions.courses import TURN_NAMES, UNCHANGED, UNNUMBERED, Carried, Wording
from reader.ui.look.fact_names import VALIDITIES
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme

STATES = {"exact": "原处", "moved": "已移位", "changed": "文字已改", "orphan": "新版中没有"}


@dataclass(frozen=True)
class CoursePage:
    """Writes the page. `shown` writes a canonical text in the script on screen."""

    texts: Texts
    shown: Callable[[str], str]
    theme: Theme

    def page(self, rows: Sequence[Wording], asked: str) -> str:
        """All of it; `asked`: the document that the clause was asked in."""
        return "".join(self._stage(each, each.edition.info.id == asked) for each in rows)

    def summary(self, rows: Sequence[Wording]) -> str:
        """One sentence: how often it was renumbered and reworded."""
        there = [each for each in rows if each.clauses]
        names = [each.label for each in there]
        moved = sum(a != b for a, b in pairwise(names))
        changed = sum(each.turn not in {"first", "added", "absent", *UNCHANGED} for each in there)
        if len(rows) < 2:
            return self.texts("文库中只有这一版，没有可以比较的旧版或新版。")
        return self.texts("文库中有 {n} 版；条次变动 {moved} 次，文字改动 {changed} 次。",
                          n=len(rows), moved=moved, changed=changed)  # fmt: skip

    def _stage(self, each: Wording, here: bool) -> str:
        texts, info = self.texts, each.edition.info
        day, state = each.edition.told.at or texts("日期不明"), texts(VALIDITIES[each.edition.validity.state])
        named = texts(UNNUMBERED).join(map(self.shown, each.named.split(UNNUMBERED)))
        said = " · ".join(filter(None, [named, texts(TURN_NAMES[each.turn])]))
        if each.beside:
            others = "、".join(self.shown(clause.label) for clause in each.beside)
            said += texts("（同{others}）", others=others)
        title = escape(self.shown(each.edition.named))
        if each.clauses:
            title = f"<a href='open:{escape(info.id)}:{escape(each.clauses[0].head)}'>{title}</a>"
        mark = f" <b>{escape(texts('本文件'))}</b>" if here else ""
        doubt = f" {self._muted(texts('存疑'))}" if each.edition.doubt else ""
        head = f"<h4>{escape(day)}　{escape(said)}</h4><p>{title} {self._muted(state)}{doubt}{mark}</p>"
        return head + self._words(each) + "".join(map(self._note, each.notes)) + "<hr>"

    def _words(self, each: Wording) -> str:
        if not each.clauses:
            return ""
        if each.turn in UNCHANGED:
            return f"<p>{self._muted(self.texts('文字与上一版相同。'))}</p>"
        if not each.diff:
            return f"<p>{self._lines(each.text)}</p>"
        parts = []
        for span in each.diff:
            was, now = self._lines(span.left.cut(each.before)), self._lines(span.right.cut(each.text))
            if span.kind == "equal":
                parts.append(now)
                continue
            if was:
                parts.append(f"<s style='color:{self.theme.accent}'>{was}</s>")
            if now:
                parts.append(f"<b><u style='color:{self.theme.link}'>{now}</u></b>")
        return f"<p>{''.join(parts)}</p>"

    def _lines(self, text: str) -> str:
        return escape(self.shown(text)).replace("\n", "<br>")

    def _note(self, carried: Carried) -> str:
        note = carried.placed.note
        words = note.text or f"“{note.anchor.quote}”"
        now = self.texts(STATES[carried.newest.state])
        return f"<p>✎ {escape(self.shown(words))} {self._muted(self.texts('在最新一版中：{state}', state=now))}</p>"

    def _muted(self, words: str) -> str:
        return f"<span style='color:{self.theme.muted}'>{escape(words)}</span>"
