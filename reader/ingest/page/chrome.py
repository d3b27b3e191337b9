"""Rules "chrome" and "repeated-title": what belongs to the web page, not to the document, is taken out.

Whole lines by what they say (anywhere, or only at the page's head and foot), and credits that stand inside the first
or the last line. A document's own colophon (抄送, 印发机关和日期) is none of it. Looks at simplified, half-width keys.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import cache
from itertools import islice, takewhile

from reader.ingest.form.numbering import numbered
from reader.ingest.form.titles import KINDS, is_organ, is_title
from reader.ingest.hints import TITLE, Hints
from reader.ingest.lines import Line, drop_lines, lines_of
from reader.ingest.page import page_head
from reader.ingest.page import page_words as words
from reader.ingest.page.card import Card, is_field, iso_of, read_article, read_fields, with_colons
from reader.ingest.page.menus import enclosed, menus
from reader.ingest.traced import Change, TracedText
from reader.script import to_simplified

_NO_HINTS = Hints()
_HALF_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " ", "\u00a0": " "}
_FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000\u00a0]")


def key_of(text: str) -> str:
    """The text as the patterns here read it: simplified, marks and Latin in half width, same length."""
    return _FULL_WIDTH.sub(_narrow, to_simplified(text))


def _narrow(match: re.Match[str]) -> str:
    return _HALF_WIDTH[match[0]]


def remove_chrome(text: TracedText, hints: Hints = _NO_HINTS) -> TracedText:
    """The text without what the page put around, before and behind the document."""
    return read_page(text, hints)[0]


def read_page(text: TracedText, hints: Hints = _NO_HINTS) -> tuple[TracedText, Card]:
    """The text without what the page put around the document, and what the page's record card tells of it."""
    lines = list(lines_of(text))
    whole, keyed = text, key_of(text.text).split("\n")
    keys = with_colons([key.strip() for key in keyed])
    levels = hints.levels(text, lines)
    texts = [line.text.strip() for line in lines]
    dropped, card = _page_lines(texts, keys, levels)
    text = drop_lines(text, [lines[i] for i in dropped], "chrome")
    head = list(islice(lines_of(text), 40))
    repeated = _repeated_titles(head, hints.levels(text, head))
    text = drop_lines(text, [*_over_the_page(head, repeated[:1]), *repeated], "repeated-title")
    if card.title is None and repeated:
        card = replace(card, title=words.SITE_NAME.sub("", repeated[0].text.strip()))
    return _inside_lines(text, keyed if text is whole else key_of(text.text).split("\n")), card


