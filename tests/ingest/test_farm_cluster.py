"""A build on a Dask cluster of this machine: the same bytes, whatever happens to the cluster meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from reader.ingest.farm.building import Build, Options
from tests.ingest.test_farm import Here, notice, sums
from tests.poison import WORD

ROOT = Path(__file__).resolve().parents[2]
FILES = 24


class Farm:
    def __init__(self) -> None:
        words = [sys.executable, "tests/farm_here.py", "2", "0", "obey"]
        self._process = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
        )
        self.address = self._line().split(" ")[0]

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def do(self, what: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()
        assert self._line() == "done\n"

    def stop(self) -> None:
        self._process.communicate(timeout=60)


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    if find_spec("distributed") is None:
        pytest.skip("Dask is not installed here (requirements-farm.lock)")
    made = Farm()
    assert made.address.startswith("tcp://127.0.0.1:")
    yield made
    made.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "inbox"
    made.mkdir()
    for number in range(FILES):
        text = notice(f"第{number}种材料", number) + "".join(f"第{n}段要说的事情。\n" for n in range(400))
        (made / f"{number:02d}.md").write_text(text, encoding="utf-8")
    return made


def started(folder: Path, out: Path, address: str, profile: Path) -> subprocess.Popen[str]:
    words = [
        "--data-dir",
        str(profile),
        "corpus",
        "build",
        str(folder),
        "-o",
        str(out),
        "--scheduler",
        address,
        "--json",
    ]
    return subprocess.Popen(
        [sys.executable, "-m", "reader", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def kept(out: Path) -> int:
    return len(list((out.parent / f"{out.name}-review" / "kept").rglob("*.answer")))


def wait_for_answers(running: subprocess.Popen[str], out: Path) -> None:
    end = time.monotonic() + 60
    while kept(out) == 0 and running.poll() is None and time.monotonic() < end:
        time.sleep(0.02)


def wanted(folder: Path, out: Path) -> dict[str, str]:
    Build(Options(folder, out), Here).run()
    return sums(out)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("what", ["", "kill a worker", "restart the scheduler"])
def test_the_same_bytes_whatever_happens_to_the_cluster(
    farm: Farm, folder: Path, tmp_path: Path, profile: Path, what: str
) -> None:
    out = tmp_path / "out"
    running = started(folder, out, farm.address, profile)
    if what:
        wait_for_answers(running, out)
        farm.do(what)
    said, err = running.communicate(timeout=240)
    assert running.returncode == 0, err
    assert {row["state"] for row in json.loads(said)} == {"added"}
    assert sums(out) == wanted(folder, tmp_path / "here")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_poisonous_file_is_listed_and_the_rest_come_in(
    farm: Farm, folder: Path, tmp_path: Path, profile: Path
) -> None:
    out = tmp_path / "out"
    (folder / "05-bad.md").write_bytes(notice("琥珀", 99).encode() + WORD)
    said, err = (running := started(folder, out, farm.address, profile)).communicate(timeout=240)
    assert running.returncode == 0, err
    rows = {Path(row["file"]).name: row for row in json.loads(said)}
    assert rows["05-bad.md"]["state"] == "unreadable"
    assert "意外终止" in rows["05-bad.md"]["says"]
    assert [name for name, row in rows.items() if row["state"] != "added"] == ["05-bad.md"]


def test_an_address_where_nobody_is_and_none_at_all(folder: Path, tmp_path: Path, profile: Path) -> None:
    if find_spec("distributed") is None:
        pytest.skip("Dask is not installed here (requirements-farm.lock)")
    said = "tcp://127.0.0.1:9", "没有应答"
    running = started(folder, tmp_path / "out", said[0], profile)
    _out, err = running.communicate(timeout=100)
    assert (running.returncode, err.count("\n")) == (2, 1)
    assert said[1] in err


def test_without_dask_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.core.errors import BadInput
    from reader.ingest.farm import cluster

    monkeypatch.setattr(cluster, "find_spec", lambda _name: None)
    with pytest.raises(BadInput, match=r"policy-reader\[farm\]"):
        cluster.check("tcp://127.0.0.1:8786")


@pytest.mark.parametrize(
    "address", ["nonsense", "http://10.0.0.1:80", "tcp://", "10.0.0.1", "tcp://a b:1", "file:///etc"]
)
def test_what_can_be_no_address_is_refused(address: str) -> None:
    from reader.core.errors import BadInput
    from reader.ingest.farm import cluster

    with pytest.raises(BadInput, match=r"tcp://10\.0\.0\.5:8786"):
        cluster.check(address)
