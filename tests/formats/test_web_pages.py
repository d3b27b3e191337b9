"""Saved web pages: the document told from the menus, and pages made to take for ever."""

from __future__ import annotations

import cProfile
import time
from collections.abc import Callable

import pytest

from reader.core.document import source_from
from reader.core.errors import BadInput
from reader.ingest.normalise import normalise_bytes, normalise_text
from reader.ingest.page.layout_tags import attributes, tags_of

MENU = "".join(f'<li><a href="/{n}">栏目{n}，要闻。</a></li>' for n in range(30))
NEWS = "".join(
    f'<li><a href="/n{n}">某地召开第{n}次会议，部署工作；强调落实。</a><span>05-{n}</span></li>' for n in range(10, 30)
)
BODY = (
    "<p>各单位：</p>"
    + "".join(f"<p>第{n}项任务要抓紧落实，确保完成；不得延误。</p>" for n in "一二三四五六")
    + "<p>某市人民政府</p><p>2024年3月1日</p>"
)
PORTAL = (
    '<html><head><title>某市关于加强城市更新的通知-某市人民政府</title></head><body><div class="top"><ul>{menu}</ul></div>'
    "<div class=path>当前位置：<a href=/>首页</a> > <a href=/x>政务公开</a></div>"
    "<div id=all><h1>某市关于加强城市更新的通知</h1><div class=card><span>发布日期：2024-03-05</span></div><div id=main>{body}"
    '<p>附件：<a href="a.doc">任务清单.doc</a></p></div></div><div class=side><h3>相关阅读</h3><ul>{news}</ul></div>'
    "<div class=foot><ul>{menu}</ul></div></body></html>"
)  # fmt: skip


def test_a_portal_page_gives_its_document_alone() -> None:
    page = PORTAL.format(menu=MENU, news=NEWS, body=BODY)
    made = normalise_text(page, "页.html")
    texts = [block.text for block in made.document.blocks]
    assert texts[0] == "某市关于加强城市更新的通知"
    assert not [text for text in texts if "栏目" in text or "召开" in text or "相关阅读" in text or "首页" in text]
    assert [text for text in texts if text.startswith("第")] == [
        f"第{n}项任务要抓紧落实，确保完成；不得延误。" for n in "一二三四五六"
    ]
    assert any("任务清单" in text for text in texts) or "附件" in "".join(edit.was for edit in made.document.edits)
    assert source_from(made.document) == page


def test_links_in_the_document_stay() -> None:
    body = BODY.replace("第三项任务", '<a href="/law">《某市条例》</a>第三项任务')
    texts = [
        block.text
        for block in normalise_text(PORTAL.format(menu=MENU, news=NEWS, body=body), "页.html").document.blocks
    ]
    assert any("《某市条例》第三项任务" in text for text in texts)


def test_a_page_without_menus_is_left_as_it_is() -> None:
    made = normalise_text(
        f"<html><body><h1>某市通知</h1><div>{BODY}</div><div><a href=x>返回首页的说明，见此。</a></div></body></html>",
        "页.html",
    )
    assert not [edit for edit in made.document.edits if edit.rule == "page-furniture"]


def test_a_title_that_only_the_page_names() -> None:
    page = "<html><head><title>城市更新三年攻坚战打响 - 某市</title></head><body><h1>城市更新三年攻坚战打响</h1><p>某市召开会议，部署工作。</p></body></html>"
    document = normalise_text(page, "页.html").document
    assert (document.title, document.blocks[0].kind) == ("城市更新三年攻坚战打响", "title")