def _page_lines(texts: list[str], keys: list[str], levels: list[int | None]) -> tuple[list[int], Card]:
    filled = [i for i, key in enumerate(keys) if key]
    own = {i for i in filled if levels[i] is not None}
    page = "\n".join(keys)
    spam = {i for i in filled if _is_spam(keys[i])} if any(sign in page for sign in words.SPAM_SIGNS) else set()
    chrome = spam | {i for i in filled if i not in own and _is_chrome(keys[i])}
    card_lines = {i for i in filled if is_field(keys[i])}
    card_lines |= {
        i for before, i, after in zip(filled, filled[1:], filled[2:], strict=False)
        if before in card_lines and after in card_lines and _UNKNOWN_FIELD.match(keys[i])
    }  # fmt: skip
    fields = {i for i in filled if ":" in keys[i] and words.FIELD.match(keys[i])} | card_lines
    fields |= {i for i in filled if i not in chrome and i not in own and _is_furniture(keys[i])}
    titles = {i for i in own if levels[i] == TITLE}
    body = [
        i
        for i in filled
        if (i in own and i not in titles)
        or (i not in titles and i not in chrome and i not in fields and _is_body(keys[i]))
    ]
    while len(body) > 1 and keys[body[0]][-1] == "!" and len(keys[body[0]]) <= _OVER_LONGEST and body[0] not in own:
        body = body[1:]  # a slogan
    body = _behind_card(keys, filled, body, card_lines)
    first, last = (body[0], body[-1]) if body else (len(keys), -1)
    above = page_head.above(keys, filled)
    if above:
        found_title = _named_above(keys, above)
        later = [i for i in body if i > max(above)]
        first = later[0] if later else first
        chrome |= above
    found = read_fields(texts[:first], keys[:first])
    if found.card.title is not None and len(found.lines) >= _CARD_FIELDS:
        over = [i for i in filled if i < min(found.lines)]
        told = any(is_title(keys[i]) or numbered(keys[i]) or keys[i][-1] in "。;" for i in over)
        chrome |= set() if told else set(over)
    buttons: set[int] = set()
    if any(page_head.is_article(keys[i]) for i in above):
        buttons = page_head.article_buttons(keys, filled)
        told = sorted(above)
        found = replace(found, card=read_article([texts[i] for i in told], [keys[i] for i in told]))
    if (
        above
        and found.card.title is None
        and found_title
        and not any(is_title(keys[i]) for i in filled if i > max(above))
    ):
        found = replace(found, card=replace(found.card, title=found_title))
    if found.card.published is None:
        days = (keys[i] for i in filled if i < first and _DAY.match(keys[i]))
        day = next(map(iso_of, days), None)
        found = replace(found, card=replace(found.card, published=day))
    if found.card.title is None and (head := _head_line(keys, filled, chrome)) is not None:
        found = replace(found, card=replace(found.card, title=texts[head][_column(keys[head]) :]))
    chrome = {i for i in chrome if not first <= i <= last or _inside(keys, filled, chrome, i)}
    chrome |= spam
    chrome |= found.lines | {i for i in fields if not first <= i <= last and not words.OWN.match(keys[i])}
    chrome |= page_head.trails(keys, filled, first) | page_head.contacts(keys, filled, first, last)
    chrome |= menus(keys, filled, first, last) | buttons
    chrome -= page_head.told_below(keys, filled, last)
    _spread(keys, filled, chrome, own, first if not titles else min(first, min(titles)), last)
    return sorted(chrome - own), found.card


_UNKNOWN_FIELD = re.compile(r"^[\u4e00-\u9fff]{1,6}\s*:.{0,80}$")
_CARD_WITHIN = 40  # lines
_CARD_FIELDS = 4
_BEFORE_CARD = 2  # sentences that may stand before a card


def _behind_card(keys: list[str], filled: list[int], body: list[int], fields: set[int]) -> list[int]:
    """The lines of the body without those before a card of several fields, where that stands at the head: what a page
    says of a document, and bracketed entries of its menus, are no first words.
    """
    run: list[int] = []
    for index in filled[:_CARD_WITHIN]:
        if index in fields:
            run.append(index)
        elif len(run) >= _CARD_FIELDS:
            break
        else:
            run = []
    if len(run) < _CARD_FIELDS or not body or body[0] > run[0]:
        return body
    before = [i for i in body if i < run[0]]
    told = sum(keys[i][-1] in "。;" for i in before)
    if told > _BEFORE_CARD or any(len(keys[i]) > _OVER_LONGEST or numbered(keys[i]) for i in before):
        return body
    return [i for i in body if i > run[-1]] or body


_DAY = re.compile(r"(?:[•·]\s*)?(?:日期|时间)\s*:\s*(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}")


def _named_above(keys: list[str], above: set[int]) -> str | None:
    """The one document that the lead-in of a piece of news names in title marks."""
    named = {match for i in above for match in re.findall("《([^《》]{4,60})》", keys[i]) if is_title(match)}
    return next(iter(named)) if len(named) == 1 else None


_HEAD_LINE = re.compile(r"[^。;:!?|]{6,60}")


_TELLS = re.compile("召开|举行|举办|开展|启动|出台|部署|推进")
"""What the title of a piece of news says and no authority's name: …召开视频会."""


def _head_line(keys: list[str], filled: list[int], chrome: set[int]) -> int | None:
    """The first line that is not the page's, where the one below tells when the page was published: its title."""
    position = next((p for p, i in enumerate(filled) if i not in chrome), None)
    if position is None or position + 1 >= len(filled):
        return None
    key, below = keys[filled[position]], keys[filled[position + 1]]
    dated = any(match.lastgroup == "when" for match in words.LABEL.finditer(below))
    named = is_organ(key) and not _TELLS.search(key)
    named = named or key.endswith("文件")
    fits = dated and _HEAD_LINE.fullmatch(key) and numbered(key) is None and not named
    return filled[position] if fits else None


