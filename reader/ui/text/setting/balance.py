"""Where a centred title breaks into lines: even lines, no name between 《》 cut, no word cut that is seen to be one.

Pure text; must not know Qt. Widths are in ems, as a Chinese face sets them.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from unicodedata import east_asian_width

OPENING = "《〈（“‘〔【［「『("
CLOSING = "》〉）”’〕】］」』)"
NEVER_FIRST = frozenset(CLOSING + "，。、；：！？…—·,.;:!?%％")
_PAIRS = dict(zip(OPENING, CLOSING, strict=True))
_LATIN = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz—–-./%％")
_DASHES = frozenset("—–-./")
# Words that titles of official papers are made of, in both scripts; a break inside one reads badly.
_WORDS = frozenset((
    "人民", "政府", "办公厅", "辦公廳", "办公室", "辦公室", "委员会", "委員會", "关于", "關於", "印发", "印發",
    "加快", "推进", "推進", "促进", "促進", "数字", "數字", "数字化", "數字化", "智能", "智慧", "城市", "经济",
    "經濟", "社会", "社會", "发展", "發展", "建设", "建設", "产业", "產業", "创新", "創新", "实施", "實施", "行动",
    "行動", "方案", "计划", "計劃", "规划", "規劃", "纲要", "綱要", "意见", "意見", "通知", "通告", "公告", "决定",
    "決定", "办法", "辦法", "条例", "條例", "规定", "規定", "若干", "措施", "政策", "管理", "工作", "重点", "重點",
    "任务", "任務", "三年", "五年", "高质量", "高質量", "信息", "信息化", "服务", "服務", "数据", "數據", "体系",
    "體系", "改革", "开放", "開放", "现代", "現代", "现代化", "現代化", "国家", "國家", "国务院", "國務院", "自治区",
    "自治區", "直辖市", "直轄市", "全面", "进一步", "進一步", "深化", "加强", "加強", "支持", "培育", "技术", "技術",
    "人工", "能力", "提升", "示范", "示範", "试点", "試點", "人工智能", "新一代", "新时代", "新時代", "行动计划",
    "行動計劃", "行动方案", "行動方案", "信息技术", "信息技術", "数字经济", "數字經濟", "智能制造", "智能製造",
    "实施方案", "實施方案", "实施意见", "實施意見", "专项", "專項", "时期", "時期", "新区", "新區", "征求意见稿",
    "徵求意見稿",
))  # fmt: skip
_GOOD_BEFORE = ("关于", "關於", "《", "（", "促进", "促進")
_GOOD_BEHIND = ("印发", "印發", "》", "、", "政府", "办公厅", "辦公廳", "委员会", "委員會", "转发", "轉發", "的")
_FORBIDDEN, _WORST = 1e6, 4e6  # the latter inside of a number, or with a mark alone; behind a dash is not so bad
# Prices, in squared ems of unevenness: a break where nothing speaks for or against it, inside a word, at a good place,
# and one line more than needed.
_PLAIN, _INSIDE_A_WORD, _GOOD, _LINE = 12.0, 40.0, -18.0, 18.0


def width(text: str) -> float:
    """Width in ems: one for each full-width character, 0.6 for the others (a generous mean of Latin and digits)."""
    return sum(1.0 if east_asian_width(c) in "WFA" else 0.6 for c in text)


def breaks(text: str, measure: float) -> list[int]:
    """Offsets in `text` before which a new line starts, so that lines of at most `measure` ems come out even.

    Empty when one line is enough. A stretch that must not be cut but is longer than a line is cut all the same.
    """
    total = width(text)
    if total <= measure or not text:
        return []
    lines = ceil(total / measure)
    for strict in (True, False):
        found = [_best(text, measure, count, strict=strict) for count in (lines, lines + 1)]
        possible = [(price + _LINE * extra, cuts) for extra, (price, cuts) in enumerate(found) if cuts]
        if possible:
            return min(possible)[1]
    return []


def _best(text: str, measure: float, count: int, *, strict: bool) -> tuple[float, list[int]]:
    """The cheapest way to cut `text` into `count` lines and its price; no cuts where every way breaks a rule."""
    costs = _break_costs(text, measure)
    places = [0, *(i for i in range(1, len(text)) if not strict or costs[i] < _FORBIDDEN), len(text)]
    reach = [0.0]
    for one, next_one in pairwise(places):
        reach.append(reach[-1] + width(text[one:next_one]))
    ideal = reach[-1] / count
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for line in range(count):
        row: dict[int, tuple[float, int]] = {}
        for start, (cost, _) in best[line].items():
            for end in range(start + 1, len(places)):
                wide = reach[end] - reach[start]
                if wide > measure:
                    break
                at_end = end == len(places) - 1
                price = cost + (wide - ideal) ** 2 + (0.0 if at_end else _price(costs[places[end]]))
                if end not in row or price < row[end][0]:
                    row[end] = (price, start)
        best.append(row)
    if len(places) - 1 not in best[count]:
        return 0.0, []
    cuts: list[int] = []
    at = len(places) - 1
    for line in range(count, 0, -1):
        at = best[line][at][1]
        cuts.append(places[at])
    return best[count][len(places) - 1][0], sorted(cuts[:-1])


def _price(cost: float) -> float:
    return cost if cost < _FORBIDDEN else cost / 1000


def _break_costs(text: str, measure: float) -> list[float]:
    """What a break before each character costs."""
    costs = [_PLAIN] * (len(text) + 1)
    for word in _WORDS:
        at = text.find(word)
        while at >= 0:
            for i in range(at + 1, at + len(word)):
                costs[i] = max(costs[i], _INSIDE_A_WORD)
            at = text.find(word, at + 1)
    for i in range(1, len(text)):
        if costs[i] > _PLAIN:
            continue
        if text.startswith(_GOOD_BEFORE, i) or text[:i].endswith(_GOOD_BEHIND):
            costs[i] = _GOOD
        if text.startswith(("的", "和", "与", "與", "及", "等"), i):
            costs[i] = _INSIDE_A_WORD / 2
    if text.endswith(("的通知", "的意见", "的意見", "的决定", "的決定", "的公告", "的通告")):
        costs[len(text) - 2] = _INSIDE_A_WORD
    for i in range(1, len(text)):
        before, after = text[i - 1], text[i]
        if before in _DASHES and after in _LATIN:
            costs[i] = _FORBIDDEN
        elif after in NEVER_FIRST or before in OPENING or (before in _LATIN and (after in _LATIN or after == "年")):
            costs[i] = _WORST
    _forbid_inside_pairs(text, costs, measure)
    return costs


def _forbid_inside_pairs(text: str, costs: list[float], measure: float) -> None:
    """What stands in brackets stays together, unless it is longer than a line."""
    for i, opening in enumerate(text):
        if opening in _PAIRS:
            end = text.find(_PAIRS[opening], i)
            if end > 0 and width(text[i : end + 1]) <= measure:
                costs[i + 1 : end + 1] = [max(_FORBIDDEN, cost) for cost in costs[i + 1 : end + 1]]
