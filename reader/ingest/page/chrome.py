"""Rules "chrome" and "repeated-title": what belongs to the web page, not to the document, is taken out.

Whole lines by what they say (anywhere, or only at the page's head and foot), and credits that stand inside the first
or the last line. A document's own colophon (抄送, 印发机关和日期) is none of it. Looks at simplified, half-width keys.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import islice, pairwise, takewhile

from reader.core.late_pattern import late
from reader.ingest.form.numbering import numbered
from reader.ingest.form.titles import begins, is_organ, is_title
from reader.ingest.hints import TITLE, Hints
from reader.ingest.lines import drop_lines, lines_of
from reader.ingest.page import page_head
from reader.ingest.page import page_words as words
from reader.ingest.page.card import Card, Fields, is_field, read_article, read_fields
from reader.ingest.page.card_values import iso_of
from reader.ingest.page.edges import (
    above_title,
    again,
    behind_end,
    calls_out,
    is_foreign,
    lone_fields,
    named_in_head,
    of_letter,
    of_meeting,
    open_to_all,
    over_number,
    over_trail,
    signed_below,
    subject_words,
    touches,
)
from reader.ingest.page.inside_lines import column_of, inside_lines
from reader.ingest.page.keys import is_body, key_of
from reader.ingest.page.menus import counted_menu, enclosed, forum_head, menus, subject
from reader.ingest.page.repeated import kept_by, over_the_page, repeated_titles, stands_whole, told_title
from reader.ingest.page.roles import adverts, behind_the_end, over_the_title, talk_above
from reader.ingest.page.told import front_matter, moments_below, read_front_matter, read_glued, told_day, with_colons
from reader.ingest.traced import TracedText

_NO_HINTS = Hints()


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
    doubtful = _without_part(keys, dropped, levels)
    gone = [lines[i] for i in sorted([*dropped, *doubtful])]
    text = drop_lines(text, gone, "chrome", {lines[i].start for i in doubtful})
    head = list(islice(lines_of(text), 40))
    repeated = repeated_titles(head, hints.levels(text, head))
    text = drop_lines(text, [*over_the_page(head, repeated[:1]), *repeated, *kept_by(head, repeated)], "repeated-title")
    if card.title is None and repeated and not stands_whole(repeated[0], head):
        # The document's own title is broken over lines: the page's tells which ones are it.
        card = replace(card, title=told_title(repeated[0].text))
    if text is not whole:  # as a rule some lines are gone; no key rests on another line
        known = {line.text: key for line, key in zip(lines, keyed, strict=True)}
        keyed = [known[line.text] if line.text in known else key_of(line.text) for line in lines_of(text)]
    return inside_lines(text, keyed), card


def _page_lines(texts: list[str], keys: list[str], levels: list[int | None]) -> tuple[list[int], Card]:
    filled = [i for i, key in enumerate(keys) if key]
    own = {i for i in filled if levels[i] is not None}
    page = "\n".join(keys)
    spam = {i for i in filled if _is_spam(keys[i])} if words.SPAM_SIGN.search(page) else set()
    chrome = spam | {i for i in filled if i not in own and _is_chrome(keys[i])}
    chrome |= counted_menu(keys, filled) - own
    chrome -= named_in_head(keys, filled, chrome)
    chrome |= moments_below(keys, filled)
    in_card = _card_lines(keys, filled)
    in_card |= front_matter(keys, filled)
    post, named = forum_head(keys, filled)
    fields = {i for i in filled if ":" in keys[i] and words.FIELD.match(keys[i])} | in_card
    fields |= {i for i in filled if i not in chrome and i not in own and _is_furniture(keys[i])}
    fields -= lone_fields(keys, filled, fields, chrome)
    titles = {i for i in own if levels[i] == TITLE}
    trail = over_trail(keys, filled, own)
    chrome |= set(post) - own
    taken = chrome | fields | trail
    plain = [i for i in filled if i not in titles and (i in own or (i not in taken and is_body(keys[i])))]
    while len(plain) > 1 and (is_foreign(keys[plain[-1]]) or calls_out(keys[plain[-1]])) and plain[-1] not in own:
        plain.pop()
    body = _behind_card(keys, filled, _behind_slogans(keys, plain, own), in_card)
    first, last = (body[0], signed_below(keys, filled, body[-1])) if body else (len(keys), -1)
    above = page_head.above(keys, filled)
    if above:
        first = next((i for i in body if i > max(above)), first)
        chrome |= above
    found, over = _told(texts, keys, [*post[-1:], *(i for i in filled if i not in post)], above, first)
    chrome |= over
    card = found.card
    if card.title is None and named is not None:
        card = replace(card, title=told_title(subject(texts[named])))
    if card.title is None and (head := _head_line(keys, filled, chrome | fields)):
        card = replace(card, title=told_title(texts[head[-1]][column_of(keys[head[-1]]) :]))
        chrome |= set(head[:-1]) - own
    edges = above_title(keys, filled, chrome | fields | found.lines | trail, own)
    chrome = {i for i in chrome if not first <= i <= last or _inside(keys, filled, chrome, i)}
    chrome |= spam | again(keys, filled)
    chrome |= found.lines | {i for i in fields if not first <= i <= last and not words.OWN.match(keys[i])}
    chrome |= page_head.trails(keys, filled, first) | page_head.contacts(keys, filled, first, last)
    chrome |= menus(keys, filled, first, last) | over_number(keys, filled, found.lines | fields)
    if any(page_head.is_article(keys[i]) for i in above):
        chrome |= page_head.article_buttons(keys, filled)
    chrome -= page_head.told_below(keys, filled, last)
    # What stands below a title that the source marks goes only by its own words, not by what stands next to it.
    _spread(keys, filled, chrome, own, min([first, *titles]), last)
    chrome |= edges | trail
    chrome |= behind_end(keys, filled, chrome, own)
    chrome -= own | of_letter(keys, filled) | subject_words(keys, filled, first) | open_to_all(keys, filled)
    return sorted(chrome), card


def _without_part(keys: list[str], page: list[int], levels: list[int | None]) -> list[int]:
    """The lines at the head and foot that have no part in a document, beside those that are the page's for certain."""
    filled = [i for i, key in enumerate(keys) if key]
    gone, own = set(page), {i for i in filled if levels[i] is not None}
    found = over_the_title(keys, filled, gone, own) | behind_the_end(keys, filled, gone, own)
    return sorted((found | adverts(keys, filled) | talk_above(keys, filled)) - gone - own - open_to_all(keys, filled))


