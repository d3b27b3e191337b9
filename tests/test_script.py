"""Scripts: what is shown in another script is right, and every offset leads back."""

from __future__ import annotations

import tomllib
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import script as script_module
from reader.core.errors import BadInput
from reader.script import Converted, Converter, Script, convert, read_policy_words, to_simplified

WORDS = Path(__file__).parents[1] / "resources" / "policy-words.toml"
ANY_TEXT = st.text(
    st.one_of(st.sampled_from("干后里发历系云制着著乾𠮷𬭸a１（\n\ud800\udc00"), st.characters()), max_size=40
)


@pytest.fixture(scope="module")
def converter() -> Converter:
    return Converter(WORDS)


def entries() -> list[dict[str, str]]:
    return list(tomllib.loads(WORDS.read_text(encoding="utf-8"))["word"])


@pytest.mark.parametrize(
    ("text", "script", "shown"),
    [
        ("数字经济", Script.HANT, "數字經濟"),
        ("数字经济", Script.HANS, "数字经济"),
        ("里程碑与干部队伍，台湾后续", Script.TW, "里程碑與幹部隊伍，臺灣後續"),
        ("里程碑与干部队伍，台湾后续", Script.HK, "里程碑與幹部隊伍，台灣後續"),
        ("公里", Script.HANT, "公里"),
        ("家里", Script.HANT, "家裏"),
        ("家里", Script.TW, "家裡"),
        ("随着形势显著好转", Script.TW, "隨著形勢顯著好轉"),
        ("", Script.HK, ""),
    ],
)
def test_converts_simplified_text(converter: Converter, text: str, script: Script, shown: str) -> None:
    assert converter.convert(text, script).text == shown


@pytest.mark.parametrize(
    ("text", "source", "script", "shown"),
    [
        ("隨著數位經濟", Script.TW, Script.HANS, "随着数位经济"),
        ("隨着數字經濟", Script.HANT, Script.HANS, "随着数字经济"),
        ("裏面", Script.HANT, Script.TW, "裡面"),
        ("裡面", Script.TW, Script.HK, "裏面"),
        ("裡面", Script.TW, Script.TW, "裡面"),
    ],
)
def test_converts_traditional_documents(text: str, source: Script, script: Script, shown: str) -> None:
    assert convert(text, script, source).text == shown


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["hans"])
def test_every_policy_word_is_needed_and_helps(converter: Converter, entry: dict[str, str]) -> None:
    seen, word = entry["seen"], entry["hans"]
    at = seen.index(word)
    wrong = 0
    for script in (Script.HANT, Script.TW, Script.HK):
        right = next(w for w in converter.words if w.hans == word).written_in(script)
        assert converter.convert(seen, script).text[at : at + len(word)] == right
        wrong += convert(seen, script).text[at : at + len(word)] != right
    assert wrong, "OpenCC gets this word right: the line can go"


def test_the_longest_policy_word_wins(tmp_path: Path) -> None:
    listing = tmp_path / "words.toml"
    listing.write_text(
        'word = [{hans = "发展", hant = "AB"}, {hans = "生发展望", hant = "CDEF", tw = "ＣＤＥＦ"}]', encoding="utf-8"
    )
    converter = Converter(listing)
    assert converter.convert("内生发展望发展", Script.HANT).text == "內CDEFAB"
    assert converter.convert("内生发展望发展", Script.HK).text == "內ＣＤＥＦAB"


@pytest.mark.parametrize(
    "content", ["", "word = 3", 'word = [{hans = "发展"}]', 'word = [{hans = "发展", hant = "發"}]', "\x00", "[[word"]
)
def test_a_bad_word_list_is_said_in_one_sentence(tmp_path: Path, content: str) -> None:
    listing = tmp_path / "words.toml"
    listing.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match="政策用语转换表"):
        read_policy_words(listing)


@given(text=ANY_TEXT, script=st.sampled_from(Script), source=st.sampled_from(Script))
def test_every_offset_has_its_partner(text: str, script: Script, source: Script) -> None:
    made = convert(text, script, source)
    assert made.to_view(0) == made.to_canonical(0) == 0
    assert made.to_view(len(text)) == len(made.text)
    assert made.to_canonical(len(made.text)) == len(text)
    if len(made.text) == len(text):
        assert [made.to_view(at) for at in range(len(text))] == list(range(len(text)))


def test_lone_surrogates_pass_through() -> None:
    assert convert("\ud800数据\udfff\udfff", Script.HANT).text == "\ud800數據\udfff\udfff"


def test_a_word_that_changes_length_keeps_the_offsets_around_it() -> None:
    # 软件 → 軟體 keeps its length; a phrase conversion that does not is made up here: two characters become three.
    made = Converted("甲XYZ丁戊", ((0, 0), (1, 1), (3, 4), (5, 6)))
    assert [made.to_view(at) for at in range(6)] == [0, 1, 1, 4, 5, 6]
    assert [made.to_canonical(at) for at in range(7)] == [0, 1, 1, 1, 3, 4, 5]


def test_simplifying_keeps_the_length_and_reads_phrases() -> None:
    text = "乾坤與乾淨，隨著於後裏\n臺灣"
    assert to_simplified(text) == "乾坤与干净，随著于后里\n台湾"
    assert to_simplified("已经是简体") == "已经是简体"


def test_the_map_of_a_conversion_that_changes_lengths_is_exact() -> None:
    # No script of ours changes lengths with the OpenCC of today; its Taiwan phrases do, and go the same way.
    def change(text: str) -> str:
        return str(opencc.OpenCC("s2twp").convert(text))

    text = "建设互联网平台，优化算法（人工智能）。"
    view = change(text)
    stops = script_module._stops(text, view, change)
    assert stops is not None
    made = Converted(view, stops)
    for word, shown in [
        ("互联网", "網際網路"),
        ("平台", "平臺"),
        ("优化", "最佳化"),
        ("算法", "演算法"),
        ("人工智能", "人工智慧"),
    ]:
        at = text.index(word)
        start, end = made.to_view(at), made.to_view(at + len(word))
        assert view[start:end] == shown
        assert (made.to_canonical(start), made.to_canonical(end)) == (at, at + len(word))