def _inside(keys: list[str], filled: list[int], chrome: set[int], index: int) -> bool:
    """Whether a line in the middle of a document is the page's all the same: unmistakable, or among others."""
    key = keys[index]
    if re.search("[。;!?]", key):
        return False
    at = bisect_left(filled, index)
    return bool(words.UNMISTAKABLE.match(key)) or _touches(at, chrome, filled)


def _spread(keys: list[str], filled: list[int], chrome: set[int], own: set[int], first: int, last: int) -> None:
    """Adds the lines at the head and foot that are the page's because of what stands next to them."""
    kept = page_head.told_below(keys, filled, last)
    free = [
        (p, i) for p, i in enumerate(filled)
        if not first <= i <= last and i not in kept and len(keys[i]) <= words.LONGEST
    ]  # fmt: skip
    buttons = {i for _, i in free if words.BUTTON.match(keys[i])}
    for position, i in free:
        key = keys[i].rstrip("| ")
        if i in chrome or words.OWN.match(key) or i in own or _dates_a_signature(keys, filled, position):
            continue
        touching = _touches(position, chrome, filled) or i > last
        button = i in buttons and _touches(position, chrome | buttons, filled)
        if (
            button
            or (i < first and words.IN_HEAD.match(key) and not _published_by(keys, filled, position))
            or (touching and words.AT_EDGE.match(key))
            or words.WEEKDAY.match(key)
        ):
            chrome.add(i)
        elif not key and i < first:
            chrome.add(i)  # bars of a layout, nothing between them
    chrome |= enclosed(keys, filled, chrome, last) - own
    # What stands between two chrome lines behind the document, or an organ's name over them, is chrome too.
    for position, i in reversed(free):
        before = filled[position - 1] if position else -1
        after = filled[position + 1] if position + 1 < len(filled) else -1
        if i in chrome or words.OWN.match(keys[i]) or i in own or keys[i] in _MARKS_OF_A_DOCUMENT:
            continue
        if i > last and before in chrome and (after in chrome or after == -1) and len(keys[i]) <= 24:
            chrome.add(i)
        if i < first and after in chrome and words.ORGAN.match(keys[i]) and not _heads_a_title(keys, filled, position):
            chrome.add(i)


def _dates_a_signature(keys: list[str], filled: list[int], position: int) -> bool:
    """Whether eight digits stand right below an authority: 20190415."""
    key = keys[filled[position]]
    return bool(re.fullmatch(r"(?:19|20)\d{6}", key)) and position > 0 and is_organ(keys[filled[position - 1]])


_MARKS_OF_A_DOCUMENT = frozenset(["附件", "附件:", "附:", "附表", "附录"])
_BY = re.compile("(?:法院|检察院|政府|委员会|办公厅|办公室|[部委局厅])(?:联合)?(?:发布|印发)$")


def _published_by(keys: list[str], filled: list[int], position: int) -> bool:
    """Whether a date at the head stands right below the words that say who published: it is the document's then."""
    return position > 0 and bool(_BY.search(keys[filled[position - 1]]))


def _heads_a_title(keys: list[str], filled: list[int], position: int) -> bool:
    """Whether an organ's name at the head is the beginning of a title that was broken behind it."""
    return any(keys[i].startswith(("关于", "印发", "转发")) for i in filled[position + 1 : position + 3])


_SENTENCE = 24  # characters of a line that ends in a stop, from which on only few words make it the page's


def _is_chrome(key: str) -> bool:
    key = key.rstrip("| ").lstrip("•· ") or key
    if key[-1:] in "。;" and len(key) > _SENTENCE and not words.IN_SENTENCES.search(key):
        return False
    if len(key) > words.LONGEST or (words.OWN.match(key) and not words.DOWNLOAD.search(key)):
        return False
    return bool(words.ANYWHERE.match(key)) and (numbered(key) is None or bool(words.DOWNLOAD.search(key)))


_LURES = re.compile("[_|A-Za-z\\d-]|官网|观看|下载|平台|网址")


