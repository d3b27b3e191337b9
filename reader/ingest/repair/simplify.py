"""Rule "script": a mainland document is kept in simplified Chinese, whatever script the copy at hand is in.

A document issued in Hong Kong, Macao or Taiwan stays in traditional script.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from operator import ne

from reader.core.folding_table import SIMPLIFIED_FROM, SIMPLIFIED_TO
from reader.core.late_pattern import late
from reader.ingest.repair.characters import HAN
from reader.ingest.traced import Change, TracedText
from reader.script import maybe_traditional, to_simplified

# 著 is two characters in simplified script: 着 but in these words. OpenCC's t2s leaves every 著 as it is.
_KEPT = late(
    "(?:显|顯|卓|昭|名|论|論|专|專|编|編|土|合|原|巨|译|譯|遗|遺|拙|旧|舊|新|较|較|炳|彰|所|主|撰)著"
    "|著(?:名|作|述|称|稱|者|录|錄|书|書|说|說|文|论|論|于世|於世)|见微知著|見微知著"
)
_REGIONAL = late(
    "香港特別行政區|香港特别行政区|澳門特別行政區|澳门特别行政区|行政院|立法院|臺北市政府|台北市政府|高雄市政府|新北市政府"
    "|中華民國|中华民国|民國\\s*\\d{2,3}\\s*年|民国\\s*\\d{2,3}\\s*年|數位發展部|数位发展部|財政司|财政司|香港政府"
    "|立法會|特區政府|政務司|香港時間|衞生署|屋宇署|運輸署|律政司|市政署|氹仔|直轄市|縣（市）政府|縣\\(市\\)政府|農業委員會|衛生福利部|內政部|經濟部|地方制度法|以下簡稱本府|罰鍰"
    "|(?<!\\d)1[01]\\d年\\d{1,2}月\\d{1,2}日|主席致詞|縣務會議|市政會議|新臺幣|新台幣|澳門元|本港|港元|[條規]例[（(]\\s?第\\s?\\d{1,4}[A-Z]{0,2}\\s?章[）)]|(?:通告|通函)(?:[（(][^（()）]{1,8}[）)])?第\\d{1,3}/\\d{4}號|第\\d{1,4}/\\d{4}號(?:法律|行政法規|[\u4e00-\u9fff]{2,10}批示)"
)
_REGIONAL_WORDS = late(
    "計畫|資訊|網路|數位|軟體|臺[北中南東灣]|衞|香港|澳門|升降機|屋苑|立案法團|署長|強積金|公屋|市區重建局|房屋委員會|醫院管理局|區議會|咪錶|的士"
)
"""Words that speak for these regions where nothing speaks for the mainland: converters write some of them, too."""
_MAINLAND = late(
    "人民政府|国务院|國務院|中共|省委|市委|自治区|自治區|人民代表大会|人民代表大會|习近平|習近平|发展改革委|發展改革委"
    "|(?:交通运输|交通運輸|自然资源|自然資源|生态环境|生態環境|农业农村|農業農村|工业和信息化|工業和信息化|工業和資訊化|公安|民政|商务|商務)部|海关总署|海關總署"
    "|国家[\u4e00-\u9fff]{2,6}局|國家[\u4e00-\u9fff]{2,6}局|北京市"
    "|(?:衞|衛|卫)生健康[委局]|[鄉乡]村振[興兴]|[黨党]委|村民委[員员][會会]|街道[辦办]|市[場场][監监]管局|住建局|人社局"
    "|最高人民(?:法院|[检檢]察院)|人民[检檢]察院|公安(?:机关|機關)|法[释釋]〔|(?:全国|全國)人大"
)


def is_regional(text: str) -> bool:
    """Whether the document was issued where traditional script is official."""
    found, mainland = len(_REGIONAL.findall(text)), len(_MAINLAND.findall(text))
    return found > mainland or (not mainland and bool(_REGIONAL_WORDS.search(text)))


def source_script(text: str) -> str:
    """Hant where one character in twenty or more has another simplified form, and few are simplified; else hans."""
    simple = to_simplified(text)
    if simple == text:
        return "hans"
    changed = sum(map(ne, text, simple))
    if changed * 20 <= sum(map(len, _HAN_RUN.findall(text))):
        return "hans"
    return "hant" if changed > sum(map(text.count, _SIMPLE)) else "hans"


_SIMPLE = (
    "为与业东两严个义书买争亚产亲亿仅从仓们价众优会传伤体佣侨侧债倾储儿党关兴养内写军农冯决况净凉减凤刘则刚创删办务动劳势华协单卖卢卫厂厅历压厌县参双发变叶叹听启员响哑国图园"
    "围圆圣场坏块坚坛坝坟坠垄处备复头夺奋奖妆妇妈娱孙学宁宝实审宪宫宽宾对寻导寿将尔尘层属岁岛岭币帅师帐带帮庄庆库应庙废开异弃张强归录当忆忧怀态总战户执扩扫扬扰护报担拟拥择换"
    "据损摄数斩断无旧时显晋术机杀杂权条来杨极构标栏树样桥档检欢欧残毕汉汇汤沟没泪泽洁测济浓涂润涨温湾满滚滞灭灯灵灾炉点炼热爱牵犹状独猎环现玛电画畅疗盐监盖盘矿码砖础确礼离种"
    "积称稳穷窜竞笔筑签简类粮紧红约级纪纯纳纷纸线练组细织终经绍结给络绝统继绩绪续维综绿编缘缩网罗罚职联聪肃胜脑脏节艺苏药莲获营蓝虑虽补装观规视览觉触订认讨让议训记讲许论设访"
    "证评识诉词试诚话询该详语误说请诸课调谁谈谋谐谓谢谱负贡财责败货质贫购贯贵贷费资赋赏赔赛赞赢赵趋跃践车轨转轮软轻载较辅辆辉辐输辞边达迁过运还这进远违连迟适选递遗邓邮邻郑释"
    "鉴针钉钟钢钱铁铜链销锁错键锐镇长门闭问间闲闻阅队阳阴阵阶际陆陈险随隐难雾静页顶项顺须顾预领频题颜额风飞饭饮馆马驱验骗鱼鲁鲜鸟鸡麦黄齐龙龟"
)
"""Frequent characters that only simplified script has."""

_HAN_RUN = late(f"[{HAN}]+")


_QUOTES = str.maketrans("「」『』", "“”‘’")  # what a page converts with the words, mainland text has not


_VARIANTS = dict(
    zip(
        "衞敍暱痺簷粧汚値靑淸硏鄕槪緖塲厰幇尙吿寜鎗鐡鑛銲砲碁盌菓隣聨羗糭躭畱煑烱髙韮鹻裠疎稺覇戸畧毬欵槀朶姙涖飇",
        "卫叙昵痹檐妆污值青清研乡概绪场厂帮尚告宁枪铁矿焊炮棋碗果邻联羌粽耽留煮炯高韭碱裙疏稚霸户略球款稿朵妊莅飙",
        strict=True,
    )
)
"""Forms that Hong Kong or Taiwan writes, or that printers wrote, and that OpenCC's t2s does not know."""
_OLD = late(f"[{''.join(_VARIANTS)}]|於(?=[單单])|(?<=[保維维檢检返整翻裝装])[脩]")
"""於單 is a name to OpenCC: 由於單位; 脩 it writes in 保修金, for 束脩."""


