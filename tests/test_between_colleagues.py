"""Notes that go from one profile to another and back on the command line, as colleagues and spreadsheets leave them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from reader.cli.main import main

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(small_corpus: Path, tmp_path: Path) -> Say:
    """Runs a command as somebody."""

    def run(who: str, *words: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        arguments = ["--data-dir", str(tmp_path / who), "--corpus", str(small_corpus), *words]
        status = main(arguments, out, err)
        assert isinstance(status, int)
        return status, out.getvalue(), err.getvalue()

    return run


def noted(say: Say, who: str, note: str = "原") -> str:
    return say(who, "notes", "add", "plan#b9", "--quote", "城市大脑", "--note", note)[1].strip()


def taken(say: Say, who: str, file: Path, *words: str) -> dict[str, Any]:
    status, out, err = say(who, "notes", "import", str(file), "--json", *words)
    assert status in {0, 1}, err
    return dict(json.loads(out))


def sent(say: Say, who: str, file: Path) -> Path:
    status, _, err = say(who, "notes", "export", "-o", str(file))
    assert status == 0, err
    return file


@pytest.mark.parametrize("form", ["jsonld", "csv"])
def test_who_has_a_deletion_against_an_edit_can_still_send(say: Say, tmp_path: Path, form: str) -> None:
    note = noted(say, "x")
    taken(say, "y", sent(say, "x", tmp_path / "0.jsonld"))
    say("x", "notes", "delete", note)
    say("y", "notes", "edit", note, "--note", "Y改")
    assert taken(say, "y", sent(say, "x", tmp_path / "1.jsonld"))["conflicting"] == [note]
    back = sent(say, "y", tmp_path / f"2.{form}")
    assert note in json.dumps(taken(say, "x", back))
    taken(say, "z", back)


@pytest.mark.parametrize("form", ["jsonld", "csv"])
def test_what_found_no_place_travels_like_all_else(say: Say, tmp_path: Path, form: str) -> None:
    table = tmp_path / "a.csv"
    table.write_text("文件,原文,批注\n,这句话哪里也没有写过呀,看\n", "utf-8")
    assert len(taken(say, "h", table, "--doc", "plan")["added"]) == 1
    preview = say("h2", "notes", "import", str(table), "--doc", "plan", "--preview")[1]
    assert "原文中找不到" in preview
    file = sent(say, "h", tmp_path / f"h.{form}")
    assert len(taken(say, "n", file)["added"]) == 1
    assert taken(say, "h", file)["updated"] == []
    (note,) = json.loads(say("n", "notes", "list", "--json")[1])
    assert (note["state"], note["quote"]) == ("orphan", "这句话哪里也没有写过呀")


def resaved(file: Path, change: Callable[[dict[str, str]], None]) -> Path:
    """The table with each line changed, as a spreadsheet saves it."""
    rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
    for row in rows:
        change(row)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    again = file.with_name("again.csv")
    again.write_bytes(out.getvalue().encode("utf-8"))
    return again


@pytest.mark.parametrize("moment", ["2026/11/29 4:42", "2026/11/29 04:42:10", "2026-11-29 4:42", "46355.1958333"])
def test_a_table_saved_by_a_spreadsheet_changes_nothing(say: Say, tmp_path: Path, moment: str) -> None:
    noted(say, "e", "第一行\n第二行")
    file = sent(say, "e", tmp_path / "e.csv")

    def change(row: dict[str, str]) -> None:
        row["创建"] = row["修改"] = moment
        row["批注"] = row["批注"].replace("\n", "\r\n")

    told = taken(say, "e", resaved(file, change))
    assert (len(told["kept"]), told["updated"], told["conflicting"]) == (1, [], [])


def test_where_a_note_stands_is_never_taken_from_a_table(say: Say, tmp_path: Path) -> None:
    note = noted(say, "e")
    before = json.loads(say("e", "notes", "list", "--json")[1])

    def change(row: dict[str, str]) -> None:
        row["起"], row["止"], row["条款编号"], row["原文"], row["批注"] = "18", "20", "bxxx", "瞎改的原文", "新"

    told = taken(say, "e", resaved(sent(say, "e", tmp_path / "e.csv"), change))
    assert told["updated"] == [note]
    (after,) = json.loads(say("e", "notes", "list", "--json")[1])
    assert (after["text"], after["state"], after["span"], after["quote"]) == (
        "新", "exact", before[0]["span"], before[0]["quote"],
    )  # fmt: skip


def test_a_comment_on_a_cell_of_a_table_finds_it(say: Say, tmp_path: Path) -> None:
    source = tmp_path / "表.md"
    source.write_text(
        "# 关于印发指标表的通知\n\n各区：\n\n现将主要指标印发给你们。\n\n"
        "| 指标 | 单位 | 2026年 |\n| --- | --- | --- |\n| 数字经济增加值占比 | | 50 |\n| | 个 | 12 |\n", "utf-8",
    )  # fmt: skip
    added = json.loads(say("w", "library", "add", str(source), "--json")[1])
    doc = added[0]["id"]
    document = json.loads(say("w", "show", doc, "--json")[1])
    table = next(block for block in document["blocks"] if block["kind"] == "table")
    say("w", "notes", "add", f"{doc}#{table['id']}", "--quote", "数字经济增加值占比", "--note", "口径")
    file = tmp_path / "w.docx"
    assert say("w", "notes", "report", doc, "--by", "comments", "-o", str(file))[0] == 0
    word = docx.Document(str(file))
    cell = next(c for row in word.tables[0].rows for c in row.cells if c.text == "12")
    word.add_comment(cell.paragraphs[0].runs[0], text="多少个？", author="王芳")
    word.save(str(file))
    told = taken(say, "w", file)
    assert (len(told["kept"]), len(told["added"])) == (1, 1)
    states = {each["text"]: each["state"] for each in json.loads(say("w", "notes", "list", "--json")[1])}
    assert states == {"口径": "exact", "多少个？": "exact"}


def test_one_bad_line_of_a_table_stops_no_other(say: Say, tmp_path: Path) -> None:
    notes = [noted(say, "e", str(number)) for number in range(5)]
    file = sent(say, "e", tmp_path / "e.csv")
    changes = dict(
        zip(notes, [("颜色", "绿色"), ("颜色", "橙"), ("编号", ""), ("颜色", "藍"), ("状态", "待办")], strict=True)
    )

    def change(row: dict[str, str]) -> None:
        column, value = changes[row["编号"]]
        row[column] = value

    told = taken(say, "e", resaved(file, change))
    assert sorted(told["updated"]) == sorted([notes[0], notes[3], notes[4]])
    assert len(told["refused"]) == 2
    assert any("橙" in sentence and "粉" in sentence for sentence in told["refused"])
    assert any("没有编号" in sentence for sentence in told["refused"])
    now = {each["id"]: each for each in json.loads(say("e", "notes", "list", "--json")[1])}
    assert [now[note]["colour"] for note in notes] == ["green", "yellow", "yellow", "blue", "yellow"]
    assert now[notes[4]]["status"] == "todo"


def test_tags_beside_the_words_stay_when_the_same_file_comes_again(say: Say, tmp_path: Path) -> None:
    """A table, and an annotation of another program: their words tell nothing of their tags."""
    table = tmp_path / "a.csv"
    table.write_text("原文,批注,标签,时间\n城市大脑,看看,重点,2026-01-02 03:04:05\n", "utf-8")
    web = tmp_path / "b.json"
    quoted = {"selector": {"type": "TextQuoteSelector", "exact": "城市大脑"}, "source": "http://example.org/"}
    row = {"text": "再看看", "tags": ["存疑"], "created": "2026-01-02T00:00:00Z", "target": [quoted]}
    web.write_text(json.dumps({"rows": [row]}), "utf-8")
    for file in (table, web):
        (note,) = taken(say, "x", file, "--doc", "plan")["added"]
        assert taken(say, "x", file, "--doc", "plan")["kept"] == [note]
    found = json.loads(say("x", "notes", "list", "--json")[1])
    assert {each["text"]: each["tags"] for each in found} == {"看看": ["重点"], "再看看": ["存疑"]}
    row["text"] = "改了"
    web.write_text(json.dumps({"rows": [row]}), "utf-8")
    (note,) = taken(say, "x", web, "--doc", "plan")["updated"]
    (after,) = (each for each in json.loads(say("x", "notes", "list", "--json")[1]) if each["id"] == note)
    assert (after["text"], after["tags"]) == ("改了", ["存疑"])


def test_one_bad_entry_of_a_file_stops_no_other(say: Say, tmp_path: Path) -> None:
    notes = [noted(say, "e", str(number)) for number in range(4)]
    file = sent(say, "e", tmp_path / "e.jsonld")
    items = json.loads(file.read_text("utf-8"))
    items[1]["target"] = 42
    items.append({**items[2], "pr:colour": "blue"})
    items.append({"type": "Annotation", "id": "urn:x:1", "target": "http://example.org/"})
    file.write_text(json.dumps(items), "utf-8")
    told = taken(say, "f", file)
    assert sorted(told["added"]) == sorted([notes[0], notes[3]])
    assert len(told["refused"]) == 3
    status, out, _err = say("f", "notes", "import", str(file), "--preview")
    assert (status, out.count("读不了")) == (0, 3)
    file.write_text(json.dumps([items[1]]), "utf-8")
    status, _out, err = say("f", "notes", "import", str(file))
    assert (status, "第 1 条不完整" in err) == (2, True)


def test_a_preview_says_where_each_note_lands(say: Say, tmp_path: Path) -> None:
    noted(say, "x")
    file = sent(say, "x", tmp_path / "x.jsonld")
    (row,) = json.loads(say("y", "notes", "import", str(file), "--preview", "--json")[1])["rows"]
    assert row["place"].startswith("《")
    assert row["place"] in say("y", "notes", "import", str(file), "--preview")[1]
    table = tmp_path / "a.csv"
    table.write_text("原文,批注\n城市大脑,看看\n", "utf-8")
    (other,) = json.loads(say("y", "notes", "import", str(table), "--doc", "plan", "--preview", "--json")[1])["rows"]
    assert other["place"] == row["place"]


def test_a_preview_of_documents_with_notes_does_not_miss_what_comes_along(say: Say, tmp_path: Path) -> None:
    source = tmp_path / "通知.md"
    source.write_text("# 关于数据要素的通知\n\n各区：\n\n现将有关事项通知如下，请认真组织实施。\n", "utf-8")
    doc = json.loads(say("x", "library", "add", str(source), "--json")[1])[0]["id"]
    say("x", "notes", "add", doc, "--quote", "有关事项", "--note", "口径")
    file = sent(say, "x", tmp_path / "x.prdocs")
    status, out, err = say("y", "notes", "import", str(file), "--preview")
    assert (status, "《关于数据要素的通知》" in out, "不在文库中" in err) == (0, True, False)


def test_notes_of_a_document_that_was_taken_out_are_found_by_either_id(say: Say, tmp_path: Path) -> None:
    source = tmp_path / "通知.md"
    source.write_text("# 关于数据要素的通知\n\n各区：\n\n现将有关事项通知如下，请认真组织实施。\n", "utf-8")
    theirs, ours = (json.loads(say(who, "library", "add", str(source), "--json")[1])[0]["id"] for who in "xy")
    say("x", "notes", "add", theirs, "--quote", "有关事项", "--note", "口径")
    taken(say, "y", sent(say, "x", tmp_path / "x.jsonld"))
    found: dict[str, object] = {}
    for _ in range(2):
        for doc in (theirs, ours):
            (found,) = json.loads(say("y", "notes", "list", "--doc", doc, "--json")[1])
            assert (found["text"], found["doc"]) == ("口径", ours)
        say("y", "library", "remove", ours)
    assert found["away"]
    assert "口径" in say("y", "notes", "export", "--format", "csv", "--doc", ours)[1]


@pytest.mark.parametrize("name", ["document.json", "facts.json"])
def test_notes_of_a_damaged_document_are_listed_by_its_names(say: Say, tmp_path: Path, name: str) -> None:
    source = tmp_path / "通知.md"
    source.write_text("# 关于数据要素的通知\n\n各区：\n\n现将有关事项通知如下，请认真组织实施。\n", "utf-8")
    doc = json.loads(say("x", "library", "add", str(source), "--json")[1])[0]["id"]
    say("x", "notes", "add", doc, "--quote", "有关事项", "--note", "口径")
    (damaged,) = tmp_path.rglob(f"v1/{name}")
    damaged.write_bytes(b"x")
    for called in (doc, "关于数据要素的通知"):
        (found,) = json.loads(say("x", "notes", "list", "--doc", called, "--json")[1])
        assert (found["text"], found["unreadable"]) == ("口径", True)


def test_a_conflict_names_who_wrote_the_field_not_who_wrote_last(say: Say, tmp_path: Path) -> None:
    for name, who in (("甲", "x"), ("乙", "y"), ("丙", "z")):
        say(who, "notes", "author", "--name", name)
    note = noted(say, "x")
    for who in ("y", "z"):
        taken(say, who, sent(say, "x", tmp_path / "0.jsonld"))
    say("y", "notes", "edit", note, "--note", "乙的话")
    taken(say, "z", sent(say, "y", tmp_path / "1.jsonld"))
    say("z", "notes", "edit", note, "--colour", "blue")  # the words stay those of 乙
    say("x", "notes", "edit", note, "--note", "甲的话")
    say("x", "notes", "edit", note, "--tag", "数据")
    (row,) = taken(say, "x", sent(say, "z", tmp_path / "2.jsonld"))["rows"]
    assert row["creator"]["name"] == "乙"
    (found,) = json.loads(say("x", "notes", "conflicts", "--json")[1])
    (field,) = found["fields"]
    assert (field["field"], field["editor"]["name"]) == ("text", "甲")
    assert [each["editor"]["name"] for each in field["theirs"]] == ["乙"]


def test_a_deletion_that_was_not_done_is_not_offered_again(say: Say, tmp_path: Path) -> None:
    note = noted(say, "x")
    taken(say, "y", sent(say, "x", tmp_path / "0.jsonld"))
    say("x", "notes", "delete", note)
    file = sent(say, "x", tmp_path / "1.jsonld")
    status, out, err = say("y", "notes", "import", str(file))
    assert "对方删除了 1 条" in out
    assert "--deletions" in err
    status, out, err = say("y", "notes", "import", str(file))
    assert "对方删除了" not in out
    assert "先前没有照办的 1 条" in out
    assert "--deletions" not in err
    say("y", "notes", "edit", note, "--note", "还要用")
    assert taken(say, "y", file)["conflicting"] == []
    say("y", "notes", "undo-import")
    assert taken(say, "y", file, "--deletions")["done"] == []
    assert status == 0


def test_what_was_not_done_can_still_be_done(say: Say, tmp_path: Path) -> None:
    note = noted(say, "x")
    taken(say, "y", sent(say, "x", tmp_path / "0.jsonld"))
    say("x", "notes", "delete", note)
    file = sent(say, "x", tmp_path / "1.jsonld")
    assert taken(say, "y", file)["declined"] == []
    assert taken(say, "y", file)["declined"] == [note]
    say("y", "notes", "undo-import")  # of what was taken in last: that it was not done
    assert taken(say, "y", file, "--deletions")["done"] == [note]


PLAN = "# 某市数据局关于印发办法的通知\n\n某数发〔2026〕3号\n\n各区：\n\n一、总体要求\n\n{}\n\n二、重点任务\n\n完善城市大脑，建设数据平台。\n\n三、保障措施\n\n完善城市大脑，落实经费。\n"
WORDS = "坚持以数据要素为核心，推动数字经济发展。"


def own(say: Say, who: str, file: Path, text: str = WORDS) -> str:
    """A document of somebody's own."""
    file.write_text(PLAN.format(text), "utf-8")
    (row,) = json.loads(say(who, "library", "add", str(file), "--json")[1])
    assert row["state"] == "added"
    return str(row["id"])


