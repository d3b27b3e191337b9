"""Made-up policy pages of other places and subjects, from raw text to rows, against what a person reads in them.

Each `data/<name>.txt` is a page as it is published, `data/<name>.toml` the rows: units as 牵头 | 共同 | 配合, figures as
"what comparator value unit year kind" (the words of `what` must be among those of the row).
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from reader.core.document import Document
from reader.core.register import REGISTERS, Registers, Target, as_row
from reader.ingest.metadata import Facts
from reader.ingest.normalise import normalise_raw
from reader.ingest.sources import read_file
from reader.registers import Lexicon, registers_of

DATA = Path(__file__).resolve().parent / "data"
PAGES = sorted(file.stem for file in DATA.glob("*.txt"))


@pytest.fixture(scope="session")
def pages(lexicon: Lexicon) -> Mapping[str, tuple[Document, Registers, dict[str, Any]]]:
    """Each page read, with what a person found in it."""
    made = {}
    for name in PAGES:
        document = normalise_raw(read_file(DATA / f"{name}.txt"), Facts(id=name)).document
        truth = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
        made[name] = document, registers_of(document, lexicon), truth
    return made


Pages = Mapping[str, tuple[Document, Registers, dict[str, Any]]]


def _bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", PAGES)
def test_units(pages: Pages, name: str) -> None:
    _, registers, truth = pages[name]
    roles = (tuple("、".join(u.name for u in g) for g in (t.lead, t.units, t.support)) for t in registers.tasks)
    assert Counter("|".join(role) for role in roles) == Counter(map(_bare, truth["tasks"]))


def _is(target: Target, wanted: str) -> bool:
    *what, sign, value, unit, year, kind = wanted.split()
    facts = (target.comparator, target.value, target.unit, str(target.deadline or "-"), target.kind)
    return facts == (sign, value, unit, year, kind) and "".join(what) in _bare(target.what)


@pytest.mark.parametrize("name", PAGES)
def test_figures(pages: Pages, name: str) -> None:
    _, registers, truth = pages[name]
    left = [t for t in registers.targets if t.kind in {"target", "funding"}]
    for wanted in truth["targets"]:
        found = next((t for t in left if _is(t, wanted)), None)
        assert found is not None, wanted
        left.remove(found)
    assert left == []
    past = Counter(f"{t.value} {t.unit}" for t in registers.targets if t.kind == "baseline")
    assert past == Counter(truth["past"])


@pytest.mark.parametrize("name", PAGES)
def test_names(pages: Pages, name: str) -> None:
    _, registers, truth = pages[name]
    names = {form: s.name for s in registers.systems for form in (s.name, *s.aliases)}
    assert [n for n in truth["systems"] if n not in names] == []
    assert {s.name for s in registers.systems} == {names[n] for n in truth["systems"]}


@pytest.mark.parametrize("name", PAGES)
def test_references(pages: Pages, name: str) -> None:
    _, registers, truth = pages[name]
    assert Counter(c.cited for c in registers.citations) == Counter(truth["citations"])


@pytest.mark.parametrize("name", PAGES)
def test_places(pages: Pages, name: str) -> None:
    document, registers, _ = pages[name]
    texts = {b.id: b.text for b in document.blocks}
    for register in REGISTERS:
        for row in map(as_row, registers.rows(register)):
            start, end = row["span"]
            assert texts[row["block"]][start:end] == row["quote"] != ""