def _is_spam(key: str) -> bool:
    """Whether a line holds two sorts of words or more that somebody wrote into the page of another to be found."""
    if len(key) > words.LONGEST or re.search("[、,;:。]", key) or numbered(key) is not None or is_title(key):
        return False  # a rule on what is forbidden names such things, too
    return bool(_LURES.search(key)) and len(set(words.SPAM.findall(key))) > 1


def _is_body(key: str) -> bool:
    """Whether a line is plainly part of a document: a sentence, a numbered heading, a table cell."""
    return (
        numbered(key) is not None
        or (len(key) >= 12 and key[-1] in "。;:!?)”" and not (key[-1] == ")" and is_title(key)))
        or len(key) > 60
    )


def _is_furniture(key: str) -> bool:
    """Whether a page put several of its own things on one line: site, date, source, counter, buttons."""
    if len(key) > words.LONGEST or words.OWN.match(key) or re.search("[。;!?]", key) or numbered(key) is not None:
        return False
    return len({match.lastgroup for match in words.LABEL.finditer(key)}) >= 2


def _touches(at: int, chrome: set[int], filled: list[int]) -> bool:
    return bool({*filled[max(at - 1, 0) : at], *filled[at + 1 : at + 2]} & chrome)


def _bare(key: str) -> str:
    if len(key) > words.LONGEST:
        return ""
    key = words.SITE_NAME.sub("", words.NUMBER_START.sub("", key))
    return re.sub(r"[\s《》\"“”()\[\]〔〕,、:;。!?\-—]", "", key)


def _repeated_titles(lines: list[Line], levels: list[int | None]) -> list[Line]:
    """The page's own title line, where the document's title follows (in one line or broken over several).

    Only at the head, before any sentence; never a line that goes on with the title around it.
    """
    raw = key_of("\n".join(line.text for line in lines)).split("\n")
    bare = cache(lambda i: _bare(raw[i]))  # few lines are asked for: a sentence ends the head
    filled = [i for i, key in enumerate(raw) if key.strip()]
    dropped = []
    for position, i in enumerate(filled[:12]):
        key = bare(i)
        if levels[i] is not None or _opens_the_document(raw[i]):
            break
        if len(key) < 10 or numbered(raw[i]) is not None or words.OWN.match(raw[i]) or not _TITLE_LIKE.search(key):
            continue
        before = raw[filled[position - 1]] if position else ""
        after = raw[filled[position + 1]] if position + 1 < len(filled) else ""
        if before.endswith(_GOES_ON) or _PIECE_BEHIND.match(after):
            continue
        following = list(takewhile(lambda j: not _opens_the_document(raw[j]), filled[position + 1 : position + 16]))
        rest = [bare(j) for j in following if bare(j)]
        joined = {"".join(rest[a:b]) for a in range(len(rest)) for b in range(a + 1, min(a + 6, len(rest) + 1))}
        if key in joined or any(_shortens(key, whole) for whole in joined):
            dropped.append(lines[i])
    return dropped


_OVER_LONGEST = 60


def _over_the_page(head: list[Line], titles: list[Line]) -> list[Line]:
    """What stands over the page's own title line, where the document's title comes again below: menus and slogans, but
    no number of a document and no authority's name.
    """
    above = [line for line in head if titles and line.start < titles[0].start and line.text.strip()]
    keys = [key_of(line.text).strip() for line in above]
    kept = any(
        len(key) > _OVER_LONGEST or numbered(key) is not None or is_organ(key) or is_title(key) or key.endswith(_HEADS) or re.search("[各府].{0,80}:$", key)
        or re.search(r"[〔\[]\s*\d{4}|第\S{1,8}号", key)
        for key in keys
    )  # fmt: skip
    return [] if kept else above


_HEADS = ("文件", "令", "公告", "公报", "决议")
_LEFT_OUT = 2  # characters
_LONG_TITLE = 14


def _shortens(key: str, whole: str) -> bool:
    """Whether a site's title leaves a character or two of an authority's name out: 省政府关于… for 省人民政府关于…"""
    if whole.endswith(key) and len(key) >= _LONG_TITLE and re.search("关于|印发", whole[: -len(key)]):
        return key.endswith("通知")  # a site that leaves out who issued the notice, and that it passes something on
    if not 0 < len(whole) - len(key) <= _LEFT_OUT or "关于" not in key or key[-8:] != whole[-8:]:
        return False
    rest = iter(whole)
    return all(char in rest for char in key)


