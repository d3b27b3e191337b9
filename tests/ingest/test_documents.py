"""Whole documents: pages nobody has seen, the corpus, laws that are clean already, and the way back to the source."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.core.document import Document, from_dict, source_from, to_dict
from reader.core.errors import BadInput, Cancelled
from reader.corpus import Corpus
from reader.ingest.build import build, build_documents
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_bytes, normalise_file, normalise_raw, normalise_text
from reader.ingest.repair.characters import HAN
from reader.ingest.report import report
from reader.ingest.sources import LARGEST, RawText, decode, read_file
from tests.ingest.damage import (
    HEAD,
    add_chrome,
    add_pinyin,
    break_lines,
    half_width,
    scatter_blanks,
    shift_gbk,
    straight_quotes,
)

PAGES = Path(__file__).resolve().parent.parent / "data" / "pages"
LAW_SAMPLE = 40


# Pages with every line written down --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(file.name for file in PAGES.iterdir() if file.suffix != ".json"))
def test_a_page_nobody_has_seen(name: str) -> None:
    made = normalise_file(PAGES / name)
    wanted = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    given_out = json.loads(json.dumps(to_dict(made.document)))
    assert {key: given_out[key] for key in wanted["description"]} == wanted["description"]
    assert [defect["kind"] for defect in given_out["defects"]] == wanted["defects"]
    shown = [[b["kind"], b["level"], "/".join(b["path"]), b.get("rows", b["text"])] for b in given_out["blocks"]]
    assert shown == wanted["blocks"]
    assert source_from(made.document) == made.source


# The corpus --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(corpus_dir: Path) -> list[Document]:
    return build_documents(corpus_dir)


@pytest.mark.slow
def test_the_committed_corpus_is_what_the_sources_give(built: list[Document], corpus_dir: Path) -> None:
    for document in built:
        kept = json.loads((corpus_dir / "normalised" / f"{document.id}.json").read_text(encoding="utf-8"))
        assert json.loads(json.dumps(to_dict(document))) == kept


@pytest.mark.slow
def test_every_source_comes_back_from_the_corpus(built: list[Document], corpus_dir: Path) -> None:
    for document in built:
        assert source_from(document) == read_file(corpus_dir / "raw" / document.source.file).text


@pytest.mark.slow
def test_the_report_names_repairs_and_doubts(built: list[Document]) -> None:
    told = report(built)
    for document in built:
        assert document.id in told
        for edit in document.edits:
            if edit.rule == "gbk-shift":
                assert edit.now in told
        for defect in document.defects:
            assert defect.note in told
    assert max(map(len, told.split("\n"))) < 300


def test_a_small_corpus_is_built_and_opens(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("某市发展规划\n一、目标\n发展经济，提升水平。\n", encoding="utf-8")
    (tmp_path / "catalogue.toml").write_text('[[document]]\nid = "a"\nfile = "a.txt"\n', encoding="utf-8")
    assert "某市发展规划" in build(tmp_path)
    assert [d.title for d in Corpus(tmp_path).documents()] == ["某市发展规划"]


@pytest.mark.parametrize(
    "catalogue",
    ["", "[[document]]\nid = 'a'\n", "[[document]]\nid = 'a'\nfile = 'a.txt'\ntitle = 'x'\n", "[[document"],
    ids=["none", "no file", "no basis", "no toml"],
)
def test_an_unusable_catalogue_says_so(tmp_path: Path, catalogue: str) -> None:
    if catalogue:
        (tmp_path / "catalogue.toml").write_text(catalogue, encoding="utf-8")
    with pytest.raises(BadInput, match="目录文件"):
        build_documents(tmp_path)


# Clean text is left alone ------------------------------------------------------------------------------------------

_SUBSTANCE = re.compile(f"[{HAN}a-zA-Z0-9]")


def substance(text: str) -> str:
    """Chinese characters, letters and digits in order."""
    return "".join(_SUBSTANCE.findall(unicodedata.normalize("NFKC", text)))


def unmarked(text: str) -> str:
    """A law file without Markdown marks and comments."""
    return re.sub(r"(?m)^#{1,6}[ \t]+|^<!--.*?-->[ \t]*$|\*\*", "", text)


def unchanged(file: Path) -> bool:
    """Whether the law comes out with the substance it had; a title that stands twice may go once."""
    text = read_file(file).text
    document = normalise_file(file).document
    gone = [e.was for e in document.edits if e.rule == "repeated-title"]
    before, after = substance(unmarked(text)), substance(document.text)
    return before == after or substance(unmarked(text.replace(gone[0], "", 1) if gone else text)) == after


def test_laws_pass_unchanged(laws_dir: Path) -> None:
    files = sorted(laws_dir.glob("*.md"))
    sample = random.Random(3).sample(files, min(LAW_SAMPLE, len(files)))
    assert sample
    assert [file.name for file in sample if not unchanged(file)] == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_all_laws_pass_unchanged(laws_dir: Path) -> None:
    assert [file.name for file in sorted(laws_dir.glob("*.md")) if not unchanged(file)] == []


# The way back ------------------------------------------------------------------------------------------------------

_BITS = st.sampled_from(
    [
        "一、总体要求", "（一）发展目标", "1.", "第一章 总则", "第一条 ", "数字經濟", "產(chǎn)業(yè)", "?；ㄔO", "?chē)H", "“上云", "”", '"',
        "(GDP)", "（", ")", "|", "|\n", "\n", "\r\n", "\r", " ", "\u3000", "\u00a0", "\u200b", "\x00", "\ud800", "𠮷", "。", ",", ":",
        "www.a.gov.cn", "发布日期：2021-01-01", "分享到：微信", "附件：1.", "2.", "抄送：", "某市人民政府", "2021年1月1日", "〔202115", "津政发",
        "关于印发某某行动方案的通知", "# ", "<p>", "</td>", "<table>", "<tr>", "<td rowspan=2>", "&nbsp;", "&#x4e00;", "<!--", "-->", "<script>",
        "目录", "——", "2019-2021年", "1,000", "著", "里程碑", "\t", "\x1e", "\ufffd", "\u2028", "２０２１", "壹、", "1.1 ",
    ]
)  # fmt: skip


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(_BITS, st.text(max_size=6)), min_size=1, max_size=40), st.booleans())
def test_reversing_the_edits_gives_the_source(bits: list[str], html: bool) -> None:
    text = "".join(bits)
    try:
        document = normalise_raw(RawText("a.txt", text, "utf-8", "0" * 64, html), Facts()).document
    except BadInput:
        return  # nothing but a page's menu: refused in a sentence
    same = source_from(document) == text
    assert same, ascii(text)
    ids = [block.id for block in document.blocks]
    assert len(ids) == len(set(ids))
    for block in document.blocks:
        assert 0 <= block.raw.start <= block.raw.end <= len(text)
        assert block.lead is None or 0 <= block.lead.start < block.lead.end <= len(block.text)


Ill = Callable[[str, random.Random], str]
ILLS: dict[str, Ill] = {
    "pinyin": lambda text, rng: add_pinyin(text, 0.3, rng),
    "blanks": lambda text, rng: scatter_blanks(text, 0.05, rng),
    "width": lambda text, _: half_width(text),
    "quotes": lambda text, _: straight_quotes(text),
    "chrome": add_chrome,
    "mixed": lambda text, rng: add_pinyin(straight_quotes(half_width(scatter_blanks(text, 0.05, rng))), 0.3, rng),
}


@pytest.mark.parametrize("ill", ILLS)
def test_an_ill_copy_of_the_corpus_comes_out_like_the_healthy_one(ill: str, corpus_dir: Path) -> None:
    """At least 95 lines in a hundred exactly right, and every source comes back."""
    corpus, rng = Corpus(corpus_dir), random.Random(5)
    right = lines = 0
    for info in corpus.documents():
        document = corpus.load(info.id)
        healthy = "\n".join(b.text for b in document.blocks if b.text and b.kind != "table")
        made = normalise_text(ILLS[ill](healthy, rng))
        assert source_from(made.document) == made.source
        had = {b.text for b in made.document.blocks}
        wanted = healthy.split("\n")
        lines += len(wanted)
        right += sum(line in had for line in wanted)
        assert not had & set(HEAD)
    assert right / lines >= 0.95, f"{right} of {lines} lines"


def test_broken_titles_are_joined(corpus_dir: Path) -> None:
    corpus, rng = Corpus(corpus_dir), random.Random(2)
    for info in corpus.documents():
        made = normalise_text(break_lines(info.reading_title, rng) + "\n一、目标\n发展数字经济，提升发展水平。")
        assert made.document.title == info.reading_title


def test_damage_that_cannot_be_repaired_is_flagged() -> None:
    page = shift_gbk("一、目标\n建设卓越鼹鼠罅隙的平台。", 7)
    document = normalise_text(page).document
    assert any(d.kind == "damaged-text" for d in document.defects)


# Ids, progress, encodings ------------------------------------------------------------------------------------------


def test_ids_stay_when_the_words_do() -> None:
    page = "某市发展规划\n一、目标\n（一）近期\n发展经济,提升水平。\n二、任务\n建设平台。"
    one = normalise_raw(decode(page.encode(), "a"), Facts("x")).document
    other = normalise_raw(
        decode(page.replace(",", "，").replace("平台", "统一平台").encode("gbk"), "b"), Facts("x")
    ).document
    changed = {a.text for a, b in zip(one.blocks, other.blocks, strict=True) if a.id != b.id}
    assert changed == {"建设平台。"}


def test_work_between_rules_can_be_stopped_and_is_told() -> None:
    raw, told = decode("一、目标\n发展经济。".encode(), "a"), list[float]()
    with pytest.raises(Cancelled, match="取消"):
        normalise_raw(raw, Facts(), cancelled=lambda: len(told) > 3, progress=told.append)
    assert told == sorted(told)
    assert len(told) == 4


TEXT = "天津市数字经济发展规划，为加快发展，制定本规划。推进产业数字化。\n" * 3


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"), (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8-sig"), (TEXT.encode("gbk"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"), (TEXT.encode("utf-16-le"), "utf-16-le"), (TEXT.encode("utf-16-be"), "utf-16-be"),
        ("臺灣數位經濟發展行動計畫，為推動產業發展，訂定本計畫。".encode("big5"), "big5hkscs"),
        (b'<meta charset="gb2312"><p>' + TEXT.encode("gbk") + b"</p>", "gb2312"),
    ],
)  # fmt: skip
def test_encodings(data: bytes, encoding: str) -> None:
    raw = decode(data, "a.txt")
    assert raw.encoding == encoding
    assert "數位經濟" in raw.text or "数字经济" in raw.text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "空的"), (b" \n\t ", "空的"), (b"%PDF-1.7 x", "PDF"), (b"PK\x03\x04xx", "Office"), (b"\x00\x01\x02\xff\xfe" * 99, "二进制"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f" * 9, "控制字符"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_in_one_sentence(data: bytes, told: str) -> None:
    with pytest.raises(BadInput, match=told) as caught:
        normalise_bytes(data, "a")
    assert str(caught.value).count("。") == 1


def test_missing_folder_and_huge_files_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(BadInput):
            read_file(path)
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(BadInput, match="上限"):
        read_file(huge)


def test_a_page_without_a_title_has_none_and_is_shown_by_its_file() -> None:
    document = normalise_bytes("发展数字经济，提升发展水平。".encode(), "某文.txt").document
    assert to_dict(document)["title"] is None
    assert from_dict(to_dict(document)) == document
    assert document.reading_title == "〔某文.txt〕"
    assert [defect.kind for defect in document.defects] == ["missing-title"]


def facts_of(*lines: str) -> dict[str, Any]:
    return to_dict(normalise_text("\n".join(lines)).document)


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["天津市滨海新区人民政府办公室关于印发某方案的通知"], "region", "天津市滨海新区"),
        (["天津市滨海新区人民政府办公室关于印发某方案的通知"], "level", "district"),
        (["国务院办公厅关于发展数字经济的意见"], "level", "national"),
        (["杭州市西湖区数字经济发展规划"], "region", "杭州市西湖区"),
        (["广东省数字经济促进条例"], "level", "province"),
        (["某规划（征求意见稿）", "一、目标"], "status", "draft"),
        (["天津市“十四五”数字经济发展规划"], "period", [2021, 2025]),
        (["某市行动计划（2019—2023年）"], "period", [2019, 2023]),
        (["某市数据管理办法（试行）"], "kind", "管理办法"),
        (["某市人民政府关于印发某市数字经济行动方案的通知", "某政发〔2021〕4号"], "doc_number", "某政发〔2021〕4号"),
        (
            ["某某通知书", "某市人民政府", "二〇二一年五月十二日", "某办公室　2021年5月13日印发"],
            "written",
            "2021-05-12",
        ),
        (["发布日期：2021-06-01", "某市发展规划", "某市人民政府", "2021年5月1日"], "published", "2021-06-01"),
        (["中共某市委 某市人民政府关于发展经济的意见"], "issuers", ["中共某市委", "某市人民政府"]),
        (["全市数字化改革方案"], "region", None),
        (["某某门户网站", "一、目标", "发展经济。"], "issuers", []),
    ],
)
def test_what_a_document_says_of_itself(lines: list[str], field: str, value: Any) -> None:
    assert facts_of(*lines)[field] == value


@pytest.mark.parametrize(
    ("lines", "before"),
    [
        (["一、甲", "（一）子", "文字。", "三、丙"], "三、丙"),
        (["一、甲", "（一）子", "（二）丑", "（一）寅", "三、丙"], "（一）寅"),
        (["一、甲", "二、乙", "三、丙"], None),
        (["一、甲", "（一）子", "二、乙", "（二）丑", "（三）寅"], None),
        (["一、甲", "（一）子", "二、乙", "（三）丑"], None),
    ],
)
def test_a_heading_that_is_lost_is_a_placeholder(lines: list[str], before: str | None) -> None:
    blocks = normalise_text("\n".join(lines)).document.blocks
    places = [i for i, block in enumerate(blocks) if block.is_placeholder]
    assert [blocks[i + 1].text for i in places] == ([before] if before else [])
    if before == "（一）寅":
        assert blocks[places[0] + 1].path == ("二",)
