"""Scripts: what is shown in another script is right, and every offset leads back."""

from __future__ import annotations

import json
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.errors import BadInput
from reader.core.span import Span
from reader.script import Converted, Converter, Script, convert, maybe_traditional, read_policy_words, to_simplified

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


# 台湾用语: other words, other lengths ---------------------------------------------------------------------------------

TAIWAN = {
    "互联网": "網際網路",
    "平台": "平臺",
    "优化": "最佳化",
    "算法": "演算法",
    "人工智能": "人工智慧",
    "软件": "軟體",
}


@cache
def taiwans() -> opencc.OpenCC:
    """OpenCC by itself; its word lists are read once."""
    return opencc.OpenCC("s2twp")


def in_taiwan(text: str) -> str:
    return str(taiwans().convert(text))


def check_map(text: str, made: Converted) -> None:
    """Every stretch between two stops converts alone to what it shows, so that the map is exact, not only plausible."""
    stops = made.stops or ((0, 0), (len(text), len(made.text)))
    assert stops[0] == (0, 0)
    assert stops[-1] == (len(text), len(made.text))
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(stops)) or not text
    shown = [made.view_span(Span(at, at + 1)) for at in range(len(text))]
    assert all(one.start <= two.start <= one.end or two.start == one.end for one, two in pairwise(shown))
    for at, span in enumerate(shown):
        assert span.start < span.end, "every character is shown by something"
        assert made.to_canonical(span.start) <= at < made.to_canonical(span.end, behind=True)


def test_the_map_of_words_that_change_their_length_is_exact(converter: Converter) -> None:
    text = "建设互联网平台，优化算法（人工智能）和软件。"
    made = converter.convert(text, Script.TWP)
    assert made.text == in_taiwan(text)
    for word, shown in TAIWAN.items():
        at = text.index(word)
        span = made.view_span(Span(at, at + len(word)))
        assert span.cut(made.text) == shown
        assert (made.to_canonical(span.start), made.to_canonical(span.end, behind=True)) == (at, at + len(word))
    check_map(text, made)


def test_part_of_a_word_that_cannot_be_cut_is_shown_by_the_whole_word(converter: Converter) -> None:
    made = converter.convert("用互联网", Script.TWP)
    assert made.view_span(Span(2, 3)).cut(made.text) == "網際網路"
    assert made.view_span(Span(1, 1)) == Span(1, 1)
    assert (made.to_canonical(2), made.to_canonical(2, behind=True)) == (1, 4)


def test_a_word_shortened_and_one_lengthened_do_not_cancel_out(converter: Converter) -> None:
    """The run keeps its length, but not its places."""
    text = "优化厄瓜多尔"
    assert len(in_taiwan(text)) == len(text)
    made = converter.convert(text, Script.TWP)
    assert made.view_span(Span(2, 6)).cut(made.text) == "厄瓜多"
    assert made.view_span(Span(0, 2)).cut(made.text) == "最佳化"
    check_map(text, made)
    assert made.stops


@given(
    parts=st.lists(
        st.one_of(st.sampled_from([*TAIWAN, "云计算", "内生发展", "公有云服务", "，", "ab𠮷", "\n"]), ANY_TEXT),
        max_size=8,
    )
)
def test_any_text_in_taiwans_words_has_an_exact_map(parts: list[str]) -> None:
    text = "".join(parts)
    check_map(text, Converter(WORDS).convert(text, Script.TWP))


def test_the_corpus_in_taiwans_words_has_exact_maps(converter: Converter) -> None:
    """All blocks: none is left unconverted, and each stretch between two stops is converted like the words in it."""
    changed = 0
    for text in corpus_texts():
        made = converter.convert(text, Script.TWP)
        check_map(text, made)
        changed += bool(made.stops)
        plain = in_taiwan(text)
        if converter.convert(text, Script.TW).text == convert(text, Script.TW).text:  # no policy word set it right
            assert made.text == plain
            for (a, b), (c, d) in pairwise(made.stops):
                if c - a != d - b:
                    assert in_taiwan(text[a:c]) == made.text[b:d]
        assert made.text != text or plain == text
    assert changed > 100


def test_laws_in_taiwans_words_have_exact_maps(converter: Converter, sampled_laws: Callable[[int], list[Path]]) -> None:
    for file in sampled_laws(5):
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            made = converter.convert(line, Script.TWP)
            check_map(line, made)
            assert made.text != line or in_taiwan(line) == line


@pytest.mark.parametrize(
    ("text", "shown"), [("内生发展", "內生發展"), ("公有云服务", "公有雲服務"), ("现有云计算", "現有雲端計算")]
)
def test_policy_words_hold_in_taiwans_words(converter: Converter, text: str, shown: str) -> None:
    assert converter.convert(text, Script.TWP).text == shown


