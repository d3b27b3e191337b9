"""出处: what is known of the document, where it came from, and what was put right or could not be. Shows only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from html import escape

from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from reader.core.document import Document
from reader.ui.texts import Texts

SCRIPTS = {"hans": "简体", "hant": "繁体", "tw": "繁体（台湾）", "hk": "繁体（香港）"}
FIELDS = {
    "title": "标题", "attachment_title": "所附文件", "kind": "文种", "issuers": "发文机关", "doc_number": "发文字号",
    "written": "成文日期", "published": "发布日期", "region": "地区", "level": "级别", "status": "状态",
    "period": "规划期",
}  # fmt: skip


class SourcePanel(QWidget):
    """The facts of one document. `shown` writes a canonical text in the script on screen."""

    def __init__(self, texts: Texts, shown: Callable[[str], str]) -> None:
        super().__init__()
        self._texts = texts
        self._shown = shown
        self._document: Document | None = None
        self.page = QTextBrowser()
        self.page.setOpenLinks(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.page)
        self.setFocusProxy(self.page)
        texts.changed.connect(self.refresh)
        self.refresh()

    def set_document(self, document: Document | None) -> None:
        """Show another document's facts."""
        if document is not self._document:
            self._document = document
            self.refresh()

    def refresh(self) -> None:
        """Write everything anew (document, script or language changed)."""
        self.page.setAccessibleName(self._texts("出处"))
        document = self._document
        if document is None:
            self.page.setPlainText(self._texts("打开一份文件后，这里是它的出处。"))
            return
        self.page.setHtml("".join([self._facts(document), self._origin(document), self._repairs(document)]))

    def _facts(self, document: Document) -> str:
        absent = self._texts("未载明")
        period = "—".join(map(str, document.period)) if document.period else ""
        values = [
            ("标题", document.title), ("所附文件", document.attachment_title), ("文种", document.kind),
            ("发文机关", "、".join(document.issuers)), ("发文字号", document.doc_number),
            ("成文日期", document.written), ("发布日期", document.published), ("地区", document.region),
            ("规划期", period),
        ]  # fmt: skip
        optional = {"所附文件", "规划期", "发布日期"}
        rows = [
            (name, self._shown(value) if value else absent) for name, value in values if value or name not in optional
        ]
        return self._table("文件信息", rows)

    def _origin(self, document: Document) -> str:
        source = document.source
        rows = [("收到的文件", source.file), ("原文字形", self._texts(SCRIPTS.get(source.script, source.script)))]
        if source.origin:
            rows.append(("来源", source.origin))
        rows.append(("校验值", f"SHA-256 {source.sha256[:16]}…"))
        table = self._table("来源", rows)
        inferred = [(FIELDS.get(name, name), self._shown(why)) for name, why in source.inferred.items()]
        return table + (self._table("推定的信息及依据", inferred) if inferred else "")

    def _repairs(self, document: Document) -> str:
        parts = []
        if document.edits:
            doubtful = sum(not edit.sure for edit in document.edits)
            words = self._texts("整理时改动 {n} 处，全部可还原为收到的原文。", n=len(document.edits))
            if doubtful:
                words += self._texts("其中 {n} 处有待人工核对。", n=doubtful)
            parts.append(f"<p>{escape(words)}</p>")
        if document.defects:
            kinds = Counter(self._shown(defect.note) for defect in document.defects)
            items = "".join(f"<li>{escape(note)}{f' × {n}' if n > 1 else ''}</li>" for note, n in kinds.items())
            parts.append(f"<p>{escape(self._texts('原文存在而未改动的问题：'))}</p><ul>{items}</ul>")
        return f"<h4>{escape(self._texts('整理情况'))}</h4>" + "".join(parts) if parts else ""

    def _table(self, heading: str, rows: list[tuple[str, str]]) -> str:
        cells = "".join(
            f"<tr><td style='white-space:nowrap; padding-right:8px'><b>{escape(self._texts(name))}</b></td>"
            f"<td>{escape(value)}</td></tr>"
            for name, value in rows
        )
        return f"<h4>{escape(self._texts(heading))}</h4><table cellpadding='3'>{cells}</table>"
