"""What is known of a document as a page of HTML: its facts, where it came from, what was put right, what is doubtful.

Pure functions. Links are `copy:sha256`, `rule:NAME`, `edits:doubtful`, `defect:NUMBER`, `version:ID`, `amend:ID`,
`course:` and `lineage:`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from reader.core.adding import OwnFacts
from reader.core.document import Document
from reader.core.provenance import Provenance
from reader.core.rules import rule_name
from reader.core.showing import visible
from reader.library.versions.editions import DECIDED, Edition
from reader.ui.kit.times import local_time
from reader.ui.look.fact_names import LEVELS, STATUSES, VALIDITIES
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme
from reader.ui.provenance.sizes import file_size

SCRIPTS = {"hans": "简体", "hant": "繁体", "tw": "繁体（台湾）", "hk": "繁体（香港）"}
FIELDS = {
    "title": "标题", "attachment_title": "所附文件", "kind": "文种", "issuers": "发文机关", "doc_number": "发文字号",
    "written": "成文日期", "published": "发布日期", "region": "地区", "level": "级别", "status": "状态",
    "period": "规划期", "effective": "施行日期", "valid_until": "有效期至",
}  # fmt: skip
_ONLY_WHERE_THERE = frozenset({"attachment_title", "period", "effective", "valid_until"})
_HASH_LINE = 16  # characters of the hash on one line: four lines fit a narrow panel


@dataclass(frozen=True)
class Facts:
    """Writes the page. `shown` writes a canonical text in the script on screen; `own`: of one's own documents.

    Attributes:
        also: names of the shelves whose document of the same id gives way to this one.
        family: its editions, itself among them, as they hold today; none where that is not known yet.
        offered: documents that may be joined to the family: id and title. parted: those that were parted from it.
        amends: laws that it amends: name, how many orders, and the id of the one that is here, else None.
    """

    texts: Texts
    shown: Callable[[str], str]
    theme: Theme
    own: OwnFacts | None = None
    also: tuple[str, ...] = ()
    family: tuple[Edition, ...] = ()
    offered: tuple[tuple[str, str], ...] = ()
    parted: tuple[tuple[str, str], ...] = ()
    amends: tuple[tuple[str, int, str | None], ...] = ()

    def page(self, read: Provenance) -> str:
        """All of it."""
        document = read.document
        parts = [self._facts(document), self._origin(document), self._repairs(read), self._defects(document)]
        return "".join(parts)

    def _facts(self, document: Document) -> str:
        texts, absent = self.texts, self._muted(self.texts("未载明"))
        values = {
            "title": self.shown(document.title), "attachment_title": self.shown(document.attachment_title or ""),
            "kind": self.shown(document.kind or ""), "issuers": self.shown("、".join(document.issuers)),
            "doc_number": self.shown(document.doc_number or ""), "written": document.written or "",
            "published": document.published or "", "region": self.shown(document.region or ""),
            "level": texts(LEVELS[document.level]) if document.level in LEVELS else "",
            "status": texts(STATUSES[document.status]) if document.status in STATUSES else "",
            "period": "—".join(map(str, document.period)) if document.period else "",
            "effective": document.effective or "", "valid_until": document.valid_until or "",
        }  # fmt: skip
        rows = []
        for name, value in values.items():
            if not value and name in _ONLY_WHERE_THERE:
                continue
            said, basis = escape(value) if value else absent, document.source.inferred.get(name)
            if name == "title" and not value:  # under what name lists and tabs show it
                said += f" {escape(visible(document.shown_title))}"
            if basis:
                said += f" <b>{escape(texts('补录'))}</b><br>{self._muted(texts('依据：{why}', why=self.shown(basis)))}"
            rows.append((FIELDS[name], said))
        versions = (*self._held(document), *self._editions(document), self._lineage(), *self._amending())
        return self._table("文件信息", [*rows, *versions])

    def _held(self, document: Document) -> list[tuple[str, str]]:
        """Whether it holds today, and what says so: the words of texts, as they stand there."""
        found = next((each.validity for each in self.family if each.info.id == document.id), None)
        if found is None:
            return []
        said = [f"<b>{escape(self.texts(VALIDITIES[found.state]))}</b>"]
        if found.basis:
            said.append(self._muted(self.texts("依据：{why}", why=self._why(found.basis))))
        if found.doubt:
            said.append(self._muted(self.texts("请核对：{why}", why=self._why(found.doubt))))
        return [("时效", "<br>".join(said))]

    def _why(self, basis: str) -> str:
        """Words of a text as they stand there, in the script shown; the program's own in the window's language."""
        return self.shown(self.texts.told(basis))

    def _editions(self, document: Document) -> list[tuple[str, str]]:
        """The time line of its family; each other edition opens beside it, and can be parted from it."""
        said = []
        for each in self.family if len(self.family) > 1 else ():
            state = escape(self.texts(VALIDITIES[each.validity.state]))
            words = escape(" ".join(filter(None, [each.told.at, self.shown(each.named)])))
            if each.info.id == document.id:
                said.append(f"{words} <b>{state}</b>")
            else:
                doubt = f" {self._muted(self.texts('存疑'))}" if each.doubt else ""
                decided = each.basis == DECIDED
                basis = f" {self._muted(self.texts('由用户指定'))}" if decided else ""
                link = self._deciding("undecide", each.info.id, "取消指定") if decided else ""
                link = link or self._deciding("part", each.info.id, "分开")
                said.append(f"<a href='version:{escape(each.info.id)}'>{words}</a> {state}{doubt}{basis} · {link}")
        for doc, title in self.parted:
            told = self._muted(self.texts("由用户指定，不是各版：{title}", title=self.shown(title)))
            said.append(f"{told} {self._deciding('undecide', doc, '取消指定')}")
        for doc, title in self.offered:
            said.append(self._deciding("join", doc, "与“{title}”归为各版", title=self.shown(title)))
        if len(self.family) > 1:
            said.append(f"<a href='course:'>{escape(self.texts('本条沿革…'))}</a>")
        return [("历版", "<br>".join(said))] if said else []

    def _lineage(self) -> tuple[str, str]:
        """The way to what it rests on and what rests on it."""
        return "依据", f"<a href='lineage:'>{escape(self.texts('依据关系图…'))}</a>"

    def _deciding(self, what: str, doc: str, words: str, **named: str) -> str:
        return f"<a href='{what}:{escape(doc)}'>{escape(self.texts(words, **named))}</a>"

    def _amending(self) -> list[tuple[str, str]]:
        """The laws that it amends; those that are here can have it carried out on them."""
        said = []
        for name, many, doc in self.amends:
            words = escape(self.texts("《{name}》，指令 {n} 条", name=self.shown(name), n=many))
            act = escape(self.texts("套入原文…"))
            away = self._muted(self.texts("不在文库中"))
            said.append(f"{words}<br>" + (f"<a href='amend:{escape(doc)}'>{act}</a>" if doc is not None else away))
        return [("修改", "<br>".join(said))] if said else []

    def _origin(self, document: Document) -> str:
        source, texts = document.source, self.texts
        digest = "<br>".join(source.sha256[at : at + _HASH_LINE] for at in range(0, len(source.sha256), _HASH_LINE))
        copy = f"<a href='copy:sha256'>{escape(texts('复制校验值'))}</a>"
        return self._table("来源", [
            *self._shelf(document),
            ("收到的文件", escape(visible(self.own.file if self.own is not None else source.file))),
            *self._own(),
            ("来源", escape(visible(source.origin)) if source.origin else self._muted(texts("未载明"))),
            ("编码", escape(source.encoding.upper())),
            ("原文字形", escape(texts(SCRIPTS.get(source.script, source.script)))),
            ("校验值", f"SHA-256 {copy}<br><code>{digest}</code>"),
        ])  # fmt: skip

    def _shelf(self, document: Document) -> list[tuple[str, str]]:
        """Which shelf it stands on, where another one has a document of the same id."""
        if not self.also:
            return []
        names = self.texts.listed(map(self._shelf_name, self.also))
        says = "“{others}”上也有编号相同的文件，这里显示“{this}”的。"
        return [("书架", escape(self.texts(says, others=names, this=self._shelf_name(document.shelf))))]

    def _shelf_name(self, shelf: str) -> str:
        known = {"bundled": "随附文件", "own": "我的文件"}
        return self.texts(known[shelf]) if shelf in known else self.shown(visible(shelf.removeprefix("pack:")))

    def _own(self) -> list[tuple[str, str]]:
        """How the file came in."""
        own, texts = self.own, self.texts
        if own is None:
            return []
        rows = [
            ("读取方式", escape(own.converter)), ("大小", escape(file_size(own.size)) if own.size else ""),
            ("页数", escape(texts("{n} 页", n=own.pages)) if own.pages else ""),
            ("添加时间", escape(local_time(own.added)) if own.added else ""),
        ]  # fmt: skip
        if len(own.versions) > 1:
            rows.append(("版本", "<br>".join(self._version(own, *each) for each in own.versions)))
        return [(name, said) for name, said in rows if said]

    def _version(self, own: OwnFacts, doc: str, when: str, file: str) -> str:
        words = escape(" · ".join(filter(None, [local_time(when) if when else "", visible(file)])))
        if doc == own.id:
            return f"{words} <b>{escape(self.texts('这一版'))}</b>"
        return f"<a href='version:{escape(doc)}'>{words}</a>"

    def _repairs(self, read: Provenance) -> str:
        texts, total = self.texts, len(read.document.edits)
        heading = f"<h4>{escape(texts('整理情况'))}</h4>"
        if not total:
            return f"{heading}<p>{escape(texts('正文与收到的原文完全一致，没有改动。'))}</p>"
        words = escape(texts("整理时改动 {n} 处，全部可还原为收到的原文。", n=f"{total:,}"))
        doubtful = len(read.doubtful)
        if doubtful:
            asked = escape(texts("其中 {n} 处请核对", n=f"{doubtful:,}"))
            words += f"<br><a href='edits:doubtful'>{asked}</a>"
        by_count = sorted(read.by_rule.items(), key=lambda item: -len(item[1]))
        items = "".join(
            f"<li><a href='rule:{escape(rule)}'>{escape(texts(rule_name(rule)))}</a> "
            f"{escape(texts('{n} 处', n=f'{len(numbers):,}'))}</li>"
            for rule, numbers in by_count
        )
        return f"{heading}<p>{words}</p><ul>{items}</ul>"

    def _defects(self, document: Document) -> str:
        texts = self.texts
        if not document.defects:
            return ""
        items = "".join(
            f"<li><a href='defect:{number}'>{escape(self.shown(defect.note))}</a></li>"
            for number, defect in enumerate(document.defects)
        )
        said = escape(texts("原文存在而未改动的问题，点击到该处："))
        return f"<h4>{escape(texts('存疑'))}</h4><p>{said}</p><ul>{items}</ul>"

    def _table(self, heading: str, rows: list[tuple[str, str]]) -> str:
        cells = "".join(
            f"<tr><td style='white-space:nowrap; padding-right:8px'>{self._muted(self.texts(name))}</td>"
            f"<td>{value}</td></tr>"
            for name, value in rows
        )
        return f"<h4>{escape(self.texts(heading))}</h4><table cellpadding='3'>{cells}</table>"

    def _muted(self, words: str) -> str:
        return f"<span style='color:{self.theme.muted}'>{escape(words)}</span>"
