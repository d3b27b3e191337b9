"""A document with everything in it that can be set, and what the reading view needs besides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from reader.core.document import Block, Document, Source
from reader.core.span import Span
from reader.script import Script, convert
from reader.ui.look.theme import PAPER, TypeSettings
from reader.ui.text.document_view import DocumentView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

MakeView = Callable[[], DocumentView]
_RARE = "𠮷"  # outside the basic plane: two of Qt's units, one character

_LONG = (
    "以习近平新时代中国特色社会主义思想为指导，深入贯彻落实党的十九大和十九届二中、三中、四中、五中全会精神，坚持稳中求进"
    "工作总基调，立足新发展阶段，贯彻新发展理念，构建新发展格局，以推动高质量发展为主题，以深化供给侧结构性改革为主线，"
    "加快数字化发展，推进数字产业化和产业数字化，推动数字经济和实体经济深度融合。"
)


def _table() -> dict[str, Any]:
    """Three kinds of covered cells: left empty in the text, left out of it, and a cell that only looks alike."""
    rows = (
        ("序号", "指标名称", "单位", "2020年", "2023年（亿元）", "属性"),
        ("1", "数字经济核心产业增加值占地区生产总值比重", "%", "7.8", "10.5", "预期性"),
        ("2", "规模以上工业企业关键工序数控化率", "%", "55.4", "60", "预期性"),
        ("2", "软件和信息技术服务业收入", "亿元", "2358", "3,500", "约束性"),
        ("3", "重点行业“上云”企业", "家", "6000", "9000", "约束性"),
    )
    text = "\n".join(
        (
            "\t".join(rows[0]), "\t".join(rows[1]), "\t".join(rows[2]),
            "\t".join(("", *rows[3][1:])),  # 2 stands once, its place below left empty
            "\t".join(rows[4][:-1]) + "\t",  # 约束性 stands once
        )
    )  # fmt: skip
    return {"text": text, "rows": rows}


@pytest.fixture(scope="session")
def rich_document() -> Document:
    """Every kind of block, every level, a run-in heading, a missing heading, a rare character, a table."""
    made: list[Block] = []
    at = 0

    def add(kind: str, text: str, **facts: Any) -> None:
        nonlocal at
        made.append(Block(f"r{len(made) + 1:02}", kind, text, Span(at, at + len(text)), **facts))
        at += len(text) + 1 if text else 0

    add("title", "天津市人民政府关于印发天津市加快数字化发展三年行动方案（2021—2023年）的通知")
    add("doc_number", "津政发〔2021〕14号")
    add("salutation", "各区人民政府，市政府各委、办、局：")
    add("paragraph", "现将《天津市加快数字化发展三年行动方案（2021—2023年）》印发给你们，望遵照执行。")
    add("signature", "天津市人民政府")
    add("date", "2021年8月19日")
    add("title", "天津市加快数字化发展三年行动方案（2021—2023年）")
    add("heading", "一、总体要求", level=1, number="一")
    add("heading", "（一）指导思想", level=2, number="（一）", path=("一",))
    add("paragraph", _LONG, path=("一", "（一）"))
    add("heading", "", level=1, number="二")
    add("heading", "（二）基本原则", level=2, number="（二）", path=("二",))
    add("bullet", "——坚持数据驱动、智能引领。把数据作为关键生产要素，发展干部后备队伍，里程碑式推进。",
        lead=Span(2, 13), path=("二", "（二）"))  # fmt: skip
    add("bullet", f"——坚持开放合作、安全可控。保留罕用字：{_RARE}野家、{_RARE}林，检验字符位置。", lead=Span(2, 13),
        path=("二", "（二）"))  # fmt: skip
    add("heading", "三、打造“城市大脑”，构建支撑各行业各领域数字化发展新底座，推动数据资源开放共享", level=1,
        number="三")  # fmt: skip
    add("heading", "1. 主要指标", level=3, number="1", path=("三",))
    add("paragraph", "1. 建设“城市大脑”前端综合应用平台。打造“津产发”数字经济综合应用平台，到2023年，"
        "接入企业1.2万家。", level=3, number="1", lead=Span(3, 19), path=("三", "1"))  # fmt: skip
    add("table", path=("三", "1"), **_table())
    add("paragraph", "（1）责任单位：市发展改革委、市工业和信息化局、市委网信办。", level=4, number="（1）",
        path=("三", "1"))  # fmt: skip
    add("heading", "第一章 附则", level=1, number="第一章")
    for number in range(12):
        add("paragraph", f"第{number + 1}段。{_LONG}", path=("第一章",))
    add("heading", "附件", level=None)
    add("note", "（此件公开发布）抄送：市委办公厅，市人大常委会办公厅。")
    return Document(
        id="rich", title="天津市人民政府关于印发天津市加快数字化发展三年行动方案（2021—2023年）的通知",
        attachment_title="天津市加快数字化发展三年行动方案（2021—2023年）", doc_number="津政发〔2021〕14号",
        source=Source("rich.txt", "0" * 64, "hans"), blocks=tuple(made),
    )  # fmt: skip


@pytest.fixture
def make_view(qtbot: QtBot) -> MakeView:
    def make() -> DocumentView:
        view = DocumentView(convert, PAPER, TypeSettings())
        qtbot.addWidget(view)
        view.resize(900, 500)
        view.show()
        return view

    return make


@pytest.fixture
def view(make_view: MakeView, rich_document: Document) -> DocumentView:
    made = make_view()
    made.show_document(rich_document, Script.HANS)
    made.finish()
    return made


@pytest.fixture(scope="session")
def long_document() -> Document:
    blocks, at = [], 0
    for number in range(900):
        kind, level, mark = ("heading", 1, f"{number}") if number % 30 == 0 else ("paragraph", None, None)
        text = f"第{number}段，" + "数字化发展行动" * 6
        path = () if kind == "heading" else (f"{number // 30 * 30}",)
        blocks.append(Block(f"b{number}", kind, text, Span(at, at + len(text)), level, mark, path))
        at += len(text) + 1
    return Document(id="long", title="长文件", source=Source("l", "0", "hans"), blocks=tuple(blocks))