def test_a_menu_that_is_never_closed_hides_nothing() -> None:
    document = normalise_text(
        "<html><head><title>x</title><body><nav><p>某市要加强管理，提升水平。</p></body></html>", "页.html"
    ).document
    assert [block.text for block in document.blocks] == ["某市要加强管理，提升水平。"]


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("<a title='1 > 0' b=\"x>y\">z", ["a"]), ("1 < 2 <b>", ["b"]), ("<!-- <p> --><i>", ["", "i"]), ("<!-- <p> <i>", ["", "p", "i"]),
        ("<script>if (a<b) '<p>'</script><u>", ["script", "script", "u"]), ("<p a='x><br>", ["p", "br"]), ("<!DOCTYPE html><P CLASS=a>", ["", "p"]), ("<p", []), ("a>b", []),
    ],
)  # fmt: skip
def test_tags_of_sound_and_broken_pages(page: str, wanted: list[str]) -> None:
    assert [tag.name for tag in tags_of(page)] == wanted


def test_attributes_of_a_tag() -> None:
    page = "<TD ColSpan=3 rowspan = '2' data-x=\"a 'b'\">"
    assert attributes(page, next(iter(tags_of(page)))) == {"colspan": "3", "rowspan": "2", "data-x": "a 'b'"}


HEAD = "<html><body><p>"
BOMBS: dict[str, Callable[[int], str]] = {
    "tags that never end": lambda n: HEAD + "<a " * n, "comments that never end": lambda n: HEAD + "<!--" * n, "open quotes": lambda n: HEAD + '<a "' * n,
    "brackets in quotes": lambda n: HEAD + '<a ">"' * n, "closing tags": lambda n: HEAD + "</div>" * n, "nested elements": lambda n: HEAD + "<div>" * n,
    "spans": lambda n: HEAD + "<table><tr>" + "<td colspan=9999 rowspan=9999>甲" * n + "</table>", "menus": lambda n: HEAD + "<nav>" * n,
    "tables": lambda n: HEAD + "<table>" * n + "<tr><td>a<td>b<tr><td>c<td>d",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_pages_made_to_take_for_ever_take_as_long_as_they_are(name: str) -> None:
    def seconds(n: int) -> float:
        page = BOMBS[name](n)
        began = time.process_time()
        try:
            normalise_text(page, "页.html")
        except BadInput:
            pass  # not a word in it: refused, as soon as that is known
        except ValueError as error:
            raise AssertionError(name) from error
        return time.process_time() - began

    seconds(500)
    small, large = seconds(8000), seconds(16000)
    if large >= 3 * small + 0.1:  # something else may have slowed the one that is long
        small, large = min(small, seconds(8000)), min(large, seconds(16000))
    assert large < 3 * small + 0.1
    assert large < 5


def test_rows_that_span_everything_are_bounded_in_size() -> None:
    page = HEAD + "<table>" + "<tr><td colspan=9999 rowspan=9999>甲<td>乙" * 5000 + "</table>"
    document = normalise_text(page, "页.html").document
    assert len(document.text) < 5 * len(page)


# Work ---------------------------------------------------------------------------------------------------------------


def menu(count: int) -> str:
    items = "".join(f'<li><a href="/{n}.html">链接{n}</a></li>\n' for n in range(count))
    return f"<html><body><h1>某市关于防汛的通知</h1><p>各单位要落实。</p><ul>{items}</ul></body></html>"


def links(count: int) -> str:
    items = "".join(f'<a href="/{n}.html">链接{n}</a> ' for n in range(count))
    return f"<html><body><h1>某市关于防汛的通知</h1><p>各单位要落实。</p>{items}</body></html>"


def spans(count: int) -> str:
    rows = "".join(f'<tr><td rowspan="2" colspan="3">甲{n}</td><td>乙</td></tr>' for n in range(count))
    return f"<html><body><h1>某市关于防汛的通知</h1><table>{rows}</table></body></html>"


def calls(page: str) -> int:
    """How many calls normalising takes: the same on every machine, whatever else it does."""
    profile = cProfile.Profile()
    profile.enable()
    normalise_bytes(page.encode(), "a.html")
    profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.slow
@pytest.mark.parametrize("page", [menu, links, spans])
def test_twice_the_page_is_twice_the_work(page: Callable[[int], str]) -> None:
    calls(page(10))
    assert calls(page(2000)) <= 2.3 * calls(page(1000))