def _card_lines(keys: list[str], filled: list[int]) -> set[int]:
    """The lines of a card; a label that nobody knows is one between two that are known."""
    known = {i for i in filled if is_field(keys[i])}
    bracketed = {i for i in known if _IN_BRACKETS.match(keys[i])}
    if sum(len(_BRACKETED.findall(keys[i])) for i in bracketed) < _FEWEST_BRACKETED:
        known -= bracketed
    known |= {i for a, i in pairwise(filled) if a in known and _RULE_OF_TABLE.match(keys[i])}
    three = zip(filled, filled[1:], filled[2:], strict=False)
    return known | {i for a, i, b in three if a in known and b in known and _UNKNOWN_FIELD.match(keys[i])}


def _behind_slogans(keys: list[str], body: list[int], own: set[int]) -> list[int]:
    """The lines of the body without the slogans of a site before them."""
    slogans = takewhile(lambda i: keys[i][-1] == "!" and len(keys[i]) <= _SHORT and i not in own, body[:-1])
    return body[sum(1 for _ in slogans) :]


_SHORT = 60  # characters


def _told(texts: list[str], keys: list[str], filled: list[int], above: set[int], first: int) -> tuple[Fields, set[int]]:
    """What the page tells of its document before line `first`, and the menus over its card."""
    found = read_glued(texts, keys, filled, read_fields(texts[:first], keys[:first]))
    found = read_front_matter(texts, keys, filled, found)
    over: set[int] = set()
    if found.card.title is not None and len(found.lines) >= _CARD_FIELDS:
        over = {i for i in filled if i < min(found.lines)}
        if any(is_title(keys[i]) or numbered(keys[i]) or keys[i][-1] in "。;" for i in over):
            over = set()
    card = found.card
    if any(page_head.is_article(keys[i]) for i in above):
        told = sorted(above)
        card = read_article([texts[i] for i in told], [keys[i] for i in told])
    if card.title is None and above and not any(is_title(keys[i]) for i in filled if i > max(above)):
        lead = " ".join(keys[i] for i in sorted(above))
        by = _ISSUES.search(lead) if card.issuer is None else None
        card = replace(card, title=_named_above(keys, above), issuer=by.group(1) if by else card.issuer)
    if card.published is None:
        days = (
            day for n, i in enumerate(filled)
            if i < first and (day := told_day(keys[i])) is not None and not of_meeting(keys, filled, n)
        )  # fmt: skip
        card = replace(card, published=next(map(iso_of, days), None))
    return replace(found, card=card), over