def listed(say: Say, who: str) -> list[dict[str, Any]]:
    return list(json.loads(say(who, "notes", "list", "--json")[1]))


@pytest.mark.parametrize("form", ["jsonld", "csv"])
@pytest.mark.parametrize("first", [True, False])
def test_notes_find_the_same_file_that_a_colleague_added(say: Say, tmp_path: Path, form: str, first: bool) -> None:
    theirs = own(say, "x", tmp_path / "办法.md")
    say("x", "notes", "add", f"{theirs}#三", "--quote", "大脑", "--note", "哪一处")
    say("x", "notes", "add", f"{theirs}#二", "--bookmark")
    file = sent(say, "x", tmp_path / f"x.{form}")
    mine = own(say, "y", tmp_path / "办法.md") if first else ""
    told = taken(say, "y", file)
    assert len(told["added"]) == 2
    if first:
        assert told["same"] == [{"doc": theirs, "here": mine, "basis": "file"}]
        assert "原始文件相同" in say("y", "notes", "import", str(file), "--preview")[2]
    else:
        assert {each["away"] for each in listed(say, "y")} == {True}
        mine = own(say, "y", tmp_path / "办法.md")
    assert mine != theirs
    found = listed(say, "y")
    assert [(each["doc"], each["state"], each["away"]) for each in found] == [(mine, "exact", False)] * 2
    document = json.loads(say("y", "show", mine, "--json")[1])
    texts = {block["id"]: block["text"] for block in document["blocks"]}
    assert sorted(texts[each["block"]] for each in found) == ["二、重点任务", "完善城市大脑，落实经费。"]
    say("y", "notes", "edit", next(each["id"] for each in found if each["text"]), "--note", "三那一处")
    back = taken(say, "x", sent(say, "y", tmp_path / f"y.{form}"))
    assert (len(back["updated"]), len(back["kept"]), back["conflicting"]) == (1, 1, [])
    assert {(each["doc"], each["state"]) for each in listed(say, "x")} == {(theirs, "exact")}