def test_documents_in_traditional_script_keep_their_words(converter: Converter) -> None:
    assert converter.convert("裏面的軟件", Script.TWP, Script.HANT).text == "裡面的軟件"


def corpus_texts() -> list[str]:
    found: list[str] = []
    for file in sorted((Path(__file__).parents[1] / "corpus" / "normalised").glob("*-*.json")):
        found += [block["text"] for block in json.loads(file.read_text(encoding="utf-8"))["blocks"]]
    assert found
    return found


# Headings, and characters that are a choice ---------------------------------------------------------------------------


def headings() -> Iterator[tuple[str, int, int]]:
    """Titles, headings and run-in headings of the corpus: text of the block, start, end."""
    for file in sorted((Path(__file__).parents[1] / "corpus" / "normalised").glob("*-*.json")):
        for block in json.loads(file.read_text(encoding="utf-8"))["blocks"]:
            if block["kind"] in {"heading", "title"} and block["text"]:
                yield block["text"], 0, len(block["text"])
            elif block.get("lead"):
                yield block["text"], *block["lead"]


def test_every_heading_of_the_corpus_reads_as_it_was_proof_read(converter: Converter) -> None:
    """The list was read line by line by a person; what has come in since must not be much, or somebody has to read."""
    proof_read = json.loads((Path(__file__).parent / "data" / "headings-tw.json").read_text(encoding="utf-8"))
    unread, seen = set(), 0
    for text, start, end in headings():
        heading = text[start:end]
        shown = converter.convert(text, Script.TW).text[start:end]
        if heading in proof_read:
            assert shown == proof_read[heading]
            seen += 1
        elif any(character in converter.ambiguous for character in heading):
            unread.add(heading)
    assert seen > 300
    assert len(unread) < 15, f"read these in traditional script and add them to headings-tw.json: {unread}"


def test_ambiguous_characters_lead_back_to_the_simplified_one(converter: Converter) -> None:
    assert converter.ambiguous["干"] == "幹乾干"
    assert {"后", "里", "发", "历", "系", "复", "只", "台"} <= set(converter.ambiguous)
    by_word = {"覆": "复", "祇": "只", "藉": "借", "瞭": "了"}  # OpenCC leads these back in certain words only
    for simplified, several in converter.ambiguous.items():
        assert len(several) == len(set(several)) > 1
        for one in several:
            assert by_word.get(one) == simplified or to_simplified(one) == simplified


def test_ambiguous_characters_of_the_corpus_are_shown_as_one_of_their_choices(converter: Converter) -> None:
    for text in corpus_texts():
        shown = converter.convert(text, Script.HANT).text
        for one, other in zip(text, shown, strict=True):
            assert other in converter.ambiguous.get(one, other)


@pytest.mark.parametrize(
    "content", ["\x00", "[ambiguous", "ambiguous = 3", "[ambiguous]\n干 = 1", '[ambiguous]\n"干部" = "幹"']
)
def test_a_bad_list_of_ambiguous_characters_is_said_in_one_sentence(tmp_path: Path, content: str) -> None:
    listing = tmp_path / "words.toml"
    listing.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match="政策用语转换表"):
        _ = Converter(listing).ambiguous


def test_simplified_text_is_not_handed_to_the_converter() -> None:
    plain = "市人民政府应当建立工作台账，并接受社会监督。\n" * 3
    assert not maybe_traditional(plain)
    assert to_simplified(plain) is plain
    assert maybe_traditional("反覆")
    mixed = plain + "臺灣\n" + plain + "反覆\n香港，後"
    assert to_simplified(mixed) == plain + "台湾\n" + plain + "反复\n香港，后"


def test_every_character_that_phrases_change_is_known(tmp_path: Path) -> None:
    import opencc

    home = Path(opencc.__file__).parent / "clib"
    tool, words = home / "bin" / "opencc_dict", home / "share" / "opencc" / "TSPhrases.ocd2"
    if not tool.is_file() or not words.is_file():
        pytest.skip("this build of OpenCC has no tool that shows its dictionaries")
    shown = tmp_path / "words.txt"
    order = [str(tool), "--input", str(words), "--output", str(shown), "--from", "ocd2", "--to", "text"]
    subprocess.run(order, check=True, capture_output=True, timeout=60)
    for line in shown.read_text(encoding="utf-8").splitlines():
        phrase, _, made = line.partition("\t")
        changed = [one for one, other in zip(phrase, made.split(" ")[0], strict=True) if one != other]
        assert all(map(maybe_traditional, changed)), line