_RULE_OF_TABLE = late(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
"""What Markdown sets below the first row of a table."""
_UNKNOWN_FIELD = late(
    r"^(?:[\u4e00-\u9fff]{1,6}\s*:|(?:\d{1,2}[.、]\s*)?[\[【]\s?[\u4e00-\u9fff]{2,6}\s?[\]】]).{0,80}$"
)
_IN_BRACKETS = late(r"^[^\[【:]{0,6}[\[【][^\[【\]】:]{2,10}[\]】](?!\s*:)")
_BRACKETED = late(r"[\[【][^\[【\]】:]{2,10}[\]】]")
_FEWEST_BRACKETED = 3  # [名称] heads an example in a text as well
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
    if told > _BEFORE_CARD or any(len(keys[i]) > _SHORT or numbered(keys[i]) for i in before):
        return body
    return [i for i in body if i > run[-1]] or body


_ISSUES = late(
    "(?:^|[,。])(?:日前|近日|昨日|今日)?[,]?([\u4e00-\u9fff]{2,20}?(?:人民政府|委员会|办公厅|办公室|[局厅部委]))(?:正式)?(?:印发|发布|出台|公布|下发)了?《"
)
"""Who issues what a piece of news holds."""


def _named_above(keys: list[str], above: set[int]) -> str | None:
    """The one document that the lead-in of a piece of news names in title marks."""
    named = {match for i in above for match in re.findall("《([^《》]{4,60})》", keys[i]) if is_title(match)}
    return next(iter(named)) if len(named) == 1 else None


_HEAD_LINE = late(r"(?:[\u4e00-\u9fff]{2,4}!)?[^。;:!?|]{6,60}")


_TELLS = late("召开|举行|举办|开展|启动|出台|部署|推进")
"""What the title of a piece of news says and no authority's name: …召开视频会."""


def _head_line(keys: list[str], filled: list[int], chrome: set[int]) -> list[int]:
    """The line that is not the page's, where the one below tells when the page was published: its title; before it the
    columns that the page sets above it. None where no line is so.
    """
    found: list[int] = []
    for position, index in enumerate(filled[:_HEADED_WITHIN]):
        if index in chrome or position + 1 >= len(filled):
            continue
        key, below = keys[index], keys[filled[position + 1]]
        if is_organ(below) and position + _BEHIND_SOURCE < len(filled):
            below = keys[filled[position + _BEHIND_SOURCE]]  # who published it may stand between
        dated = any(match.lastgroup == "when" for match in words.LABEL.finditer(below)) or told_day(below) is not None
        named = (is_organ(key) and not _TELLS.search(key)) or key.endswith("文件")
        told = _NEWS_BEGINS.match(below) is not None
        ruled = _RULED.fullmatch(below) and 6 <= len(key) <= _SHORT and not re.search("[。;!?|]", key)
        if ruled or ((dated or told) and _HEAD_LINE.fullmatch(key) and numbered(key) is None and not named):
            return [*found, index]
        found.append(index)
        if len(found) > _MOST_COLUMNS or not _COLUMN.fullmatch(key) or is_organ(key):
            break
    return []


_HEADED_WITHIN = 10  # lines
_MOST_COLUMNS = 2
_BEHIND_SOURCE = 2
_COLUMN = late("[\u4e00-\u9fff]{2,6}")
_NEWS_BEGINS = late(r"(?:[\u4e00-\u9fff]{2,6}|本)[报网社台]讯|(?:近日|日前|今日|昨日),")
"""How the text of a piece of news begins, right below its headline."""
_RULED = late(r"(?:\* ?){8,}")
"""Below the title of a press release of the government of Hong Kong stands a row of stars."""


def _inside(keys: list[str], filled: list[int], chrome: set[int], index: int) -> bool:
    """Whether a line in the middle of a document is the page's all the same: unmistakable, or among others."""
    key = keys[index]
    if re.search("[。;!?]", key):
        return False
    at = bisect_left(filled, index)
    return bool(words.UNMISTAKABLE.match(key)) or touches(at, chrome, filled)


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
        # Whom to ask may be the last thing that a document says, and a figure the cell of a table.
        touching = touches(position, chrome, filled) or (i > last and not _MAY_END.match(key))
        button = i in buttons and (touches(position, chrome, filled) or touches(position, buttons, filled))
        if (
            button
            or (i < first and words.IN_HEAD.match(key) and not _is_told(keys, filled, position))
            or (touching and words.AT_EDGE.match(key) and not (i < first and _begins_a_title(keys, filled, position)))
            or (words.WEEKDAY.match(key) and (touching or not _HOUR.search(key)))
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


_MAY_END = late(rf"{words.CONTACT.pattern}|[\d\s]+$")
_HOUR = late("[上下]午\\s?\\d{1,2}[时:]")
"""When a council meets is its agenda's."""


def _dates_a_signature(keys: list[str], filled: list[int], position: int) -> bool:
    """Whether eight digits stand right below an authority, or a day with its hour: 20190415, 2023年7月6日18时."""
    key = keys[filled[position]]
    return bool(_SIGNED_ON.fullmatch(key)) and position > 0 and is_organ(keys[filled[position - 1]])


_SIGNED_ON = late(r"(?:19|20)\d{6}|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日\d{1,2}时(?:\d{1,2}分)?")
_MARKS_OF_A_DOCUMENT = frozenset(["附件", "附件:", "附:", "附表", "附录"])
_BY = late("(?:法院|检察院|政府|委员会|办公厅|办公室|[部委局厅])(?:联合)?(?:发布|印发)$")


def _is_told(keys: list[str], filled: list[int], position: int) -> bool:
    """Whether a day at the head is the document's: of a meeting, or below who published it."""
    return _published_by(keys, filled, position) or of_meeting(keys, filled, position)


def _published_by(keys: list[str], filled: list[int], position: int) -> bool:
    """Whether a date at the head stands right below the words that say who published: it is the document's then."""
    return position > 0 and bool(_BY.search(keys[filled[position - 1]]))


def _begins_a_title(keys: list[str], filled: list[int], position: int) -> bool:
    """Whether a line is a title that begins like one (青溪县全民阅读促进条例), or the next one ends it."""
    key, below = keys[filled[position]], keys[filled[min(position + 1, len(filled) - 1)]]
    if not begins(key) or words.SECTION.match(key) is not None:
        return False
    return is_title(key) or (is_title(below) and not begins(below))


def _heads_a_title(keys: list[str], filled: list[int], position: int) -> bool:
    """Whether an organ's name at the head is the beginning of a title that was broken behind it."""
    return any(keys[i].startswith(("关于", "印发", "转发")) for i in filled[position + 1 : position + 3])


_SENTENCE = 24  # characters of a line that ends in a stop, from which on only few words make it the page's


_ITEM = late("^[•·] ?|^- ?(?=[\u4e00-\u9fff])")
"""The mark of a list in which a page sets its fields and buttons."""


_CALLS_ON = ("→", "(附原文)", "(附全文)", "(附解读)", "(附图解)", "(附下载)")
"""How a headline ends that calls to read on."""


def _is_chrome(key: str) -> bool:
    key = _ITEM.sub("", key.rstrip("| ")) or key
    if key[-1:] in "。;" and len(key) > _SENTENCE and not words.may_tell_of_site(key):
        return False
    if len(key) > words.LONGEST or (
        (numbered(key) is not None or words.OWN.match(key)) and not words.TRAIL_OR_DOWNLOAD.search(key)
    ):
        return False
    return words.ANYWHERE.match(key) is not None or (key.endswith(_CALLS_ON) and len(key) <= _SHORT)


_LISTED = 2  # sorts of such words that a sentence with commas may name
_LURES = late("[_|A-Za-z\\d-]|官网|观看|下载|平台|网址|代理|技巧|投注|试玩")


def _is_spam(key: str) -> bool:
    """Whether a line holds two sorts of words or more that somebody wrote into the page of another to be found."""
    if len(key) > words.LONGEST or re.search("[、;:。]", key) or numbered(key) is not None or is_title(key):
        return False  # a rule on what is forbidden names such things, too
    sorts = len({word[-1] if word[-1] == "区" else word for word in words.SPAM.findall(key)})  # plans name 一区, 二区
    return sorts > _LISTED if "," in key else sorts > 1 and (sorts > _LISTED or bool(_LURES.search(key)))


_STOPS = late("[。;!?]")


def _is_furniture(key: str) -> bool:
    """Whether a page put several of its own things on one line: site, date, source, counter, buttons."""
    if len(key) > words.LONGEST or numbered(key) is not None or _STOPS.search(key) or words.OWN.match(key):
        return False
    return len({match.lastgroup for match in words.LABEL.finditer(key)}) >= 2