def test_another_form_of_the_document_is_found_by_its_number_and_the_words(say: Say, tmp_path: Path) -> None:
    theirs = own(say, "x", tmp_path / "办法.md")
    say("x", "notes", "add", theirs, "--quote", "数据要素", "--note", "甲")
    say("x", "notes", "add", f"{theirs}#三", "--quote", "落实经费", "--note", "乙")
    mine = own(say, "y", tmp_path / "又.md", "坚持以数据要素为核心，加快推动数字经济发展。")
    told = taken(say, "y", sent(say, "x", tmp_path / "x.jsonld"))
    assert told["same"] == [{"doc": theirs, "here": mine, "basis": "name"}]
    assert sorted((each["doc"], each["text"], each["state"]) for each in listed(say, "y")) == [
        (mine, "乙", "exact"), (mine, "甲", "moved"),
    ]  # fmt: skip


def test_another_document_of_that_name_is_not_taken(say: Say, tmp_path: Path) -> None:
    theirs = own(say, "x", tmp_path / "办法.md")
    say("x", "notes", "add", theirs, "--quote", "数据要素", "--note", "甲")
    own(say, "y", tmp_path / "又.md", "发挥人工智能的作用。")
    told = taken(say, "y", sent(say, "x", tmp_path / "x.jsonld"))
    assert (told["same"], len(told["added"])) == ([], 1)
    assert [each["away"] for each in listed(say, "y")] == [True]


