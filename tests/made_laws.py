"""Made-up regulations in two versions each, drawn with a seed, with all that was amended known.

They are written as the real ones of the developers' machines are (one Markdown file a version, its date in the name),
so that whatever reads those reads these. Clauses are reworded, inserted, removed, moved and split; the rest is
renumbered by that, and so are the references to it. Stock phrases come again and again, as they do in real law.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal

Fate = Literal["kept", "renumbered", "reworded", "moved", "split", "removed"]

LAWS: Final = 8
MATTERS: Final = ("电梯安全", "餐厨垃圾", "城市供水", "公共数据", "住宅物业", "档案", "城市绿化", "道路停车")
PLACES: Final = ("临川市", "望海市", "青原市", "东陵市", "南浦市", "石门市", "云岭市", "白河市")
BODIES: Final = (
    "市人民政府", "县（市、区）人民政府", "乡镇人民政府、街道办事处", "市场监督管理部门", "住房和城乡建设主管部门",
    "生态环境主管部门", "公安机关", "财政部门", "城市管理部门", "交通运输主管部门", "卫生健康主管部门", "网信部门",
    "审计机关", "行业协会", "社会团体", "建设单位", "施工单位", "使用单位", "经营单位", "维护保养单位", "从业人员",
    "物业服务企业", "检验检测机构", "新闻媒体", "学校和幼儿园", "医疗机构", "居民委员会、村民委员会", "业主委员会",
)  # fmt: skip
OCCASIONS: Final = (
    "因自然灾害造成设施损坏的", "发现安全隐患的", "合同期限届满前", "发生突发事件时", "遇有重大节日或者大型活动的",
    "新建、改建、扩建项目竣工后", "接到投诉举报后", "连续停止服务超过规定时间的", "因施工确需临时占用场地的",
    "编制国土空间规划时", "办理变更登记前", "设施达到设计使用年限的", "公共利益确有需要的", "受委托提供服务的",
    "跨行政区域开展活动的", "采用新技术、新材料、新工艺的", "使用财政性资金的", "对处理决定不服的", "涉及商业秘密的",
    "价格发生重大变化的", "检验结论为不合格的", "服务对象为老年人、残疾人的", "利用互联网从事经营的", "退出市场前",
)  # fmt: skip
DEEDS: Final = (
    "建立", "公布", "修订", "核查", "保存", "报送", "组织实施", "统一编制", "委托第三方评估", "定期更新", "及时清理",
    "免费提供", "妥善保管", "如实记录", "依法公开", "督促落实", "严格执行", "逐步完善", "统筹安排", "按期移交", "封存",
    "抽样检验", "登记造册", "限期改造", "分类处置", "协商确定", "优先采购", "足额缴纳", "共同制定", "书面告知",
)  # fmt: skip
KINDS: Final = (
    "年度", "专项", "应急", "日常", "信用", "电子", "原始", "重点", "区域性", "季节性", "临时", "配套", "技术", "财务",
    "培训", "巡查", "防火", "节能", "收费", "竣工", "招标", "保险", "环境", "卫生", "质量", "产权", "人员", "设备",
)  # fmt: skip
THINGS: Final = (
    "工作台账", "管理制度", "服务标准", "风险清单", "应急预案", "检查报告", "监测数据", "收支情况", "技术规范", "维修资金",
    "安全标识", "责任目录", "投诉渠道", "信息平台", "评价指标", "运行图纸", "处置场所", "备用电源", "档案材料", "实施细则",
    "公示牌", "操作规程", "联席会议", "作业方案", "建设规划", "缴存账户", "报废名录", "交接手续", "救援队伍", "考核办法",
)  # fmt: skip
MANNERS: Final = (
    "并接受社会监督", "并向所在地主管部门备案", "不得收取任何费用", "保存期限不得少于{n}年", "在{n}个工作日内办结",
    "自收到材料之日起{n}日内答复", "每年不少于{n}次",  "所需经费列入本级财政预算", "做到可查询、可追溯", "确保正常使用",
    "其具体办法由市人民政府另行制定", "不得影响相邻权利人的合法权益", "并说明理由", "同时抄送有关部门", "由双方签字确认",
    "以醒目方式告知公众", "误差不得超过国家标准", "依照法定程序报请批准", "按照谁使用谁负责的原则执行", "逾期视为同意",
)  # fmt: skip
TELLING: Final = ("按照{t}的要求执行", "报送{t}时一并说明", "费用在{t}中列支", "并与{t}相衔接", "以{t}为依据")
FAULTS: Final = (
    "擅自停用设施的", "提供虚假材料的", "拒绝接受监督检查的", "未按照规定移交的", "超出核准范围经营的", "伪造检验记录的",
    "阻碍工作人员执行公务的", "未采取防护措施的", "泄露个人信息的", "挪用专项资金的", "占用消防通道的", "逾期不整改的",
)  # fmt: skip
LISTED: Final = (
    "未取得相应资质的人员作业", "堆放易燃易爆物品", "擅自改变房屋用途", "倾倒建筑垃圾", "损毁公共标志", "转让经营许可",
    "在规定时段以外作业", "使用国家明令淘汰的产品", "私自接驳管网", "张贴、喷涂广告", "攀折花木", "遮挡监控装置",
    "采集与服务无关的信息", "以次充好", "拒载乘客", "虚报工程量", "设置地锁", "哄抬价格", "拆除隔离护栏", "混合投放",
)  # fmt: skip
STATUTES: Final = ("行政处罚法", "安全生产法", "固体废物污染环境防治法", "数据安全法", "民法典", "城乡规划法", "价格法")
CHAPTERS: Final = ("总则", "规划与建设", "运行与服务", "监督管理", "法律责任")
DIGITS: Final = "零一二三四五六七八九"


def numeral(n: int) -> str:
    """1..99 in Chinese."""
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十") + (DIGITS[ones] if ones or not n else "")


@dataclass(frozen=True, slots=True)
class Clause:
    """An article. `sentences` stand on its first line, `items` on lines of their own; {@7} refers to the clause of
    that key.
    """

    key: int
    sentences: tuple[str, ...]
    items: tuple[str, ...] = ()


@dataclass(slots=True)
class Law:
    """One version: the titles of its chapters and the clauses of each."""

    title: str
    chapters: list[tuple[str, list[Clause]]]

    def clauses(self) -> list[Clause]:
        """All in order."""
        return [clause for _, clauses in self.chapters for clause in clauses]

    def lines(self) -> list[tuple[int, str]]:
        """What a reader of the file gets, one block a line, each with the key of its clause: 0 for a chapter."""
        numbers = {clause.key: f"第{numeral(n)}条" for n, clause in enumerate(self.clauses(), 1)}
        out: list[tuple[int, str]] = []
        for n, (title, clauses) in enumerate(self.chapters, 1):
            out.append((0, f"第{numeral(n)}章  {title}"))
            for clause in clauses:
                out.append((clause.key, f"{numbers[clause.key]}　{''.join(clause.sentences)}"))
                out += [(clause.key, f"（{numeral(at)}）{item}") for at, item in enumerate(clause.items, 1)]
        return [(key, _referring(text, numbers)) for key, text in out]

    def text(self) -> str:
        """The file."""
        marked = [f"### {line}" if not key else line for key, line in self.lines()]
        head = [f"# {self.title}", "某市人民代表大会常务委员会会议通过", "<!-- INFO END -->"]
        return "\n\n".join([*head, *marked]) + "\n"


def _referring(text: str, numbers: dict[int, str]) -> str:
    for key, number in numbers.items():
        text = text.replace(f"{{@{key}}}", number)
    return text


@dataclass(slots=True)
class Amendment:
    """A law in two versions, and what became of each clause of the older one.

    Attributes:
        fates: by key of the old clause.
        answers: keys of the new clauses that hold its words, most of them first; empty for one that was removed.
    """

    old: Law
    new: Law
    fates: dict[int, Fate] = field(default_factory=dict)
    answers: dict[int, tuple[int, ...]] = field(default_factory=dict)


class _Drafter:
    """Writes clauses on one matter; no two of its sentences are alike in what is to be done."""

    def __init__(self, rng: random.Random, matter: str) -> None:
        self._rng, self._matter, self._last = rng, matter, 0
        self._things = [f"{kind}{thing}" for kind in KINDS for thing in THINGS]
        rng.shuffle(self._things)

    def clause(self, *, penalty_for: Sequence[int] = ()) -> Clause:
        """The next clause: one that threatens a fine for breaking another, or one of one to three sentences."""
        self._last += 1
        rng = self._rng
        if penalty_for:
            return Clause(self._last, (self._penalty(rng.choice(penalty_for)),))
        sentences = tuple(self.sentence() for _ in range(rng.choice((1, 2, 2, 3))))
        if rng.random() < 0.2:
            last = f"办理{self._matter}{self._things.pop()}时，{rng.choice(BODIES)}不得有下列行为："
            listed = [f"{rng.choice(LISTED)}，影响{self._things.pop()}" for _ in range(rng.randrange(3, 6))]
            return Clause(
                self._last,
                (*sentences, last),
                (*(f"{each}；" for each in listed), f"法律、法规禁止的其他涉及{self._things.pop()}的行为。"),
            )
        return Clause(self._last, sentences)

    def sentence(self) -> str:
        """One duty."""
        rng = self._rng
        opening = f"{rng.choice(OCCASIONS)}，" if rng.random() < 0.6 else ""
        deed = f"{rng.choice(DEEDS)}{self._matter}{self._things.pop()}"
        while rng.random() < 0.5:
            deed += f"，{rng.choice(DEEDS)}{self._things.pop()}"
        manner = (
            rng.choice(MANNERS if rng.random() < 0.5 else TELLING)
            .replace("{n}", numeral(rng.randrange(2, 30)))
            .replace("{t}", self._things.pop())
        )
        basis = f"根据《中华人民共和国{rng.choice(STATUTES)}》，" if rng.random() < 0.12 else ""
        return f"{opening}{basis}{rng.choice(BODIES)}应当{deed}，{manner}。"

    def _penalty(self, key: int) -> str:
        rng = self._rng
        least = rng.randrange(1, 9)
        return (
            f"违反本条例{{@{key}}}规定，{rng.choice(FAULTS)}，由{rng.choice(BODIES[3:10])}责令限期改正；"
            f"{rng.choice(FAULTS)[:-1]}的，处{numeral(least)}千元以上{numeral(least + rng.randrange(1, 9))}万元以下罚款。"
        )

    def reworded(self, clause: Clause) -> Clause:
        """With one sentence put otherwise, as amendments do: a body renamed, words put in, a sentence more or less."""
        rng, said = self._rng, list(clause.sentences)
        at = rng.randrange(len(said))
        match rng.randrange(4):
            case 0 if "应当" in said[at]:
                said[at] = said[at].replace(
                    "应当", rng.choice(("应当依法", "应当会同有关部门", "应当按照国家有关规定")), 1
                )
            case 1 if any(body in said[at] for body in BODIES):
                was = next(body for body in BODIES if body in said[at])
                said[at] = said[at].replace(was, rng.choice([body for body in BODIES if body != was]), 1)
            case 2 if len(said) > 1 and not clause.items:
                del said[at]
            case _:
                said.insert(len(said) - bool(clause.items), self.sentence())
        return replace(clause, sentences=tuple(said))

    def split(self, clause: Clause) -> tuple[Clause, Clause]:
        """Two clauses of the sentences of one."""
        self._last += 1
        cut = max(1, len(clause.sentences) // 2)
        return (
            Clause(clause.key, clause.sentences[:cut]),
            Clause(self._last, clause.sentences[cut:], clause.items),
        )


def amended(seed: int, number: int) -> Amendment:
    """The law of a number, from 0, in its two versions."""
    rng = random.Random(f"{seed}:{number}")
    matter, place = MATTERS[number % len(MATTERS)], PLACES[number % len(PLACES)]
    drafter = _Drafter(rng, matter)
    chapters: list[tuple[str, list[Clause]]] = []
    duties: list[int] = []
    for title in CHAPTERS:
        penal = duties if title == "法律责任" else ()
        clauses = [drafter.clause(penalty_for=penal) for _ in range(rng.randrange(5, 12))]
        duties += [clause.key for clause in clauses]
        chapters.append((title, clauses))
    old = Law(f"{place}{matter}条例", chapters)
    made = Amendment(old, Law(old.title, [(title, list(clauses)) for title, clauses in chapters]))
    _amend(rng, drafter, made)
    return made


def _amend(rng: random.Random, drafter: _Drafter, made: Amendment) -> None:
    """Changes the new version and writes down what became of what."""
    old, rooms = made.old.clauses(), [clauses for _, clauses in made.new.chapters]
    fated: dict[int, Fate] = {}
    referred = {clause.key for clause in old if any(f"{{@{clause.key}}}" in s for each in old for s in each.sentences)}
    for clause in rng.sample(old, len(old)):
        room = next(clauses for clauses in rooms if clause in clauses)
        at = room.index(clause)
        drawn = rng.random()
        if drawn < 0.16:
            room[at] = drafter.reworded(clause)
            fated[clause.key] = "reworded"
        elif drawn < 0.21 and clause.key not in referred and len(room) > 2:
            del room[at]
            fated[clause.key], made.answers[clause.key] = "removed", ()
        elif drawn < 0.25 and len(room) > 2:
            del room[at]
            other = rng.choice([clauses for clauses in rooms if clauses is not room])
            other.insert(rng.randrange(len(other) + 1), clause)
            fated[clause.key] = "moved"
        elif drawn < 0.30 and len(clause.sentences) > 1:
            room[at : at + 1] = halves = drafter.split(clause)
            fated[clause.key] = "split"
            weight = [sum(map(len, (*half.sentences, *half.items))) for half in halves]
            made.answers[clause.key] = tuple(
                h.key for _, h in sorted(zip(weight, halves, strict=True), key=lambda p: -p[0])
            )
        elif drawn < 0.36:
            room.insert(at, drafter.clause())
    numbers = [{clause.key: n for n, clause in enumerate(law.clauses())} for law in (made.old, made.new)]
    for key in (clause.key for clause in old):
        same_number = numbers[0][key] == numbers[1].get(key)
        made.fates[key] = fated.get(key, "kept" if same_number else "renumbered")
        made.answers.setdefault(key, (key,))


def all_amended(seed: int = 12, laws: int = LAWS) -> Iterator[Amendment]:
    """Each law."""
    for number in range(laws):
        yield amended(seed, number)


def write(folder: Path, seed: int = 12, laws: int = LAWS) -> None:
    """All versions as files; the dates in their names tell which is the newer."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in all_amended(seed, laws):
        for law, date in ((each.old, "2019-05-30"), (each.new, "2024-11-28")):
            (folder / f"{law.title}({date}).md").write_text(law.text(), encoding="utf-8")
