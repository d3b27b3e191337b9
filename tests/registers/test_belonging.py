"""Names in use, brands of works, run-ins that are none, figures of a programme, things of other bodies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.core.register import System
from reader.registers import Lexicon, registers_of

Plan = Callable[..., Document]


@pytest.fixture
def systems(plan: Plan, lexicon: Lexicon) -> Callable[..., dict[str, System]]:
    def read(*texts: str) -> dict[str, System]:
        return {s.name: s for s in registers_of(plan(*texts), lexicon).systems}

    return read


Read = Callable[..., dict[str, System]]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("升级“海商通”，优化服务。", ["“海商通”"]),
        ("“海居码”注册用户超过30万。", ["“海居码”"]),
        ("推广“海商通”企业办事总入口，“海商通”累计服务企业3万家。", ["“海商通”企业办事总入口"]),
        ("上线“海居通”小程序，打造“海居通”市民生活总入口。", ["“海居通”市民生活总入口"]),
        ("推广应用“云眼识渔”平台。", ["“云眼识渔”平台"]),
        ("依托雪亮工程和天网工程开展巡查。", ["雪亮工程", "天网工程"]),
        ("建设平安渔港工程。", ["平安渔港工程"]),
        ("做优服务平台，做强创新中心，搭好交易平台。", []),
        ("推进“一网通办”，实现互联互通，形成“融通”格局。", []),
        ("推进防洪工程、绿化工程和管网工程建设。", []),
    ],
)
def test_names_in_use(systems: Read, text: str, wanted: list[str]) -> None:
    assert list(systems(text)) == wanted


def test_figures_of_the_programme_a_task_opens_with(systems: Read) -> None:
    found = systems(
        "实施“强链”工程，攻克共性难题，到2023年产业规模达到500亿元。（牵头单位：市科技局；配合单位：市财政局）"
        "打造产业数据平台，到2023年增加值占比不低于30%。（牵头单位：市科技局；配合单位：市财政局）"
    )
    goals = {name: [(t.value, t.deadline) for t in s.targets] for name, s in found.items()}
    assert goals.pop("“强链”工程") == [("500", 2023)]
    assert not any(goals.values())  # a share of the economy is not the platform's own


def test_what_another_body_builds_is_its_own(systems: Read) -> None:
    found = systems("打造“城市大脑”。", "发挥“城市大脑”作用。", "临港生态城建设城市大脑，投用智慧公交。")
    assert {name: len(s.mentions) for name, s in found.items()} == {"“城市大脑”": 2, "临港生态城城市大脑": 1}
    assert found["“城市大脑”"].aliases == ()
