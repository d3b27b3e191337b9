"""How a clause is cited, and how a reference to one is read: 第五部分（十四）, 五（十四）, 5(14), 第十二条.

Pure functions over a Document. Never invents what the document does not state: a missing 文号 is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from reader.core.articles import Article, article_around, read_articles
from reader.core.clause_numbers import NUMERAL, ClauseNumber, clause_numbers, in_han, numeral
from reader.core.document import Block, Document, DocumentInfo
from reader.core.folding import fold_text
from reader.core.late_pattern import late
from reader.core.law_parts import LawParts
from reader.core.showing import without_unseen

SCHEME: Final = "policy-reader:"
ROW: Final = "&row="  # behind a clause of a link: which row of a register was read there

_TABLE: Final = late(rf"[表錶](?P<number>{NUMERAL})")
_ARTICLE: Final = late(rf"第(?:{NUMERAL})条")
_PARTS: Final = frozenset(["编", "分编"])
_LOOSE: Final = frozenset(["plain", "paren"])


def split_reference(reference: str) -> tuple[str, str | None]:
    """Document and clause part of "DOC#CLAUSE", "policy-reader:DOC#CLAUSE" or "DOC"; a row of a link is left out."""
    plain_text = without_unseen(reference).strip().removeprefix(SCHEME).replace("＃", "#")
    doc, mark, clause = plain_text.partition(ROW)[0].partition("#")
    return doc.strip(), clause.strip() or None if mark else None


def find_documents(infos: Iterable[DocumentInfo], name: str) -> tuple[DocumentInfo, ...]:
    """The documents that a name stands for: an id, a 文号 or an exact title (of the notice or of what it carries).

    Width, blanks and title marks do not count; script, case and the ways to write a 文号 only where that finds none.
    """
    infos = tuple(infos)
    for key_of in (_plainly, _loosely):
        wanted = key_of(name)
        found = tuple(i for i in infos if wanted and wanted in {key_of(n) for n in _names(i)})
        if found:
            return found
    return ()


def _names(info: DocumentInfo) -> list[str]:
    return [name for name in (info.id, info.doc_number, info.title, info.attachment_title) if name]


def _plainly(name: str) -> str:
    return re.sub(r"[\s《》]", "", unicodedata.normalize("NFKC", name))


def _loosely(name: str) -> str:
    return number_key(fold_text(name))


def find_clauses(document: Document, clause: str) -> tuple[Block, ...]:
    """The blocks that a clause reference may mean, all equally well: none, one, or several where it is ambiguous.

    A reference is a block id, a number path (its outer numbers may be left out), what `clause_label` says of a block,
    表1, or the exact words of a heading. Where no number is written like it, 17 and 十七 stand for 第十七条, else for
    （十七）.
    """
    block = document.block(clause)
    if block is not None:
        return (block,)
    wanted = clause_numbers(clause)
    if not wanted:
        table = _TABLE.fullmatch(_bare(clause))
        if table is not None:
            return _tables(document, numeral(table["number"]))
        if clause.endswith(("自然段", "项")):
            return tuple(b for b in document.blocks if clause in {clause_label(document, b.id), _by_count(document, b)})
        words = _bare(clause)
        return tuple(b for b in document.blocks if words and words in _heading_words(b))
    if (said := _said_in_article(document, wanted)) is not None:
        return said
    ranked: dict[tuple[int, int], list[Block]] = {}
    inner = [each for each in wanted[:-1] if each.style not in _PARTS] + [wanted[-1]]
    parts = LawParts(document) if len(wanted) > len(inner) else None
    for at, block in enumerate(document.blocks):
        if block.number is None:
            continue
        own = [n for part in (*block.path, block.number) for n in clause_numbers(part)[:1]]
        outer = [n for part in parts.numbers(at) for n in clause_numbers(part)[:1]] if parts is not None else []
        if _ends_with([*outer, *own], wanted):
            same_writing = sum(a.arabic == b.arabic for a, b in zip(reversed(own), reversed(wanted), strict=False))
            ranked.setdefault((len(own) - len(inner), -same_writing), []).append(block)
    if ranked:
        return tuple(ranked[min(ranked)])
    if len(wanted) > 1 or wanted[0].style not in _LOOSE:
        return ()
    same = [(b, own.style) for b, own in _numbered(document) if (own.value, own.of) == (wanted[0].value, 0)]
    articles = tuple(b for b, style in same if style == "条") if wanted[0].style == "plain" else ()
    return articles or tuple(b for b, style in same if style in _LOOSE)


def _said_in_article(document: Document, wanted: Sequence[ClauseNumber]) -> tuple[Block, ...] | None:
    """The blocks of 第十二条第二款第（三）项; None where no 款 of an article is asked for."""
    styles = [each.style for each in wanted]
    if "款" not in styles or styles[: styles.index("款")][-1:] != ["条"]:
        return None
    at = styles.index("款")
    key, number, rest = (wanted[at - 1].value, wanted[at - 1].of), wanted[at].value, wanted[at + 1 :]
    found = []
    for part in read_articles(document).parts:
        paragraph = part[key].paragraph(number) if key in part else None
        if paragraph is None:
            continue
        block = paragraph.item(rest[0].value) if rest else paragraph.block
        if block is not None and len(rest) <= 1:
            found.append(block)
    return tuple(found)


def _numbered(document: Document) -> Iterator[tuple[Block, ClauseNumber]]:
    for block in document.blocks:
        for number in clause_numbers(block.number or "")[:1]:
            yield block, number


def _tables(document: Document, number: int) -> tuple[Block, ...]:
    """The captions 表1, else the first table."""
    captions = ((b, _TABLE.match(_bare(b.text))) for b in document.blocks if b.kind != "table")
    found = tuple(block for block, match in captions if match is not None and numeral(match["number"]) == number)
    tables = [block for block in document.blocks if block.kind == "table"]
    return found or tuple(tables[number - 1 : number] if number else ())


def nearest_clauses(document: Document, clause: str, most: int = 2) -> tuple[str, ...]:
    """What the clauses are called whose number is nearest to one that is not there; none for words."""
    wanted = clause_numbers(clause)
    if not wanted:
        return ()
    last = wanted[-1]
    ways = [
        (n.style != last.style, abs(n.value - last.value), at, b.id) for at, (b, n) in enumerate(_numbered(document))
    ]
    labels = (clause_label(document, block) for *_, block in sorted(ways))
    return tuple(dict.fromkeys(label for label in labels if label))[:most]


def _ends_with(own: Sequence[ClauseNumber], wanted: Sequence[ClauseNumber]) -> bool:
    """Whether `wanted` is `own` with some of its outer or middle numbers left out; the last must be there."""
    if not own or not own[-1].is_like(wanted[-1]):
        return False
    rest = iter(own)
    return all(any(n.is_like(each) for n in rest) for each in wanted)


def _bare(text: str) -> str:
    return re.sub(r"[\s《》“”\"。]", "", unicodedata.normalize("NFKC", text))


def _heading_words(block: Block) -> tuple[str, ...]:
    if block.kind == "heading":
        whole = _bare(block.text)
        return (whole, re.sub(rf"^(第?\(?({NUMERAL})\)?(部分|[编章节条])?[、.]?)", "", whole))
    return (_bare(block.lead.cut(block.text)),) if block.lead else ()


def clause_label(document: Document, block_id: str | None) -> str:
    """How official writing names the place of a block: 第五部分（十四）, 第十二条第（一）项; empty for none."""
    at = next((i for i, b in enumerate(document.blocks) if b.id == block_id), None)
    return label_at(document, at) if at is not None else ""


def labels(document: Document) -> list[str]:
    """The same of every block, in reading order. Each article is read once."""
    known: dict[int, Article] = {}
    parts = LawParts(document)
    return [label_at(document, at, known, parts) for at in range(len(document.blocks))]


def label_at(
    document: Document, at: int, known: dict[int, Article] | None = None, parts: LawParts | None = None
) -> str:
    """The same of the block at a position. `known`: see `article_around`; `parts`: those of the document."""
    block = document.blocks[at]
    if (inside := _in_article(document, at, known)) is not None:
        return inside
    if block.number is not None:
        return _in_parts(document, at, _label((*block.path, block.number)), parts)
    return _by_count(document, block, parts)


def _in_parts(document: Document, at: int, label: str, parts: LawParts | None) -> str:
    """第二编第一章 where chapters are counted anew in each 编; an article is counted through the whole law."""
    if not label or _ARTICLE.match(label):
        return label
    return "".join((parts or LawParts(document)).said(at)) + label


def _in_article(document: Document, at: int, known: dict[int, Article] | None) -> str | None:
    """第十二条第二款, 第十二条第一款第（三）项: below the head of an article, as lawyers count; None elsewhere.

    Where an article has one paragraph only, that is not said.
    """
    block = document.blocks[at]
    if block.kind not in {"paragraph", "bullet"}:
        return None
    article = article_around(document.blocks, at, known)
    if article is None or article.head is block:
        return None
    number, _ = article.place(block.id)
    below = (*block.path, block.number) if block.number is not None else block.path
    outer, inner = _label(below[: len(article.head.path) + 1]), below[len(article.head.path) + 1 :]
    if not number or (block.number is None and block.id != article.paragraphs[number - 1].block.id):
        return None
    several = len(article.paragraphs) > 1
    said = "".join(_said(each, after_article=True) for each in inner)
    return outer + (f"第{in_han(number)}款" if several else "") + said


def _by_count(document: Document, block: Block, parts: LawParts | None = None) -> str:
    """第一部分第2自然段: the place of an unnumbered block among those beside it."""
    label = _label(block.path)
    if block.kind not in {"paragraph", "bullet"} or not label:
        return label
    siblings = [b.id for b in document.blocks if b.path == block.path and b.number is None and b.kind == block.kind]
    if not _ARTICLE.match(label) and (parts := parts or LawParts(document)).any:
        label, siblings = _among_parts(document, block, label, siblings, parts)
    if len(siblings) < 2 or block.number is not None:
        return label
    what = "自然段" if block.kind == "paragraph" else "项"
    return f"{label}第{siblings.index(block.id) + 1}{what}"


def _among_parts(
    document: Document, block: Block, label: str, siblings: list[str], parts: LawParts
) -> tuple[str, list[str]]:
    """The same with the 编 where it is needed, and those beside the block that stand in the same one."""
    place = {each.id: at for at, each in enumerate(document.blocks)}
    at = place[block.id]
    heads = (n for n in range(at - 1, -1, -1) if (*document.blocks[n].path, document.blocks[n].number) == block.path)
    head = next(heads, None)
    said = "".join(parts.said(head)) if head is not None else ""
    return said + label, [each for each in siblings if parts.above(place[each]) == parts.above(at)]


def _label(numbers: Sequence[str]) -> str:
    return _label_of(tuple(numbers))


@lru_cache(maxsize=1024)  # what stands in one place has most of its numbers in common
def _label_of(numbers: tuple[str, ...]) -> str:
    articles = [i for i, n in enumerate(numbers) if re.fullmatch(r"第.+条(之.+)?", n)]
    # An article is counted through the whole law, so its chapter is not named.
    said = [_said(n, after_article=bool(articles)) for n in numbers[articles[-1] if articles else 0 :]]
    return "".join(said)


def _said(number: str, *, after_article: bool) -> str:
    parsed = clause_numbers(number)
    if len(parsed) != 1:
        return number
    if parsed[0].style == "plain":
        return f"第{number}点" if parsed[0].arabic else f"第{number}部分"
    return f"第{number}项" if parsed[0].style == "paren" and after_article else number


def in_title_marks(title: str) -> str:
    """The title in 《》; book-title marks within it become 〈〉, as the punctuation standard asks."""
    return "《" + title.replace("《", "〈").replace("》", "〉") + "》"


def official(document: Document, block_id: str | None = None) -> str:
    """《标题》（文号），第五部分（十四）: title first, then number, as in official writing."""
    return cited(document.reading_title, document.doc_number or "", clause_label(document, block_id))


def cited(title: str, doc_number: str, label: str) -> str:
    """A title, a 文号 and the name of a clause, either of which may be empty, as `official` puts them together."""
    return in_title_marks(title) + (f"（{doc_number}）" if doc_number else "") + (f"，{label}" if label else "")


def gbt7714(document: Document, block_id: str | None = None, *, cited: str | None = None) -> str:
    """A bibliography line after GB/T 7714: 责任者. 题名: 文号[Z]. 日期: 条款.

    `cited` is the ISO date of citing, needed for an online source; without it the document is cited as a document.
    """
    issuers = ", ".join(document.issuers[:3]) + (", 等" if len(document.issuers) > 3 else "")
    name = document.reading_title + (f": {document.doc_number}" if document.doc_number else "")
    date = document.written or document.published
    label = clause_label(document, block_id)
    origin = document.source.origin
    if origin and cited and origin.startswith(("http://", "https://")):
        when = (f"({date})" if date else "") + f"[{cited}]"
        return ". ".join([*([issuers] if issuers else []), f"{name}[EB/OL]", when, origin]) + "."
    when = (date or "[日期不详]") + (f": {label}" if label else "")
    return ". ".join([*([issuers] if issuers else []), f"{name}[Z]", when]) + "."


def link(doc: str, block_id: str | None = None) -> str:
    """The clause as a link that this program opens: policy-reader:DOC#BLOCK."""
    return f"{SCHEME}{doc}" + (f"#{block_id}" if block_id else "")


