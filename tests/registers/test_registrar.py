"""Asking the library and the command line for registers; files that come out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reader.cli.main import main
from reader.core.document import Document
from reader.core.errors import BadInput
from reader.corpus import Corpus
from reader.library import Library
from reader.registers import Lexicon, exporting, load_lexicon, registers_of

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(profile: Path, built_corpus: Path) -> Run:
    def command(*words: str) -> tuple[int, str, str]:
        out, err = io.StringIO(), io.StringIO()
        status = main(
            ["--data-dir", str(profile / "data"), "--corpus", str(built_corpus), "register", *words], out, err
        )
        assert isinstance(status, int)
        return status, out.getvalue(), err.getvalue()

    return command


def test_by_the_library(library: Library) -> None:
    assert len(library.register("tasks", ["binhai-artificial-intelligence-2019"])) == 38
    roles = [role for _, role in library.my_tasks("市教委")]
    assert {"lead", "support", "joint"} >= set(roles)
    assert "lead" in roles
    tasks = library.register("tasks", unit="市教委")
    assert len(tasks) == len(roles)
    assert library.registers() is library.registers()
    with pytest.raises(KeyError):
        library.register("plans")


def test_json(run: Run) -> None:
    status, out, _ = run("tasks", "--json", "--doc", "binhai-artificial-intelligence-2019", "--unit", "區工信局")
    rows = json.loads(out)
    assert status == 0
    assert {row["doc"] for row in rows} == {"binhai-artificial-intelligence-2019"}
    assert {row["role"] for row in rows} == {"joint"}
    short = next(row for row in rows if "区工信局" in row["as_written"]["units"])
    assert short["units"] == ["区工业和信息化局", "各开发区"]
    assert {"task", "lead", "support", "form", "block", "span", "quote", "sure"} <= short.keys()


def test_a_document_without_targets(run: Run) -> None:
    status, out, err = run("targets", "--json", "--doc", "dongli-digital-economy-2026")
    assert (status, json.loads(out)) == (1, [])
    assert "没有写明数字目标" in err


def test_wrong_use(run: Run) -> None:
    status, out, err = run("plans")
    assert (status, out) == (2, "")
    assert err.endswith("。\n")
    assert run("tasks", "--unit", " ")[0] == 2
    assert run("tasks", "--unit", "没有这个单位")[0] == 1
    assert run("tasks", "--xlsx", "/nowhere/at/all.xlsx")[0] == 2


@pytest.mark.parametrize("name", ["tasks", "targets", "systems", "citations"])
def test_text_and_csv(run: Run, name: str) -> None:
    status, out, err = run(name)
    assert status == 0
    assert out.startswith("| 文件")
    assert "行" in err
    _, out, _ = run(name, "--csv")
    assert out.startswith("\ufeff文件,条款")
    lines = list(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))
    assert {len(line) for line in lines} == {len(lines[0])}


def test_xlsx(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "targets.xlsx"
    assert run("targets", "--xlsx", str(file))[0] == 0
    sheet = load_workbook(file).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert str(sheet.auto_filter.ref).startswith("A1:")
    headings = [cell.value for cell in sheet[1]]
    values = [row[headings.index("数值")].value for row in sheet.iter_rows(min_row=2)]
    assert 2600 in values
    assert 4.7 in values
    link = sheet.cell(2, 2).hyperlink
    assert link is not None
    assert str(link.target).startswith("policy-reader:")


def test_no_cell_is_a_formula(make_document: Callable[..., Document], lexicon: Lexicon) -> None:
    document = make_document("=HYPERLINK(1)。（责任单位：市科技局）", title="=1+1")
    rows = registers_of(document, lexicon).tasks
    headings, cells = exporting.table("tasks", rows, lambda _: document)
    assert "'=HYPERLINK(1)。" in exporting.to_csv(headings, cells).decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(exporting.to_xlsx("tasks", rows, headings, cells))).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_word_lists(tmp_path: Path) -> None:
    assert load_lexicon(tmp_path) == Lexicon()
    (tmp_path / "units.toml").write_text("stem = [", encoding="utf-8")
    with pytest.raises(BadInput):
        load_lexicon(tmp_path)


def test_corrections_have_a_basis_and_their_words_are_in_the_corpus(lexicon: Lexicon, corpus_dir: Path) -> None:
    corpus = Corpus(corpus_dir)
    text = "\n".join(corpus.load(info.id).text for info in corpus.documents())
    for correction in lexicon.corrections.values():
        assert correction.basis
        assert correction.drop + bool(correction.type) + bool(correction.alias_of) == 1
        assert correction.drop or correction.name in text


def test_laws_do_not_break_it(sampled_laws: Callable[[int], list[Path]], lexicon: Lexicon) -> None:
    from reader.ingest.normalise import normalise_text

    documents = [normalise_text(f.read_text(encoding="utf-8"), f.name).document for f in sampled_laws(18)]
    found = registers_of(documents, lexicon)
    assert found.citations
    assert not found.targets