_GOES_ON = ("关于", "印发", "转发", "批转", "发布", "公布")
_PIECE_BEHIND = re.compile(r"^(?:\([^()]{1,30}\))?的(?:通知|公告|通告|决定|批复|意见)")


def _opens_the_document(key: str) -> bool:
    """Whether a line is a sentence or a salutation: behind it no page repeats the title."""
    sentence = len(key) >= 12 and (
        key[-1] in "。;?" or (key[-1] == "!" and len(key) > _OVER_LONGEST) or (len(key) > 60 and "," in key)
    )
    return sentence or numbered(key) is not None or bool(re.match(r"^(?:各|省|市|区|县|有关).{2,200}:$", key))


_TITLE_LIKE = re.compile(rf"关于|(?:{'|'.join(KINDS)})|草案|稿$")


def _inside_lines(text: TracedText, keys: list[str]) -> TracedText:
    """Portal lead-ins before the first sentence, column and state before a title, credits behind the last words."""
    changes = []
    seen_body = False
    written_by = page_head.byline(keys)
    links = _edit_links(keys)
    ends = max((i for i, key in enumerate(keys) if key), default=-1)
    for number, (line, key) in enumerate(zip(lines_of(text), keys, strict=True)):
        start = line.start
        if number == ends and written_by is not None:
            changes.append(Change(line.start + written_by, line.end, ""))
            continue
        if number in links:
            changes.append(Change(start, start + len(_EDIT), ""))
            start, key = start + len(_EDIT), key[len(_EDIT) :]
        is_body = len(key) > 20 and _is_body(key)
        if not seen_body and is_body and (lead := words.LEAD_IN.match(key)):
            changes.append(Change(line.start, line.start + lead.end(), ""))
            start = line.start + lead.end()
        elif not seen_body and (size := _column(key)):
            changes.append(Change(line.start, line.start + size, ""))
            start = line.start + size
        seen_body = seen_body or is_body
        size = len(key) - len(key.rstrip("| "))
        if not seen_body and size and "|" not in key[: len(key) - size] and not _in_a_table(keys, number):
            changes.append(Change(line.end - size, line.end, ""))
            continue
        tail = key[-words.CREDIT_LENGTH :]
        if key[-1:] in _CREDIT_ENDS or ":" in tail:
            credit = words.CREDIT.search(key, max(0, len(key) - words.CREDIT_LENGTH))
            if credit and line.start + credit.start() >= start:
                changes.append(Change(line.start + credit.start(), line.end, ""))
    return text.replace(changes, "chrome")


_EDIT = "编辑"
_FEWEST_EDITS = 2


def _edit_links(keys: list[str]) -> set[int]:
    """The lines before whose words a wiki set its link 编辑: each stands below a heading."""
    found = [n for n, key in enumerate(keys) if key.startswith(_EDIT) and len(key) > len(_EDIT)]
    if len(found) < _FEWEST_EDITS:
        return set()
    above = (next((key for key in reversed(keys[max(n - 3, 0) : n]) if key), "") for n in found)
    return set(found) if all(len(key) <= 40 and not re.search("[。;!?]", key) for key in above) else set()


_CREDIT_ENDS = (")", "]", "】")


def _in_a_table(keys: list[str], number: int) -> bool:
    """Whether a line next to this one has cells: then bars at its end are empty cells."""
    above = next((key for key in reversed(keys[max(number - 3, 0) : number]) if key), "")
    below = next((key for key in keys[number + 1 : number + 4] if key), "")
    return any(len([cell for cell in key.split("|") if cell.strip()]) > 1 for key in (above, below))


def _column(key: str) -> int:
    """How many characters before a title name the page's column (政务公开丨) or the document's state (失效)."""
    if (news := words.NEWS_COLUMN.match(key)) and 6 <= len(key) - news.end() <= 60:
        return news.end()
    match = words.COLUMN.match(key)
    return match.end() if match and len(key) - match.end() >= 6 and is_title(key[match.end() :]) else 0
