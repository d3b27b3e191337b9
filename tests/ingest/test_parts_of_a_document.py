"""What has none of the parts of a document goes from its head and foot, whatever a site says there; unsurely."""

from __future__ import annotations

import pytest

from tests.ingest.reading_pages import SIGNED, TEXT, TITLE_LINE, read, texts

OF_A_PAGE = ("打印本页",)


def _doubtful(*lines: str) -> list[str]:
    document = read(*lines)
    return [line for edit in document.edits if not edit.sure and not edit.now for line in edit.was.split("\n") if line]


@pytest.mark.parametrize(
    "line", ["青青溪水", "水润万家一起来", "溪声:", "3. 水之窗", "溪水潺潺花海田园青山古镇慢城果乡茶谷竹海云栖松涛鹭影"]
)
def test_what_has_no_part_above_a_title_goes_and_stands_on_record_as_doubtful(line: str) -> None:
    page = (line, TITLE_LINE, *TEXT, *SIGNED, *OF_A_PAGE)
    document = read(*page)
    assert (texts(document)[0], document.title) == (TITLE_LINE, TITLE_LINE)
    assert line in _doubtful(*page)


@pytest.mark.parametrize(
    "line",
    [
        "青溪县人民政府文件", "青政发〔2024〕7号", "青政发[2024]7号", "特急", "第12期", "2024年6月", "（代拟稿）", "送审稿",
        "青溪县第三届人民代表大会第二次会议文件", "青溪县水利局 青溪县财政局", "附件1", "档号：12", "公 示", "DB 33/T 12",
        "——节水三年", "（2024年3月5日通过）",
    ],
)  # fmt: skip
def test_what_has_a_part_above_a_title_stays(line: str) -> None:
    page = (line, TITLE_LINE, *TEXT, *SIGNED, *OF_A_PAGE)
    assert line not in _doubtful(*page)


def test_where_nothing_is_a_pages_nothing_above_a_title_goes() -> None:
    assert texts(read("青青溪水", TITLE_LINE, *TEXT, *SIGNED))[0].startswith("青青溪水")


def test_the_first_words_of_a_broken_title_stay() -> None:
    document = read("增强节水主动", "保障供水安全的若干措施", *TEXT[1:], *SIGNED, *OF_A_PAGE)
    assert "增强节水主动" in "".join(texts(document))


def test_marks_written_with_angles_are_no_way_into_a_site() -> None:
    passed = "《县政府关于修改<青溪县节水管理办法>的决定》已经通过，现予发布，自发布之日起施行。"
    assert not _doubtful(passed, "青溪县节水管理办法", *TEXT[2:], *OF_A_PAGE)


@pytest.mark.parametrize("line", ["青青溪水慢慢流", "水润万家一起来"])
def test_what_has_no_part_behind_the_day_goes_where_the_page_shows_itself(line: str) -> None:
    page = (TITLE_LINE, *TEXT, *SIGNED, line, *OF_A_PAGE)
    assert texts(read(*page))[-1] == SIGNED[-1]


@pytest.mark.parametrize(
    "lines",
    [
        ["青溪县水价分档一览表", "水润万家水价一档"], ["附件", "水润万家水价一档"], ["抄送：青溪县人民法院"], ["县长 王某某"],
        ["联系电话：0570-1234567"], ["（此件公开发布）"], ["青溪县人民政府办公室2024年3月6日印发"], ["水润万家 | 一档"],
        ["水润万家一起来", "请各乡镇于每月五日前把上月用水量报送县水利局。"],
    ],
)  # fmt: skip
def test_what_has_a_part_behind_the_day_stays_and_all_before_it(lines: list[str]) -> None:
    assert not _doubtful(TITLE_LINE, *TEXT, *SIGNED, *lines, *OF_A_PAGE)
