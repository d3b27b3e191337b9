"""What is said of files below the window is said in the language of the window."""

from __future__ import annotations

import json
import re

import pytest

from reader.core.said import Said
from reader.ui.look.texts import Texts
from tests.said import ROOT, refusals, sentences

FOLDER = ROOT / "resources" / "translations"
HAN = re.compile("[\u4e00-\u9fff]")
NO_SENTENCES = {"docx_numbers.py", "docx_styles.py", "radicals.py", "rtf.py", "parts.py"}
NOT_SAID = re.compile("策略文件|^\\^|^的一是|^(?:是|否)$|^共 .+ 条批注，其中")
"""Signs that are looked for, words written into a text, and what is said on starting, which has its own place."""


@pytest.fixture(params=["en", "zh_TW"])
def texts(request: pytest.FixtureRequest) -> Texts:
    return Texts(FOLDER, request.param)


@pytest.mark.parametrize("language", ["en", "zh_TW"])
def test_every_sentence_is_in_the_catalogue(language: str) -> None:
    known = json.loads((FOLDER / f"said-{language}.json").read_text("utf-8"))
    missing = {
        words: file
        for words, file in sentences()
        if words not in known and file.rpartition("/")[2] not in NO_SENTENCES and not NOT_SAID.search(words)
    }
    assert missing == {}


@pytest.mark.parametrize("language", ["en", "zh_TW"])
def test_every_refusal_is_in_the_catalogue(language: str) -> None:
    known = json.loads((FOLDER / f"said-{language}.json").read_text("utf-8"))
    others = {"reader/cli/health.py", "reader/ingest/farm/catalogue.py"}  # rows of a report; values between values
    missing = {words: file for words, file in refusals() if words not in known and file not in others}
    assert missing == {}


@pytest.mark.parametrize("language", ["en", "zh_TW"])
def test_every_translation_has_the_values_of_its_sentence(language: str) -> None:
    known = json.loads((FOLDER / f"said-{language}.json").read_text("utf-8"))
    for words, said in known.items():
        assert set(re.findall(r"\{\d\}", words)) == set(re.findall(r"\{\d\}", said)), words
        assert language != "en" or not HAN.search(said), words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("“文件.docx”是空的，没有可以读取的文字。", "“文件.docx” is empty: there is no text to read."),
        ("“坏.docx”是损坏的 Office 或压缩文件，无法读取。", "“坏.docx” is a damaged Office or packed file and cannot be read."),
        ("“a.zip”是压缩文件，请解压后再试。", "“a.zip” is a packed file; unpack it first."),
        ("“表.xlsx”的表格过大，超出本程序能安全读取的范围，未读取。", "“表.xlsx” has too large a table: more than this program can read safely. Not read."),
        ("“坏.pdf”无法安全地读取（耗时过长），已放弃，没有留下任何内容。", "“坏.pdf” cannot be read safely (it took too long); given up, and nothing was left behind."),
        ("“甲”没有添加：“甲”设有密码，无法读取；请先去掉密码。", "“甲” was not added: “甲” has a password and cannot be read; remove the password first."),
        ("已添加《某市通知》；标题取自文件名，请核对。", "“某市通知” was added; its title is the name of the file, please check."),
        (
            "“扫描.pdf”的页面是图像，没有文字层（扫描件，或打印成了图像），无法直接读取；需要文字识别（OCR）：请加 --ocr 再读一次。",
            "“扫描.pdf”: its pages are pictures without a text layer (a scan, or printed to pictures), and cannot be read as it is; its characters have to be recognised (OCR): read it again with --ocr.",
        ),
        ("已添加《甲》。没有放进“乙”：没有名为“乙”的文件夹。", "“甲” was added. Not put into “乙”: There is no folder called “乙”."),
        ("规划期 2021—2023 年（至 2023-12-31）", "plan period 2021 to 2023 (until 2023-12-31)"),
        ("文库中有更新的版本《甲法》：自2025年1月1日起施行（2025-01-01）", "the library has a newer version, “甲法”: 自2025年1月1日起施行 (2025-01-01)"),
        ("文库中另有同日的版本（own-a、own-b）", "the library has another version of the same day (own-a、own-b)"),
        ("没有人说过这句话。", "没有人说过这句话。"),
        ("Said in English.", "Said in English."),
    ],
)  # fmt: skip
def test_a_sentence_is_said_again_in_english(words: str, said: str) -> None:
    assert Texts(FOLDER, "en").told(words) == said
    assert Texts(FOLDER, "zh_CN").told(words) == words


def test_names_stay_as_they_are(texts: Texts) -> None:
    told = texts.told("“图像文件夹”是空的，没有可以读取的文字。")
    assert "“图像文件夹”" in told
    assert told != "“图像文件夹”是空的，没有可以读取的文字。"


def test_a_long_or_strange_text_costs_little(texts: Texts) -> None:
    for words in ("“" * 3000, "“" + "x" * 100_000 + "”是空的", "。" * 3000):
        assert texts.told(words) == words


def test_values_are_not_looked_into_for_ever() -> None:
    said = Said({"甲{1}": "a{1}"})
    assert said("甲甲甲甲甲甲") == "aaa甲甲甲"
