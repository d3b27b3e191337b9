"""Which words before 工程, 行动 or 计划 name one programme, and which are works, a kind of them or a year's plan.

Must not find names.
"""

from __future__ import annotations

import re
from typing import Final

from reader.core.late_pattern import late
from reader.registers.generic import is_generic
from reader.registers.lexicon import Lexicon

_AT_WORK: Final = late(r"(?:实施|启动|推进|深化|依托|使用|利用|用好|整合|建设|建好|升级|统筹|[和及与、])$")
_BRAND: Final = late(r"平安|阳光|雪亮|天网|放心|暖心|温暖|幸福|明亮|清朗|灯塔|星火|春风|育苗|强基|铸魂")
_WORKS: Final = late(
    r"主体|配套|水利|水系|绿化|装修|装饰|安装|安居|保障|人防|消防|防洪|防护|灌溉|市政|道路|公路|铁路|桥梁|电力|通信|隧道|管网|管线|护岸|清淤|环境|生态|重点|重大|"
    r"示范|试点|软件|系统|生物|基因|遗传|建设|建筑|土建|土木|房屋|供水|供热|供电|排水|污水|节能|改造|修缮|维修|扩建|续建|附属|隐蔽|地下|海洋|港口|机场|引水|调水|民生|惠民|实事|骨干|枢纽|治理|"
    r"修复|造林|林业|农田|交通|能源|储能|输变电|项目|专项|系列|此项|该|本|各|等|其|这|政府|社会|国家|反向|逆向|基础|一期|二期|三期|后续|支撑|培育|提升|创新|人才|知识|质量|数据|信息|网络|安全|科技"
)
_NEXT_PROGRAMME: Final = late(r"(?:实施|开展|启动|打造)[^，。；]*(?:工程|行动|计划|战略|※)(?:、|和|与|及|以及)$")
_BUILT: Final = late(
    "水利|除险加固|危房|旧房|棚户|厕所|清淤|水库|灌区|管网|管线|道路|桥梁|隧道|护岸|堤防|调水|引水|机场|航道|铁路|高速|电网|治沙|土石方|供水|排水|防洪"
)
_CAMPAIGN: Final = late(
    r"(?:[一二两三四五十百\d]+[年日]|专项|提升|提质|攻坚|跃升|扩围|倍增|振兴|突破|培育|焕新|更新|护航|赋能|人才|筑基|强基|固基|固本|铸魂|领航|领雁|强链|强企|富民|惠民)$|三年"
)
_FIRM: Final = 6  # characters before 行动 from which a looser verb is enough
_ITEM: Final = late(r"(?:^|[：；。，])[一二三四五六七八九十]是(?:实施|开展)?$")  # 一是某某工程，…；二是…
_SHORT: Final = 4  # characters of a name that an enumeration gives
_LOOSER: Final = late("(?:落实|启动|推进)$")
_LOOSER_CAMPAIGN: Final = late("(?:落实|启动|推进|推行|聚焦|围绕|紧扣|对接|用好|深化|深入|持续)$")


def is_programme(before: str, modifier: str, head: str, behind: str, lexicon: Lexicon, *, proper: bool) -> bool:
    """Whether words before 工程, 行动 or 计划 name one programme. `behind`: the character after it."""
    if (
        re.search(r"年度|20\d\d年$", modifier)
        or (head == "工程" and behind.isdigit())
        or (head == "工程" and _BUILT.search(modifier))
    ):
        return False  # 病险水库除险加固工程: works, not a programme
    plain = is_generic(modifier, lexicon)
    named = re.search(r"(?:实施|开展|启动|打造)(?:了)?$", before) and len(modifier) >= (6 if plain else 4)
    campaign = _CAMPAIGN.search(modifier) is not None
    firm = (head != "工程" or campaign) and not plain and len(modifier) >= _FIRM
    told = _ITEM.search(before) is not None and behind in set("，；。：")
    named = named or (told and not plain and len(modifier) >= _SHORT)
    governed = _LOOSER_CAMPAIGN if campaign else _LOOSER
    named = named or (firm and governed.search(before) is not None)
    listed = before.endswith(("、", "用好", "发挥")) and len(modifier) <= 6 and not plain
    listed = listed and not (head == "工程" and len(modifier) == 2 and _WORKS.search(modifier))
    named = named or (_NEXT_PROGRAMME.search(before) is not None and len(modifier) >= (6 if plain else 4))
    special = (proper and not plain) or (head == "工程" and not plain and _is_brand(before, modifier))
    return bool(named or listed or special)


def _is_brand(before: str, modifier: str) -> bool:
    """Whether words before 工程 are a brand (雪亮, 天网, 平安校园), used as a thing, and no kind of works (防洪)."""
    if not _AT_WORK.search(before):
        return False
    if len(modifier) == 2:
        return not _WORKS.search(modifier)
    return 3 <= len(modifier) <= 6 and bool(_BRAND.match(modifier)) and not _WORKS.search(modifier)
