"""What sentences and lists say of other documents: repealed, in part, amended, or nothing of the kind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.registers.changes import is_decision, read_changes

Make = Callable[..., Document]


def changes(make_document: Make, *texts: str, title: str = "数据条例") -> list[tuple[str, str]]:
    return [(each.citation.cited, each.effect) for each in read_changes(documented(make_document, title, *texts))]


def documented(make_document: Make, title: str, *texts: str) -> Document:
    return make_document(("title", title), *texts, doc="d", title=title)


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("本条例自2020年1月1日起施行。1990年国务院发布的《旧条例》同时废止。", ["旧条例"]),
        ("《甲办法》、1993年12月30日市文物局发布的《乙办法》（某政发〔1993〕7号）和《丙办法》同时废止。", ["甲办法", "乙办法", "丙办法"]),
        ("根据2018年《关于修改〈丁条例〉的决定》第一次修正的《丁条例》同时废止。", ["丁条例"]),
        ("现决定废止《甲办法》、《乙办法》。", ["甲办法", "乙办法"]),
        ("1990年發布的《舊條例》同時廢止。", ["舊條例"]),
        ("《甲办法》自2020年1月1日起停止执行。", ["甲办法"]),
    ],
)  # fmt: skip
def test_what_is_repealed(text: str, ended: list[str], make_document: Make) -> None:
    found = changes(make_document, text)
    assert sorted(found) == sorted((name, "repealed") for name in ended)


@pytest.mark.parametrize(
    "text",
    [
        "规范性文件修改或者废止的，依照《备案条例》办理。",
        "依照《甲办法》的规定，乙文件同时废止。",
        "根据《立法法》，有关文件予以废止。",
        "《国务院关于废止和修改部分行政法规的决定》第一次修订。",
        "以前发布的规定与《甲办法》不一致的，不再适用。",
        "应当及时修改、废止。《甲办法》另有规定的，从其规定。",
    ],
)
def test_what_is_not_repealed(text: str, make_document: Make) -> None:
    assert not changes(make_document, text)


def test_a_part_is_a_part(make_document: Make) -> None:
    assert changes(make_document, "《反倾销条例》中关于反补贴的规定同时废止。") == [("反倾销条例", "part")]
    assert changes(make_document, "《甲办法》第三条同时废止。") == [("甲办法", "part")]


def test_the_day_of_a_repeal_is_told(make_document: Make) -> None:
    made = read_changes(documented(make_document, "通知", "《甲办法》自2020年1月1日起废止。"))
    assert [each.day for each in made] == ["2020-01-01"]


def test_a_decision_that_repeals_and_amends_many(make_document: Make) -> None:
    title = "关于废止和修改部分文件的决定"
    found = changes(
        make_document, "为了统一，作出如下决定：", "一、对下列文件予以废止：", "1．《甲办法》", "2．《乙办法》（某政发〔2010〕7号）",
        "二、对下列文件作出修改：", "1．《丙办法》", title=title,
    )  # fmt: skip
    assert found == [("甲办法", "repealed"), ("乙办法", "repealed"), ("丙办法", "amended")]
    assert changes(make_document, "一、下列文件：", "《甲办法》") == [], "what decides nothing has no such lists"


def test_new_wording_of_a_decision_is_no_list(make_document: Make) -> None:
    found = changes(
        make_document, "一、修改《甲规定》", "1．将引言修改为：", "“根据《民法典》的规定，制定本规定。”",
        "2．将第二条修改为：“依照《公司法》处理。”", "二、修改《乙规定》", title="关于修改《甲规定》等二件规定的决定",
    )  # fmt: skip
    assert found == [("甲规定", "amended"), ("甲规定", "amended"), ("乙规定", "amended")]


def test_a_decision_whose_title_names_what_it_does(make_document: Make) -> None:
    assert changes(make_document, "全文如下。", title="关于废止《甲办法》的决定") == [("甲办法", "repealed")]
    assert changes(make_document, "全文如下。", title="关于修改《甲办法》的决定") == [("甲办法", "amended")]
    assert is_decision("关于修改《甲办法》的决定")
    assert not is_decision("甲办法")
