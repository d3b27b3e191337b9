"""Notes on a document whose file is replaced: Word, then its PDF, its OFD, its web page. What they stand on is found."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from reader.core.adding import AddOptions
from reader.core.span import Location, Span
from reader.library import Library
from tests.library import same_text
from tests.library.conftest import quiet

TEXT = [
    "关于促进琥珀产业高质量发展的若干意见",
    "某政发〔2026〕9号",
    "各区人民政府，市政府各部门，各有关单位：",
    "一、总体要求",
    "（一）指导思想。坚持质量优先、创新驱动，推动琥珀产业健康有序发展，为全市经济社会发展提供有力支撑，不断满足人民群众的需要。",
    "（二）主要目标。到2028年，琥珀产业产值达到30亿元，年均增长12%以上，培育骨干企业50家，建成公共服务平台3个。",
    "二、重点任务",
    "（三）建设琥珀交易平台。完善交易规则，健全价格形成机制，为企业和群众提供公开透明的交易服务。由市商务局牵头，市市场监督管理局配合。",
    "（四）培育龙头企业。引进和培育一批技术先进、带动力强的骨干企业，支持中小企业向专精特新方向发展，形成上下游协同的产业集群。",
    "（五）加强人才培养。支持高等学校、职业学校开设相关专业，每年培养技能人才2000人次。",
    "三、保障措施",
    "（六）强化组织领导。各区要把琥珀产业发展摆上重要议事日程，结合实际制定工作方案，明确责任分工，确保各项任务落到实处。",
    "某市人民政府",
    "2026年3月5日",
]
KINDS: list[tuple[str, Callable[[Sequence[str]], bytes]]] = [
    ("docx", same_text.as_docx), ("pdf", same_text.as_pdf), ("ofd", same_text.as_ofd), ("html", same_text.as_html),
]  # fmt: skip


def test_notes_stay_over_every_kind_of_file(small: Library, inbox: Path) -> None:
    doc, draw, made = None, random.Random(20261129), 0
    for kind, make in KINDS:
        file = inbox / f"意见.{kind}"
        file.write_bytes(make(TEXT))
        (row,) = small.add([file], AddOptions(version_of=doc), progress=quiet, cancelled=bool)
        assert row.state == ("version" if doc else "added"), row.says
        doc = row.id
        assert doc is not None
        if kind == "docx":
            for block in small.open(doc).blocks:
                for _ in range(4):
                    start = draw.randrange(len(block.text))
                    end = min(len(block.text), start + draw.randint(3, 25))
                    small.notebook.annotate(Location(doc, block.id, Span(start, end)), "note", text="看")
                    made += 1
            continue
        states = Counter(placed.resolution.state for placed in small.notebook.all(doc))
        assert states["exact"] >= 0.98 * made, (kind, states)
        assert states["exact"] + states["moved"] == made, (kind, states)
    assert len(small.info(str(doc)).versions) == len(KINDS)


def test_pages_of_the_original(small: Library, inbox: Path) -> None:
    (inbox / "意见.pdf").write_bytes(same_text.as_pdf(TEXT * 3))
    (row,) = small.add([inbox], progress=quiet, cancelled=bool)
    doc = str(row.id)
    count = small.page_count(doc)
    assert count > 1
    assert small.info(doc).pages == count
    assert small.info(doc).converter.startswith("pdf ")
    assert small.draw_page(doc, count, 0.5).startswith(b"\x89PNG")
    assert {block.page for block in small.open(doc).blocks} >= set(range(1, count + 1))


def test_scans_are_told_from_damage(small: Library, inbox: Path) -> None:
    from tests.formats import making

    (inbox / "a.pdf").write_bytes(making.pdf(["0 0 100 100 re f"]))
    (inbox / "b.docx").write_bytes(b"PK\x03\x04 damaged")
    rows = small.add([inbox], progress=quiet, cancelled=bool)
    assert [row.state for row in rows] == ["needs-ocr", "unreadable"]
    assert "OCR" in rows[0].says
    assert len(small.documents()) == 2


@pytest.mark.parametrize("name", ["gw-test"])
def test_a_real_document_in_five_kinds(small: Library, laws_dir: Path, name: str) -> None:
    base = laws_dir.parent / "import"
    if not base.is_dir():
        pytest.skip("the files to import are not on this machine (../shared/data/import)")
    files = [*(base / "more" / f"{name}.{kind}" for kind in ("docx", "pdf", "ofd")), base / f"{name}.wps"]
    doc, made = None, 0
    for file in files:
        (row,) = small.add([file], AddOptions(version_of=doc), progress=quiet, cancelled=bool)
        if doc is None:
            doc = str(row.id)
            for block in small.open(doc).blocks:
                small.notebook.annotate(Location(doc, block.id), "note", text="看")
                made += 1
        assert Counter(placed.resolution.state for placed in small.notebook.all(doc)) == {"exact": made}
