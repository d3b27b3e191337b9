"""Notes of other programs as JSON: W3C Web Annotations, Hypothesis, calibre, Zotero (Better BibTeX).

Only what stands at words is read; what else is in the file is none of our business.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from reader.core.errors import BadInput
from reader.core.remark import Remark, Remarks, moment

LONGEST: Final = 20_000  # characters of a quote or a note
MOST: Final = 100_000  # annotations of one file
_CONTEXT: Final = 32
_SOMETHING: Final = frozenset(["target", "body", "bodyValue", "text", "uri"])  # what an annotation has, one or other


def is_own(data: bytes) -> bool:
    """Whether this program wrote the JSON; it also writes an empty list where there are no notes."""
    return b"urn:policy-reader" in data or data.removeprefix(b"\xef\xbb\xbf").strip() == b"[]"


def read_foreign(data: bytes) -> dict[str, Remarks]:
    """The annotations by the title or address of what they stand on. Raises BadInput where there are none.

    One that has neither a quotation nor words of its own is told.
    """
    try:
        parsed = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadInput("这个文件不是完整的 JSON，没有导入批注。") from error
    found: dict[str, list[Remark]] = {}
    refused: dict[str, list[str]] = {}
    others: list[str] = []
    for count, (number, where, remark) in enumerate(_all(parsed)):
        if count >= MOST:
            raise BadInput(f"这个批注文件里的批注太多（超过 {MOST} 条），没有导入。")
        if remark is None:
            others.append(f"文件里的第 {number} 条不是认得的批注，没有导入。")
        elif remark.quote or remark.text:
            found.setdefault(where, []).append(remark)
        else:
            refused.setdefault(where, []).append(f"文件里的第 {number} 条批注没有引文，找不到它的位置，没有导入。")
    if not found:
        one = next(iter(refused.values()), ["这个 JSON 文件里没有认得的批注。"])
        raise BadInput(one[0])
    if others:
        refused.setdefault(next(iter(found)), []).extend(others)
    return {
        where: Remarks(tuple(found.get(where, ())), title=where, refused=tuple(refused.get(where, ())))
        for where in found | refused
    }


def _all(parsed: Any) -> Iterator[tuple[int, str, Remark | None]]:
    """The number of each entry in the file, what it stands on, and what it says; None for what is no annotation."""
    read: Callable[[Any], Iterator[tuple[str, Remark]]] = _annotation
    entries: Iterable[Any] = _annotations(parsed)
    if isinstance(parsed, dict) and parsed.get("type") in {"calibre_annotation_collection", "calibre_highlights"}:
        read, entries = _calibre, _list(parsed.get("annotations") or parsed.get("highlights"))
    elif isinstance(parsed, dict) and isinstance(parsed.get("items"), list) and "@context" not in parsed:
        read, entries = _zotero, parsed["items"]
    for number, each in enumerate(entries, 1):
        if read is _annotation and (not isinstance(each, dict) or not _SOMETHING & each.keys()):
            yield number, "", None
        else:
            yield from ((number, *made) for made in read(each))


def _annotations(parsed: Any) -> Iterator[Any]:
    """The annotations of a list, a page or a collection; Hypothesis calls them rows or annotations."""
    if isinstance(parsed, list):
        yield from parsed
    elif isinstance(parsed, dict):
        inner = next(
            (parsed[key] for key in ("rows", "annotations", "items") if isinstance(parsed.get(key), list)), None
        )
        if inner is None and isinstance(parsed.get("first"), dict):
            inner = parsed["first"].get("items")
        yield from inner if isinstance(inner, list) else [parsed]


def _annotation(each: Any) -> Iterator[tuple[str, Remark]]:
    """A Web Annotation, or one of Hypothesis, which looks nearly the same."""
    texts, tags = _bodies(each)
    source = ""
    quote: dict[str, Any] = {}
    for target in _list(each.get("target")):
        if isinstance(target, str):
            source = source or target
        elif isinstance(target, dict):
            inner = target.get("source")
            source = source or _text(inner.get("id") if isinstance(inner, dict) else inner)
            quote = quote or _quote(target.get("selector"), 0)
    document = each.get("document")
    titles = _list(document.get("title")) if isinstance(document, dict) else []
    tags += [_text(tag) for tag in _list(each.get("tags")) if isinstance(tag, str)]
    yield (
        _text(titles[0] if titles else "") or source,
        Remark(
            _text(quote.get("exact")), "\n".join(filter(None, [_text(each.get("text")), *texts])),
            _text(quote.get("prefix"))[-_CONTEXT:], _text(quote.get("suffix"))[:_CONTEXT], _creator(each),
            moment(each.get("created")), tags=tuple(dict.fromkeys(filter(None, tags))),
        ),
    )  # fmt: skip


def _bodies(each: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What the bodies say, and what they are tagged with."""
    texts = [_text(each.get("bodyValue"))]
    tags: list[str] = []
    for body in _list(each.get("body")):
        if isinstance(body, str):
            texts.append(_text(body))
        elif isinstance(body, dict):
            (tags if body.get("purpose") == "tagging" else texts).append(_text(body.get("value")))
    return texts, tags


def _quote(selector: Any, depth: int) -> dict[str, Any]:
    """The quote among the selectors, however deep one refines the other."""
    for each in _list(selector):
        if isinstance(each, dict):
            if each.get("type") == "TextQuoteSelector":
                return each
            if depth < 8 and (inner := _quote([each.get("refinedBy"), *_list(each.get("items"))], depth + 1)):
                return inner
    return {}


def _creator(each: dict[str, Any]) -> str:
    creator = next(iter(_list(each.get("creator"))), "")
    if isinstance(creator, dict):
        return _text(creator.get("name") or creator.get("nickname"))[:200]
    user = _text(creator) or _text(each.get("user"))
    return user.removeprefix("acct:").partition("@")[0][:200]


def _calibre(each: Any) -> Iterator[tuple[str, Remark]]:
    if not isinstance(each, dict):
        return
    inner = each.get("annotation") if isinstance(each.get("annotation"), dict) else each
    assert isinstance(inner, dict)
    if inner.get("type", "highlight") != "highlight" or inner.get("removed"):
        return
    tags = tuple(_text(tag) for tag in _list(inner.get("tags")) if isinstance(tag, str))
    yield (
        _text(each.get("title") or each.get("book_title")),
        Remark(_text(inner.get("highlighted_text")), _text(inner.get("notes")), created=moment(inner.get("timestamp")),
               author="" if each.get("user") in {None, "viewer"} else _text(each.get("user"))[:200], tags=tags),
    )  # fmt: skip


def _zotero(item: Any) -> Iterator[tuple[str, Remark]]:
    if not isinstance(item, dict):
        return
    title = _text(item.get("title"))
    for attachment in [item, *_list(item.get("attachments"))]:
        for each in _list(attachment.get("annotations")) if isinstance(attachment, dict) else []:
            if isinstance(each, dict):
                tags = [tag.get("tag") if isinstance(tag, dict) else tag for tag in _list(each.get("tags"))]
                yield (
                    title or _text(attachment.get("title")),
                    Remark(
                        _text(each.get("annotationText")), _text(each.get("annotationComment")),
                        author=_text(each.get("annotationAuthorName"))[:200], created=moment(each.get("dateAdded")),
                        tags=tuple(_text(tag) for tag in tags if isinstance(tag, str)),
                    ),
                )  # fmt: skip


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    return value.strip()[:LONGEST] if isinstance(value, str) else ""
