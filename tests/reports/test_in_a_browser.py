"""Pages that leave as HTML, as a real browser shows them: nothing asked of anybody, no script, nothing beside the page."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reader.core.align import align
from reader.core.comparison import compare
from reader.core.document import Document
from reader.core.note import Anchor, Note
from reader.ingest.farm import review
from reader.reports import page as comparison_page
from reader.store.formats import page as notes_page
from reader.store.formats.row import Row

WIDE = 1280  # pixels of the window
LONG = "市" * 4000 + "https://example.org/" + "a" * 4000  # what no line can break but anywhere
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MEASURED = re.compile(r'data-wide="(\d+)"')


@pytest.fixture
def pages(make_document: Callable[..., Document]) -> dict[str, str]:
    left = make_document("第一条 为了规范，制定本办法。", LONG, doc="a", title="办法")
    right = make_document("第一条 为了规范管理，制定本办法。", "<script>x</script>", doc="b", title="办法（修订）")
    when = "2026-11-28T08:00:00.000000Z"
    anchor = Anchor("a", "b1", 0, 2, "b1", f"原文{LONG}", "", "", 0, "")
    note = Note("1", anchor, "note", when, when, text=f'{LONG}<img src="http://x/y.png" onerror=x>', tags=(LONG,))
    return {
        "notes": notes_page.dump([Row(note, LONG, "", LONG, LONG)]).decode(),
        "comparison": comparison_page.dump(compare(left, right, align(left, right))).decode(),
        "review": review._page(
            review.Review(LONG, "1", (), (), {}, ()), [("缺陷", LONG, ["文件", "问题"], [[LONG, "<script>"]])]
        ).decode(),
    }


class _Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "img", "iframe", "object", "embed", "link", "base", "form", "video", "audio", "source"}:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in {"src", "href"} and not re.match("#|policy-reader:", value or "")):
                self.found.append(f"{tag} {name}={value}")


@pytest.mark.parametrize("name", ["notes", "comparison", "review"])
def test_a_page_asks_nothing_of_anybody_and_runs_nothing(pages: dict[str, str], name: str) -> None:
    parts = _Parts()
    parts.feed(pages[name])
    assert parts.found == []
    assert "default-src 'none'" in pages[name]
    assert not re.search(r"url\(|@import", pages[name])


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine to look at the pages with")
def test_in_a_browser_nothing_stands_beside_the_page(pages: dict[str, str], tmp_path: Path) -> None:
    """All pages in frames of one page, for one start of the browser; its own script measures them."""
    (tmp_path / "all.html").write_text(
        "".join(
            f'<iframe name="{name}" style="width:{WIDE}px;height:600px;border:0" srcdoc="{_inside(text)}"></iframe>'
            for name, text in pages.items()
        )
        + "<script>onload = () => { const wide = [...Array(frames.length).keys()].map("
        "n => frames[n].document.documentElement.scrollWidth); document.body.dataset.wide = Math.max(...wide) }"
        "</script>",
        "utf-8",
    )
    command = [
        str(BROWSER), "--headless", "--disable-gpu", "--no-sandbox", f"--user-data-dir={tmp_path / 'profile'}",
        "--virtual-time-budget=1000", "--dump-dom", (tmp_path / "all.html").as_uri(),
    ]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False).stdout
    measured = MEASURED.search(shown)
    assert measured is not None, shown[:500]
    assert 0 < int(measured[1]) <= WIDE


def _inside(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;")