@pytest.mark.parametrize("form", ["jsonld", "csv"])
def test_what_is_away_keeps_its_clause_and_travels_on(say: Say, tmp_path: Path, form: str) -> None:
    doc = own(say, "x", tmp_path / "办法.md")
    say("x", "notes", "add", f"{doc}#三", "--quote", "落实经费", "--note", "甲")
    say("x", "library", "remove", doc)
    file = sent(say, "x", tmp_path / f"x.{form}")
    assert len(taken(say, "y", file)["added"]) == 1
    again = sent(say, "y", tmp_path / f"y.{form}")
    table = say("y", "notes", "export", "--format", "csv")[1]
    (row,) = csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))
    assert (row["文件"], row["文号"], row["条款路径"]) == (
        "某市数据局关于印发办法的通知",
        "某数发〔2026〕3号",
        "第三部分",
    )
    assert "某市数据局关于印发办法的通知" in say("y", "notes", "list")[1]
    mine = own(say, "z", tmp_path / "办法.md")
    assert taken(say, "z", again)["same"] == [{"doc": doc, "here": mine, "basis": "file"}]
    assert [(each["doc"], each["state"]) for each in listed(say, "z")] == [(mine, "exact")]


@pytest.mark.parametrize("hurt", ["document.json", "facts.json", "original.md"])
def test_a_damaged_document_is_mended_by_the_same_file_and_keeps_its_notes(say: Say, tmp_path: Path, hurt: str) -> None:
    doc = own(say, "x", tmp_path / "办法.md")
    say("x", "library", "info", doc, "--set", "title=另一个标题")
    say("x", "notes", "add", doc, "--quote", "落实经费", "--note", "甲")
    (file,) = (tmp_path / "x").rglob(f"{doc}/v1/{hurt}")
    file.write_bytes(file.read_bytes()[: len(file.read_bytes()) // 2])
    assert say("x", "show", doc)[0] == (0 if hurt == "original.md" else 3)
    (row,) = json.loads(say("x", "library", "add", str(tmp_path / "办法.md"), "--json")[1])
    assert (row["state"], row["id"]) == ("already", doc)
    assert "修复" in row["says"]
    assert "另一个标题" in say("x", "library")[1]
    assert [(each["doc"], each["state"]) for each in listed(say, "x")] == [(doc, "exact")]
    (row,) = json.loads(say("x", "library", "add", str(tmp_path / "办法.md"), "--json")[1])
    assert "修复" not in row["says"]


def commented(say: Say, who: str, doc: str, file: Path) -> Path:
    assert say(who, "notes", "report", doc, "--by", "comments", "-o", str(file))[0] == 0
    return file


def without_comment(file: Path, words: str) -> Path:
    """The Word file as it is after somebody deleted a comment."""
    word = docx.Document(str(file))
    (number,) = [each.comment_id for each in word.comments if words in each.text]
    for root in (word.element, word.part._comments_part.element):
        for each in root.xpath(f".//*[@w:id='{number}']"):
            each.getparent().remove(each)
    word.save(str(file))
    return file


def test_a_comment_that_was_deleted_in_word_is_offered_as_a_deletion(say: Say, tmp_path: Path) -> None:
    doc = own(say, "x", tmp_path / "办法.md")
    notes = [
        say("x", "notes", "add", doc, "--quote", quote, "--note", note)[1].strip()
        for quote, note in (("落实经费", "甲"), ("数据要素", "乙"), ("数据平台", "丙"))
    ]
    file = commented(say, "x", doc, tmp_path / "x.docx")
    assert taken(say, "x", file)["deleted"] == []
    for words in "甲乙":
        without_comment(file, words)
    say("x", "notes", "edit", notes[1], "--note", "乙，又改过")
    told = taken(say, "x", file)
    assert (told["deleted"], told["conflicting"], told["kept"]) == ([notes[0]], [notes[1]], [notes[2]])
    assert len(listed(say, "x")) == 3
    assert "对方删除" not in say("x", "notes", "import", str(file))[1], "it was offered once"
    assert taken(say, "x", file, "--deletions")["done"] == [notes[0]]
    assert len(listed(say, "x")) == 2
    say("x", "notes", "undo-import")
    again = commented(say, "x", doc, tmp_path / "again.docx")
    for words in "甲乙丙":
        without_comment(again, words)
    assert notes[0] in taken(say, "x", again)["deleted"], "though no comment is left in the file"
    assert say("y", "notes", "import", str(again), "--preview")[0] == 1


def test_an_annotation_without_a_quotation_is_told(say: Say, tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    place = {"type": "TextPositionSelector", "start": 3, "end": 9}
    words = {"type": "TextQuoteSelector", "exact": "城市大脑"}
    made = [{"type": "Annotation", "target": {"source": "plan", "selector": [each]}} for each in (place, words)]
    file.write_text(json.dumps(made), "utf-8")
    told = taken(say, "x", file, "--doc", "plan")
    assert (len(told["added"]), len(told["refused"])) == (1, 1)
    assert "第 1 条" in told["refused"][0]
    file.write_text(json.dumps(made[:1]), "utf-8")
    status, _, err = say("x", "notes", "import", str(file), "--doc", "plan")
    assert (status, "没有引文" in err) == (2, True)