@cache
def _alone(char: str) -> str:
    return _VARIANTS.get(char) or to_simplified(char)


def _modern(match: re.Match[str]) -> str:
    char = match[0]
    return "于" if char == "於" else "修" if char == "脩" else _VARIANTS[char]


# Names and words that keep 乾 in simplified script; OpenCC knows some of them only.
_QIAN = late("乾(?=[县縣州安隆坤元清陵佑健德嘉])")


def simplify(text: TracedText) -> TracedText:
    """Every traditional character replaced, one edit each, so that provenance stays at the character.

    In a text that is simplified already, what looks traditional is as a rule a name spelt so (乾县, 昇腾): it stays,
    but in lines that are traditional throughout, or where the same words stand elsewhere in simplified script.
    """
    value = text.text
    if all(char == _alone(char) for char in maybe_traditional(value)):
        return text  # simplified throughout: what t2s would still change (反覆) are words the source chose
    simple = list(to_simplified(value).translate(_QUOTES))
    for match in _OLD.finditer(value):
        simple[match.start()] = _modern(match)
    if "著" in value and sum(a != b for a, b in zip(value, simple, strict=True)) > 0:
        kept = {m.start() + m.group().index("著") for m in _KEPT.finditer(value)}
        for match in re.finditer("著", value):
            if match.start() not in kept:
                simple[match.start()] = "着"
    for match in _QIAN.finditer(value):
        simple[match.start()] = "乾"
    # A form outside the basic plane is one that nobody writes: 二噁英 is spelt so in simplified text too.
    pairs = enumerate(zip(value, simple, strict=True))
    changes = [Change(i, i + 1, new) for i, (old, new) in pairs if old != new and new <= "\uffff"]
    return text.replace(changes if source_script(value) == "hant" else _strays(value, changes), "script")


_OFFICIAL = frozenset(SIMPLIFIED_TO) - frozenset(SIMPLIFIED_FROM)
"""Characters that traditional ones become in simplified script."""

_A_LINE = 10  # one character in so many makes a line traditional


def _strays(value: str, changes: list[Change]) -> list[Change]:
    """Of the changes in a simplified text those that something besides the character itself speaks for."""
    kept: list[Change] = []
    # 打坏 is 打坯 in traditional text only: here 坏 is the official spelling of 壞.
    changes = [c for c in changes if value[c.start] not in _OFFICIAL]
    by_line = groupby(changes, key=lambda change: value.rfind("\n", 0, change.start) + 1)
    for start, group in by_line:
        found = list(group)
        end = value.find("\n", start)
        line = value[start : end if end >= 0 else len(value)]
        # Names are spelt so in simplified script: beside what is simplified for certain they tell nothing of a line.
        plain = any(char in line for char in _SIMPLE)
        words = [c for c in found if value[c.start] not in _QUOTED and not (plain and value[c.start] in OF_NAMES)]
        if len(words) * _A_LINE > sum(map(len, _HAN_RUN.findall(line))) and len(words) > 1:
            kept += found
            continue
        for change in found:
            if value[change.start] in _QUOTED:
                kept.append(change)
                continue
            before, after = value[change.start - 1 : change.start], value[change.end : change.end + 1]
            around = [before + change.now] * bool(_HAN_RUN.match(before)) + [change.now + after] * bool(
                _HAN_RUN.match(after)
            )
            if not _in_gb2312(value[change.start]) and any(word in value for word in around):
                kept.append(change._replace(sure=False))
    return kept


_QUOTED = "「」『』"
OF_NAMES = frozenset("乾昇濛喆堃淼犇甦邨龢迺甯陞崑崙澂瀞燿劄菉蒐逕鉅彧溦燊絜麴硃蹟")
"""Forms that the table of 2013 lets names of people and places keep, or that names keep all the same."""


def _in_gb2312(char: str) -> bool:
    """Whether the standard of simplified script has the character: then it can be meant (著, 乾, 瞭)."""
    return bool(char.encode("gb2312", "ignore"))
