"""The one document of a saved portal page: the smallest element that holds most sentence marks outside links. What is
nothing but links around it (menus, lists of news, paths) is page furniture.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.ingest.page.layout_tags import Tag, tags_of
from reader.ingest.traced import Change

_HOLDERS = frozenset([
    "article", "body", "center", "dd", "div", "dl", "fieldset", "footer", "form", "header", "html", "li", "main", "nav",
    "ol", "section", "table", "tbody", "td", "th", "tr", "ul",
])  # fmt: skip
_HEADINGS = frozenset(["h1", "h2", "h3"])
_SILENT = frozenset(["script", "style", "head", "title", "noscript", "template", "textarea", "select"])
_MARK = re.compile("[。；！？，]")
_MOST = 0.8
_FEWEST_MARKS = 3
_FEWEST_LINKS = 6
_DENSE = 0.5
_DEEPEST = 400
_SHORT_HEADING = 8
_SHORT = 60
_OWN = re.compile(r"附件|附表|\.(?:docx?|pdf|wps|xlsx?|ofd|zip|rar)$", re.IGNORECASE)
_NAMED = re.compile(r"<h1[^>]{0,300}>(.{1,600}?)</h1", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"<[^<>]{0,300}>")
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,500})", re.IGNORECASE)
_LABEL = re.compile(
    r"\d{4}\s*[年/.-]\s*\d{1,2}|文\s*号|字号|索\s*引|发布|来\s*源|成文|机\s*[构关]|标\s*题|名\s*称|主\s*题|有\s*效|废止|施行|体\s*裁|[〔\[]\d{4}[〕\]]"
)
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(slots=True)
class _Node:
    """One element: [start, end) of the page; characters and sentence marks outside links in it, characters in links."""

    start: int
    parent: int
    end: int = 0
    words: int = 0
    linked: int = 0
    marks: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of text between two tags."""

    start: int
    end: int
    text: str
    node: int
    link: bool
    heading: bool


def menus_of(page: str) -> list[Change]:
    """What goes: text in links, and what only stands between them, outside the element that holds the document.

    Nothing where the page is no portal page: few links, or no element that stands out.
    """
    nodes, runs = _tree(page)
    total = sum(len(_MARK.findall(run.text)) for run in runs if not run.link)
    if total < _FEWEST_MARKS or sum(run.link for run in runs) < _FEWEST_LINKS:
        return []
    holding = [n for n in range(len(nodes)) if nodes[n].marks >= _MOST * total]
    if not holding:
        return []
    main = nodes[min(holding, key=lambda n: (nodes[n].end - nodes[n].start, -n))]
    around = nodes[max(main.parent, 0)]
    title = _bare(_title_of(page))
    gone = []
    for at, run in enumerate(runs):
        if main.start <= run.start < main.end or _stays(run, title, before=run.start < main.start):
            continue
        far = (
            not around.start <= run.start < around.end
            and len(run.text.strip()) <= _SHORT
            and not _LABEL.search(run.text)
        )
        if run.link or far or _among_links(runs, at) or _is_dense(nodes, run.node, run):
            gone.append(Change(run.start, run.end, ""))
    return gone


def _title_of(page: str) -> str:
    match = _TITLE.search(page)
    return entities.unescape(match.group(1)) if match else ""


def title_line(lines: Iterable[str], page: str) -> int | None:
    """Which of the first lines of a page's text the page itself names as its title; None where none is."""
    title = _bare(_title_of(page))
    named = {_bare(entities.unescape(_TAGS.sub("", match.group(1)))) for match in _NAMED.finditer(page)}
    for at, line in enumerate(lines):
        bare = _bare(line)
        if len(bare) >= 6 and (bare in named or title.startswith(bare)):
            return at
    return None


def _bare(text: str) -> str:
    return _NO_WORD.sub("", text)


def _stays(run: _Run, title: str, *, before: bool) -> bool:
    """Whether a run may be the document's own: its title, its attachments, a sentence."""
    bare = _bare(run.text)
    # A short heading that the page's title does not hold heads a list of other pages.
    heads = run.heading and before and (not title or bare in title or len(bare) > _SHORT_HEADING)
    if not run.link and (heads or _MARK.search(run.text)):
        return True
    return (len(bare) >= 6 and (bare in title or title.startswith(bare))) or bool(_OWN.search(run.text.strip()))


def _among_links(runs: list[_Run], at: int) -> bool:
    """Whether a run is only a mark between two links: a bar, an arrow."""
    if len(runs[at].text.strip()) > 2:
        return False
    around = runs[max(at - 1, 0) : at] + runs[at + 1 : at + 2]
    return bool(around) and all(run.link for run in around)


def _is_dense(nodes: list[_Node], node: int, run: _Run) -> bool:
    """Whether a short run stands in an element that is mostly links."""
    holder = nodes[node]
    return (
        len(run.text.strip()) <= _SHORT
        and holder.linked > 0
        and holder.linked >= _DENSE * (holder.words + holder.linked)
    )


def _tree(page: str) -> tuple[list[_Node], list[_Run]]:
    nodes = [_Node(0, -1, len(page), name="")]
    runs: list[_Run] = []
    stack = [0]
    links = headings = 0
    silent = ""
    at = 0

    def words(end: int) -> None:
        text = page[at:end]
        if silent or not text.strip():
            return
        node = nodes[stack[-1]]
        size = len(text.strip())
        if links:
            node.linked += size
        else:
            node.words += size
            node.marks += len(_MARK.findall(text))
        runs.append(_Run(at, end, text, stack[-1], links > 0, headings > 0))

    for tag in tags_of(page):
        words(tag.start)
        at = tag.end
        if silent:
            if (tag.name == silent and not tag.opening) or (silent == "head" and tag.name == "body"):
                silent = ""
            if tag.name != "body":
                continue
        if tag.opening and tag.name in _SILENT and not tag.empty:
            silent = tag.name
        elif tag.name == "a":
            links = int(tag.opening and not tag.empty)  # links do not nest
        elif tag.name in _HEADINGS:
            headings = int(tag.opening)
        elif tag.name in _HOLDERS:
            _holder(tag, nodes, stack)
    words(len(page))
    for n in stack[1:]:
        nodes[n].end = len(page)
    for node in reversed(nodes[1:]):
        parent = nodes[node.parent]
        parent.words += node.words
        parent.linked += node.linked
        parent.marks += node.marks
    return nodes, runs


def _holder(tag: Tag, nodes: list[_Node], stack: list[int]) -> None:
    """An element that may hold the document begins or ends. One that was never opened is passed over."""
    if tag.opening:
        if not tag.empty and len(stack) < _DEEPEST:
            nodes.append(_Node(tag.start, stack[-1], name=tag.name))
            stack.append(len(nodes) - 1)
        return
    for depth in range(len(stack) - 1, max(len(stack) - 12, 0), -1):
        if nodes[stack[depth]].name == tag.name:
            for n in stack[depth:]:
                nodes[n].end = tag.end
            del stack[depth:]
            return
