"""The corpus folder: what is written is read again, byte for byte the same, and damage is told in one sentence."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.core.document import Document, DocumentInfo, info_from
from reader.core.errors import DamagedCorpus, NotFound
from reader.corpus import Corpus

MakeDocument = Callable[..., Document]


def _sentence(folder: Path, question: Callable[[Corpus], object]) -> str:
    """What the corpus says when asked; one sentence (or two clauses of one) that names a remedy."""
    with pytest.raises(DamagedCorpus) as caught:
        question(Corpus(folder))
    said = str(caught.value)
    assert said.endswith("请重新安装程序，或用 --corpus 指定完好的语料文件夹。")
    assert "\n" not in said
    return said


def test_listing_is_in_the_order_written(small_corpus: Path) -> None:
    infos = Corpus(small_corpus).documents()
    assert [info.id for info in infos] == ["plan", "draft"]
    assert infos[0].doc_number == "某政发〔2021〕14号"


def test_listing_reads_no_document(small_corpus: Path) -> None:
    (small_corpus / "normalised" / "plan.json").unlink()
    assert len(Corpus(small_corpus).documents()) == 2


def test_one_document_is_read_without_the_whole_list(small_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(line: Mapping[str, Any]) -> DocumentInfo:
        seen.append(line["id"])
        return info_from(line)

    seen: list[str] = []
    monkeypatch.setattr("reader.corpus.info_from", read)
    corpus = Corpus(small_corpus)
    assert corpus.lists("draft")
    draft = corpus.load("draft")
    assert seen == ["draft", "draft"]
    assert draft.info() == corpus.documents()[1]
    assert seen[2:] == ["plan", "draft"]


def test_a_document_that_is_not_listed_is_not_found_before_the_list_is_read_either(small_corpus: Path) -> None:
    for wrong in ("nothing", "manifest", "", 'plan",\n', "\ud800"):
        assert not Corpus(small_corpus).lists(wrong)
        with pytest.raises(NotFound):
            Corpus(small_corpus).load(wrong)


def test_a_raw_file_that_is_called_like_a_document_is_not_taken_for_its_line(
    small_corpus: Path, make_document: MakeDocument
) -> None:
    other = make_document("正文。", doc="other")
    Corpus(small_corpus).write([replace(other, source=replace(other.source, file="plan.json"))])
    assert not Corpus(small_corpus).lists("plan")
    assert Corpus(small_corpus).load("other").source.file == "plan.json"


def test_a_list_that_is_laid_out_otherwise_says_the_same(small_corpus: Path) -> None:
    manifest = small_corpus / "normalised" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8"))), encoding="utf-8")
    assert Corpus(small_corpus).load("draft") == Corpus(small_corpus).load("draft")
    assert not Corpus(small_corpus).lists("nothing")


def test_a_folder_that_is_gone_is_told_for_one_document_too(tmp_path: Path) -> None:
    assert "找不到语料文件夹" in _sentence(tmp_path / "gone", lambda corpus: corpus.load("draft"))


def test_a_list_of_another_schema_is_refused_for_one_document_too(small_corpus: Path) -> None:
    manifest = small_corpus / "normalised" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"schema": 1', '"schema": 2', 1), encoding="utf-8")
    assert "格式版本 2" in _sentence(small_corpus, lambda corpus: corpus.load("draft"))


def test_what_is_written_is_read(small_corpus: Path, make_document: MakeDocument) -> None:
    document = make_document("一、总则", ("table", "甲\t乙\n1\t2"), "正文𠮷。", doc="other")
    corpus = Corpus(small_corpus)
    corpus.write([document])
    assert corpus.load("other") == document
    assert corpus.documents() == (document.info(),)
    assert corpus.source("other") == document.text


def test_writing_replaces_the_whole_corpus(small_corpus: Path) -> None:
    corpus = Corpus(small_corpus)
    was = corpus.version
    corpus.write([corpus.load("draft")])
    assert [f.name for f in sorted(corpus.normalised.iterdir())] == ["draft.json", "manifest.json"]
    assert corpus.version != was


def test_writing_is_deterministic(small_corpus: Path) -> None:
    corpus = Corpus(small_corpus)
    before = {f.name: (f.read_bytes(), f.stat().st_mtime_ns) for f in corpus.normalised.iterdir()}
    corpus.write([corpus.load("plan"), corpus.load("draft")])
    assert {f.name: (f.read_bytes(), f.stat().st_mtime_ns) for f in corpus.normalised.iterdir()} == before


def test_the_order_is_part_of_the_version(small_corpus: Path) -> None:
    corpus = Corpus(small_corpus)
    was = corpus.version
    corpus.write([corpus.load("draft"), corpus.load("plan")])
    assert corpus.version != was


def test_a_diff_shows_whole_blocks(small_corpus: Path) -> None:
    data = (small_corpus / "normalised" / "plan.json").read_text("utf-8")
    assert data.endswith("}\n")
    assert "𠮷" in data
    line = next(line for line in data.splitlines() if "城市大脑" in line)
    assert json.loads(line.rstrip(","))["kind"] == "paragraph"


@pytest.mark.parametrize("bad", ["", "../etc", "有汉字", "Upper", "a/b", "manifest", "-a"])
def test_ids_that_cannot_be_file_names_are_refused(bad: str, small_corpus: Path, make_document: MakeDocument) -> None:
    with pytest.raises(ValueError, match="document id"):
        Corpus(small_corpus).write([make_document("甲", doc=bad)])


def test_source_needs_no_raw_files(small_corpus: Path) -> None:
    raw = (small_corpus / "raw" / "plan.txt").read_bytes()
    shutil.rmtree(small_corpus / "raw")
    assert Corpus(small_corpus).source("plan") == raw.decode("utf-8")
    assert Corpus(small_corpus).verify() == 2


def test_unknown_document(small_corpus: Path) -> None:
    with pytest.raises(NotFound, match="nothing-here"):
        Corpus(small_corpus).load("nothing-here")


def test_missing_folder(tmp_path: Path) -> None:
    assert str(tmp_path / "gone") in _sentence(tmp_path / "gone", Corpus.documents)


def test_missing_manifest(small_corpus: Path) -> None:
    (small_corpus / "normalised" / "manifest.json").unlink()
    assert "manifest.json" in _sentence(small_corpus, Corpus.documents)


@pytest.mark.parametrize(
    "data",
    ["", "{", "[]", "null", "{}", '{"schema": 1, "version": "x", "documents": 3}', '{"schema": 1, "documents": []}',
     '{"schema": 1, "version": "x", "documents": [{}]}', "[" * 100_000, "\x00\x01\x02"],
    ids=lambda data: data[:40],
)  # fmt: skip
def test_damaged_manifest(data: str, small_corpus: Path) -> None:
    (small_corpus / "normalised" / "manifest.json").write_text(data, "utf-8")
    assert "manifest.json" in _sentence(small_corpus, Corpus.documents)


def test_manifest_of_another_version(small_corpus: Path) -> None:
    manifest = small_corpus / "normalised" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"schema": 1', '"schema": 99'), "utf-8")
    assert "99" in _sentence(small_corpus, Corpus.documents)


def test_manifest_that_leads_out_of_the_folder(small_corpus: Path) -> None:
    manifest = small_corpus / "normalised" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"plan.json"', '"../raw/plan.txt"'), "utf-8")
    assert "manifest.json" in _sentence(small_corpus, Corpus.documents)


def test_missing_document(small_corpus: Path) -> None:
    (small_corpus / "normalised" / "plan.json").unlink()
    assert "plan.json" in _sentence(small_corpus, lambda corpus: corpus.load("plan"))


def test_document_cut_short(small_corpus: Path) -> None:
    file = small_corpus / "normalised" / "plan.json"
    file.write_bytes(file.read_bytes()[:200])
    assert "plan.json 与清单不符" in _sentence(small_corpus, lambda corpus: corpus.load("plan"))


def test_one_character_changed(small_corpus: Path) -> None:
    file = small_corpus / "normalised" / "plan.json"
    file.write_text(file.read_text("utf-8").replace("城市大脑", "城市小脑"), "utf-8")
    assert "plan.json 与清单不符" in _sentence(small_corpus, lambda corpus: corpus.load("plan"))
    assert Corpus(small_corpus).load("draft").id == "draft", "the others can still be read"


def test_info_that_differs_from_the_document(small_corpus: Path) -> None:
    manifest = small_corpus / "normalised" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace("〔2021〕14号", "〔2021〕15号"), "utf-8")
    assert "文件信息与清单不符" in _sentence(small_corpus, lambda corpus: corpus.load("plan"))


def test_unreadable_document(small_corpus: Path) -> None:
    file = small_corpus / "normalised" / "plan.json"
    file.unlink()
    file.mkdir()
    assert "无法读取" in _sentence(small_corpus, lambda corpus: corpus.load("plan"))


def test_edits_that_do_not_fit(small_corpus: Path, make_document: MakeDocument) -> None:
    from reader.core.document import Edit
    from reader.core.span import Span

    corpus = Corpus(small_corpus)
    corpus.write([replace(make_document("正文。", doc="bad"), edits=(Edit(Span(0, 1), "x", "没有", "rule"),))])
    says = _sentence(small_corpus, lambda corpus: corpus.source("bad"))
    assert "“bad”的修订记录与正文不符" in says
    assert "Span" not in says, "the finding is for the log, the reader gets one Chinese sentence"


def test_verify_counts(small_corpus: Path) -> None:
    assert Corpus(small_corpus).verify() == 2


def test_verify_finds_a_changed_raw_file(small_corpus: Path) -> None:
    (small_corpus / "raw" / "draft.txt").write_text("别的文字", "utf-8")
    assert "draft.txt" in _sentence(small_corpus, Corpus.verify)


def test_the_committed_corpus_is_sound(corpus_dir: Path) -> None:
    corpus = Corpus(corpus_dir)
    assert corpus.verify() >= 5
    for info in corpus.documents():
        raw = corpus.raw_file(info.id)
        if raw.suffix == ".txt":
            with raw.open(encoding=info.source.encoding, newline="") as file:
                assert corpus.source(info.id) == file.read(), info.id


def test_listing_loads_nothing_heavy(small_corpus: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from reader.corpus import Corpus;"
        f"Corpus(Path({str(small_corpus)!r})).documents();"
        "heavy = {'whoosh', 'opencc', 'PySide6', 'jieba', 'pypinyin', 'docx', 'sqlite3'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