def is_link(reference: str) -> bool:
    """Whether a text is a link of this program."""
    return without_unseen(reference).strip().startswith(SCHEME)


def row_link(doc: str, block_id: str, key: str) -> str:
    """A row of a register, by its key, as a link: that of its clause, and which row of which register."""
    register, _doc, digest, *_words = key.split("|")
    return f"{link(doc, block_id)}{ROW}{register}.{digest}"


def row_in(reference: str) -> tuple[str, str] | None:
    """The register that a link names a row of, and the digest in the row's key; None where it names none."""
    register, dot, digest = without_unseen(reference).strip().partition(ROW)[2].partition(".")
    return (register, digest) if dot and digest else None


def plain(document: Document, block_id: str | None = None, quote: str = "") -> str:
    """The quoted words, where they stand, and a link to the clause, each on a line of its own."""
    lines = [f"“{quote}”"] if quote else []
    return "\n".join([*lines, f"——{official(document, block_id)}" if quote else official(document, block_id),
                      link(document.id, block_id)])  # fmt: skip


def number_key(doc_number: str) -> str:
    """A 文号 in a form that compares: 津政发[2021]014号 and 津政发〔2021〕14号 give the same."""
    folded = unicodedata.normalize("NFKC", doc_number).replace("發", "发").replace("號", "号")
    parts = re.findall(r"[0-9]+|[^\W\d]+", folded.replace("第", " "))
    return " ".join(str(int(part)) if part.isdecimal() else part for part in parts)
