"""Lines of a page read as a document, and what stands in it; whatever was done to the page can be taken back."""

from __future__ import annotations

from reader.core.document import Document, source_from
from reader.ingest.normalise import normalise_text

# A short notice, for pages to stand around.
TITLE_LINE = "青溪县人民政府关于加强节水工作的通知"
TEXT = (
    "各乡镇人民政府：",
    "为加强节水，现将有关事项通知如下：",
    "一、总体要求",
    "推进计量设施改造，建设统一的监测平台。",
)
SIGNED = ("青溪县人民政府", "2024年3月5日")


def read(*lines: str, name: str = "text.txt") -> Document:
    """The document of a page. Its edits reversed give the page."""
    source = "\n".join(lines)
    document = normalise_text(source, name).document
    assert source_from(document) == source
    return document


def texts(document: Document) -> list[str]:
    """The text of each block."""
    return [block.text for block in document.blocks]


def headings(document: Document) -> list[tuple[str, int | None]]:
    """The headings with their levels."""
    return [(block.text, block.level) for block in document.blocks if block.kind == "heading"]
