"""Settings survive: a round trip, a bad file, a newer program, a machine's policy, a full disk."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import tomli_w
from hypothesis import example, given
from hypothesis import strategies as st

from reader import settings as module
from reader.core.errors import StoreUnavailable
from reader.core.span import Location, Span
from reader.settings import LoadedSettings, Settings, load, save

FULL = Settings(
    language="en",
    script="tw",
    theme="night",
    density="compact",
    font_family="Noto Serif CJK SC",
    font_size=21,
    line_height=2.0,
    measure=34,
    panels={"notes": False, "outline": True},
    geometry="AbC=",
    window_state="dEf=",
    tabs=(Location("plan", "b2", Span(3, 3)), Location("law")),
    current_tab=1,
    beside=(Location("law", "b1"),),
    pane_forms=("", "script"),
    positions={"plan": Location("plan", "b2", Span(3, 3)), "a": Location("a", "b1")},
    traditional="hk",
    colour="green",
    query="数字“经济”",
    search_history=("数字经济", 'a"b\\c', "𠮷"),
    saved_searches=("数字经济 年份:2021..", "标签:待办"),
    paper={"two": "1", "folder": "/文件"},
    scroll_speed=32,
    voice_speed=-3,
    justified=False,
    quiet_links=True,
    tables={"tasks": {"order": "deadline"}},
    left_notes=("n1 orphan",),
    shelf_order=("pack:市级", "bundled"),
    hidden_shelves=("bundled",),
    my_unit="某市发展改革委",
    my_name="张三",
    name_asked=True,
    extra={"of-a-newer-version": {"deep": [1, "二"]}},
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_that_is_not_there(file: Path) -> None:
    assert load(file, file.with_name("policy.toml")) == LoadedSettings(Settings())
    assert not file.parent.exists()


def test_round_trip(file: Path) -> None:
    save(file, FULL)
    assert load(file) == LoadedSettings(FULL)
    assert list(load(file).settings.positions) == ["plan", "a"], "the order tells what was read last"


def test_every_field_is_written_and_read() -> None:
    assert {f.name for f in fields(Settings)} - {"extra"} == set(module._READERS)
    default = Settings()
    assert all(getattr(FULL, f.name) != getattr(default, f.name) for f in fields(Settings))


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("language", '"klingon"'),
        ("script", "3"),
        ("theme", '"pink"'),
        ("font_size", '"big"'),
        ("font_size", "true"),
        ("font_size", "900"),
        ("line_height", "nan"),
        ("measure", "-1"),
        ("panels", '{ notes = "yes" }'),
        ("panels", "[]"),
        ("tabs", '[ { block = "b" } ]'),
        ("tabs", '[ "plan" ]'),
        ("tabs", '[ { doc = "plan", span = [1] } ]'),
        ("positions", "{ plan = 1 }"),
        ("search_history", "[ 1 ]"),
        ("my_unit", "[]"),
        ("geometry", '"zzzzz"'),
        ("geometry", '"几何"'),
        ("window_state", '"////w="'),
        ("query", '"a\\u0000b"'),
        ("tabs", '[ { doc = "plan", span = [0, inf] } ]'),
        ("tabs", '[ { doc = "plan", span = [-5, 2] } ]'),
        ("tabs", '[ { doc = "plan", span = [9, 2] } ]'),
        ("tabs", '[ { doc = "plan", span = [0, 99999999999999999999] } ]'),
        ("tabs", '[ { doc = "plan", span = "12" } ]'),
        ("current_tab", "99999999999999999999"),
        ("panels", "1979-05-27T07:32:00Z"),
    ],
)
def test_a_bad_value_gives_the_default_and_a_complaint(key: str, bad: str, file: Path) -> None:
    _write(file, f'colour = "green"\n{key} = {bad}\n')
    loaded = load(file)
    assert loaded.settings == replace(Settings(), colour="green")
    assert len(loaded.complaints) == 1
    assert key in loaded.complaints[0]
    assert str(file) in loaded.complaints[0]


@pytest.mark.parametrize("data", [b"theme = ", b"\xff\xfe\x00", b"{}", b"\x00" * 100, b"[[[[["])
def test_a_damaged_file_gives_the_defaults_and_is_kept_aside(data: bytes, file: Path) -> None:
    _write(file, "").write_bytes(data)
    loaded = load(file)
    assert loaded.settings == Settings()
    assert "已损坏" in loaded.complaints[0]
    save(file, FULL)
    assert load(file).settings == FULL
    assert file.with_suffix(".damaged.toml").read_bytes() == data


def test_policy_wins_and_locks(file: Path) -> None:
    save(file, FULL)
    policy = _write(file.with_name("policy.toml"), 'theme = "contrast"\n')
    loaded = load(file, policy)
    assert loaded.settings == replace(FULL, theme="contrast")
    assert loaded.locked == {"theme"}


def test_the_own_choice_comes_back_when_the_policy_goes(file: Path) -> None:
    save(file, FULL)
    policy = _write(file.with_name("policy.toml"), 'theme = "contrast"\n')
    loaded = load(file, policy)
    save(file, replace(loaded.settings, font_size=30), loaded.locked)
    assert load(file).settings == replace(FULL, font_size=30)


def test_policy_complaints(file: Path) -> None:
    policy = _write(file.with_name("policy.toml"), 'theem = "night"\nscript = "runes"\n')
    loaded = load(file, policy)
    assert loaded.settings == Settings()
    assert len(loaded.complaints) == 2
    assert all(str(policy) in complaint for complaint in loaded.complaints)
    assert not loaded.locked


def test_a_damaged_policy_is_told(file: Path) -> None:
    loaded = load(file, _write(file.with_name("policy.toml"), "theme ="))
    assert "策略文件" in loaded.complaints[0]


def test_a_folder_in_the_files_place(file: Path) -> None:
    file.mkdir(parents=True)
    (file / "precious").touch()
    assert "无法读取" in load(file).complaints[0]
    save(file, FULL)
    assert load(file).settings == FULL
    assert (file.with_suffix(".damaged.toml") / "precious").exists()


def test_saving_where_it_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="设置未能保存"):
        save(tmp_path / "file" / "settings.toml", FULL)


def test_a_crash_while_saving_leaves_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(file, FULL)

    def full_disk(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(StoreUnavailable, match="磁盘空间不足"):
        save(file, Settings())
    monkeypatch.undo()
    assert load(file).settings == FULL
    assert [f.name for f in file.parent.iterdir()] == ["settings.toml"]


def test_a_query_that_is_not_text_does_not_stop_saving(file: Path) -> None:
    save(file, replace(Settings(), query="a\udcffb"))
    assert load(file).settings.query == "a?b"


def test_search_history() -> None:
    some = Settings().searched("甲").searched("乙").searched(" 甲 ").searched("  ")
    assert some.search_history == ("甲", "乙")
    for n in range(100):
        some = some.searched(str(n))
    assert len(some.search_history) == module.HISTORY_LIMIT
    assert some.search_history[0] == "99"


def test_settings_cannot_be_changed_in_place() -> None:
    frozen: Any = Settings()
    with pytest.raises(AttributeError):
        frozen.theme = "night"


def test_a_policy_says_what_it_takes_and_what_was_meant(file: Path) -> None:
    policy = _write(file.with_name("policy.toml"), 'langauge = "en"\nfont_size = "big"\nscript = 3\n')
    said = " ".join(load(file, policy).complaints)
    assert "是不是“language”？" in said
    assert "8 到 72" in said
    assert "hans、hant" in said


def test_a_policy_fixes_no_ones_open_tabs(file: Path) -> None:
    policy = _write(file.with_name("policy.toml"), 'query = "数字"\npanels = {outline = false}\ntheme = "night"\n')
    loaded = load(file, policy)
    assert loaded.locked == {"theme"}
    assert (loaded.settings.query, dict(loaded.settings.panels)) == ("", {})
    assert len(loaded.complaints) == 2


def test_a_damaged_policy_names_the_line_or_the_encoding(file: Path) -> None:
    policy = _write(file.with_name("policy.toml"), 'theme = "night"\n\nscript = "tw\n')
    assert "第 3 行起不是有效的 TOML" in load(file, policy).complaints[0]
    policy.write_bytes('my_unit = "天津市"\n'.encode("gb18030"))
    assert "UTF-8" in load(file, policy).complaints[0]


# Any value of any type for any key ----------------------------------------------------------------------------------

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_VALUES = st.recursive(
    st.one_of(
        _TEXTS, st.integers(), st.floats(), st.booleans(), st.datetimes().filter(lambda each: each.year >= 1000),
        st.dates().filter(lambda each: each.year >= 1000), st.times(), st.sampled_from(["zzzzz", "////w=", "AAAA", "plan", "hans"]),
    ),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(_TEXTS | st.sampled_from(["doc", "block", "span"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
_KEYS = st.sampled_from(sorted(module._READERS)) | _TEXTS


@given(st.dictionaries(_KEYS, _VALUES, max_size=5))
@example({"tabs": [{"doc": "plan", "span": [float("inf"), 1]}]})
@example({"extra": {"extra": 1}, "": [time(1, 2)]})
def test_any_value_for_any_key_loads_and_is_told_in_one_sentence(values: dict[str, Any]) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "settings.toml"
        file.write_bytes(tomli_w.dumps(values).encode())
        loaded = load(file)
        default = Settings()
        good = {key: value for key, value in values.items() if module._READERS.get(key) and _reads(key, value)}
        refused = [key for key in values if key in module._READERS and key not in good]
        assert len(loaded.complaints) == bool(refused)
        for key in refused:
            assert f"“{key}”" in loaded.complaints[0]
            assert getattr(loaded.settings, key) == getattr(default, key)
        save(file, loaded.settings)
        again = load(file)
        assert not again.complaints
        assert repr(again.settings) == repr(loaded.settings)  # nan is not equal to itself


def _reads(key: str, value: Any) -> bool:
    try:
        module._READERS[key](value)
    except Exception:  # noqa: BLE001 - the loader itself is what must know which they are
        return False
    return True


def test_faults_of_one_file_are_told_in_one_sentence(file: Path) -> None:
    _write(file, 'geometry = "zzzzz"\nfont_size = "big"\npanels = 3\n')
    (said,) = load(file).complaints
    assert all(f"“{key}”" in said for key in ("geometry", "font_size", "panels"))
    assert "8 到 72" in said


def test_a_place_stands_under_its_own_document(file: Path) -> None:
    _write(file, '[positions.plan]\ndoc = "law"\n')
    assert dict(load(file).settings.positions) == {"law": Location("law")}


def test_a_traditional_interface_begins_with_traditional_text(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('language = "zh_TW"\n', encoding="utf-8")
    assert load(file).settings.script == load(file).settings.traditional
    file.write_text('language = "zh_TW"\nscript = "hans"\n', encoding="utf-8")
    assert load(file).settings.script == "hans"
