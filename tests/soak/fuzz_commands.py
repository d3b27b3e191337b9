"""Types 1,000 command lines that nobody would: every one ends with a status of the contract and at most one sentence.

Usage: fuzz_commands.py [TIMES] [SEED]. Also imported by the small sample in tests/test_door.py. The lines are made from
the words that the program knows and from what is hostile (names of 5,000 characters, control characters, pipes,
devices, folders in the place of files, damaged packs and stores), and run in this process, in a scratch folder; a line
that holds a zero byte or half a character can come from no shell and is tried all the same. Ends with 1 where one line
gave a traceback, a status of a fault of ours, too long a sentence, or took too long; the line is printed.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import stat
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TIMES, SEED = 1000, 20261129
PATIENCE = 30.0  # s for one line
STATUSES = frozenset([0, 1, 2, 3, 130])
LONGEST = 200

STRANGE = (
    "", " ", "-", "--", "---", "=", "#", "##", "a#b#c", "x" * 5000, "文" * 5000, "\x1b[31m红\x1b[0m", "\x9b31m", "a\nb",
    "\r", "\t", "\x00", "a\x00b", "\udcff", "\ud800x", "规划\u202egnp.exe", "\u200b", "\ufeff", "\u00ad数字", "数\ufe0f字",
    "𠮷", "%s%n", "{0}", "${HOME}", "~nobody/x", "*", "../../..", "/", "//", "\\\\server\\share\\x", "C:\\x", "con",
    "0", "-1", "99999999999999999999", "1e9", "NaN", "--limit", "-h", "--no-such", "--json=1", "'", '"', "“", "((((", "))))",
    "(" * 3000, "NEAR/99999", "a OR", "OR OR OR", "-", "- -", "年份:", "年份:99999..1", "标题:(", "*:*", "津政发〔2021〕14号",
    "某政发〔2021〕14号#（一）", "plan#b1", "plan#第九百九十九条", "draft", "plan", "数字经济", "數字經濟", "RWQ", "null", "[]",
)  # fmt: skip
FORMS = ("jsonld", "docx", "xlsx", "csv", "md", "html", "exe")

Made = Callable[[random.Random], list[str]]


@dataclass
class Outcome:
    """What came of it: how many lines of each status, and each fault with its line."""

    statuses: dict[int, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class Scratch:
    """A folder with everything that lines may name; files that are to stay as they are tell when they did not."""

    def __init__(self, folder: Path, corpus: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.corpus = folder, folder / "corpus"
        shutil.copytree(corpus, self.corpus)
        listed = json.loads((corpus / "normalised" / "manifest.json").read_text("utf-8"))["documents"]
        self.names: list[str] = [listed[0]["id"], listed[-1]["title"], listed[0]["id"] + "#（一）"]
        (folder / "empty").write_bytes(b"")
        (folder / "some.txt").write_text("关于数字经济的通知\n一、总体要求\n发展数字经济。\n", "utf-8")
        (folder / "binary.txt").write_bytes(bytes(range(256)) * 50)
        (folder / "bad.html").write_bytes("<html><p>数字".encode("gb18030") + b"\xff\xfe<!--" * 50)
        (folder / "bad.jsonld").write_text('[{"id": 1}, null]', "utf-8")
        (folder / "deep.jsonld").write_text("[" * 50_000, "utf-8")
        (folder / "bad.csv").write_text("编号,引文\n1,2,3\n", "utf-8")
        (folder / "bad.db").write_bytes(b"SQLite format 3\x00" + b"\x01" * 4000)
        (folder / "bad.prpack").write_bytes(b"PK\x05\x06" + b"\x00" * 18)
        (folder / "cut.prpack").write_bytes(b"PK\x03\x04" + b"\x00" * 200)
        (folder / "bad.key").write_text("untrusted comment: x\nRW!!\n", "utf-8")
        (folder / "secret").write_text("口令\n", "utf-8")
        (folder / "folder").mkdir()
        with (folder / "huge").open("wb") as huge:
            huge.truncate(3 * 1024**3)  # takes no room on the disk
        self.special: dict[Path, os.stat_result] = {}
        if os.name == "posix":
            (folder / "loop").symlink_to(folder / "loop")
            (folder / "nowhere.lnk").symlink_to(folder / "folder" / "none")
            self._special()
        for name in ("pipe-data", "device-data", "folder-data", "damaged-data"):
            (folder / name).mkdir()
        with contextlib.suppress(OSError, AttributeError):
            os.mkfifo(folder / "pipe-data" / "notes.db")
        with contextlib.suppress(OSError):
            (folder / "device-data" / "notes.db").symlink_to("/dev/zero")
        (folder / "folder-data" / "notes.db").mkdir()
        (folder / "damaged-data" / "notes.db").write_bytes(b"SQLite format 3\x00" + b"\x01" * 4000)
        (folder / "file-data").write_bytes(b"")

    def _special(self) -> None:
        os.mkfifo(self.folder / "pipe")
        for name, number in (("null", 3), ("zero", 5), ("full", 7)):
            with contextlib.suppress(OSError):  # only root may make devices
                os.mknod(self.folder / name, stat.S_IFCHR | 0o666, os.makedev(1, number))
        self.special = {
            path: path.lstat() for path in self.folder.iterdir() if not path.is_file() and not path.is_dir()
        }

    def harmed(self) -> list[str]:
        """Devices, pipes and links that are no longer what they were."""
        found = []
        for path, before in self.special.items():
            try:
                now = path.lstat()
            except FileNotFoundError:
                found.append(f"{path.name} is gone")
                continue
            if (now.st_mode, now.st_ino) != (before.st_mode, before.st_ino):
                found.append(f"{path.name} was replaced")
        return found

    def file(self, chance: random.Random) -> str:
        """Something that may be named where a file is asked for."""
        names = [path.name for path in self.folder.iterdir()]
        kind = chance.random()
        if kind < 0.65:
            return str(self.folder / chance.choice(names))
        if kind < 0.8:
            return str(self.folder / f"new-{chance.randrange(5)}.{chance.choice(FORMS)}")
        return chance.choice([word for word in STRANGE if not word.startswith(("/", "..", "~"))])


def line(chance: random.Random, scratch: Scratch) -> list[str]:
    """One command line."""

    def word() -> str:
        return chance.choice(STRANGE)

    def doc() -> str:
        return chance.choice([*scratch.names, *scratch.names, word()])

    def file() -> str:
        return scratch.file(chance)

    def number() -> str:
        return chance.choice(["0", "1", "50", "-1", "x", "9" * 30, word()])

    made: list[list[str]] = [
        ["library"], ["show", doc()], ["show", doc(), "--script", chance.choice(["hans", "hant", "tw", "hk", word()])],
        ["show", doc(), "--source"], ["search", word()], ["search", doc(), "--limit", number(), "--offset", number()],
        ["search", word(), "--doc", doc(), "--sort", chance.choice(["date", "document", word()])],
        ["search", "数字", "--facet", f"{chance.choice(['doc', 'year', word()])}={word()}"],
        ["register", chance.choice(["tasks", "targets", "systems", "citations", word()]), "--unit", word()],
        ["register", "tasks", chance.choice(["--xlsx", "--docx"]), file()], ["register", "targets", "--csv"],
        ["notes", "add", doc(), "--quote", word(), "--note", word(), "--tag", word()], ["notes", "add", doc(), "--bookmark"],
        ["notes", "list", "--doc", doc()], ["notes", "list"], ["notes", "export", "--format", chance.choice(FORMS)],
        ["notes", "export", "-o", file()], ["notes", "export", "-o", file(), "--encrypt", "--passphrase-file", file()],
        ["notes", "report", doc(), "-o", file()], ["notes", "import", file()], ["notes", "import", file(), "--passphrase-file", file()],
        ["notes", "backup"], ["notes", "backup", file()], ["notes", "restore", file()], ["notes", "check"],
        ["notes", word()], ["notes", "seal"], ["notes", "unseal"], ["normalise", file()], ["normalise", file(), file(), "--json"],
        ["normalise", "-"], ["normalise", word(), "--text"], ["corpus", "verify"], ["corpus", "verify", file()],
        ["corpus", "install", file()], ["corpus", "install", file(), "--allow-older"], ["corpus", "rollback"], ["corpus", "list"],
        ["corpus", "pack", file(), "--key", file(), "--passphrase-file", file(), "--title", word()],
        ["corpus", "pack", file(), "--least", word()], ["corpus", word()], [word()], [doc(), "--beside", doc()], [word(), word()],
        ["--help"], [chance.choice(["library", "notes", "corpus", "search"]), "--help"], ["--version"], [],
    ]  # fmt: skip
    words = chance.choice(made)
    for _ in range(chance.choice([0, 0, 0, 1, 2])):
        words.insert(chance.randrange(len(words) + 1), chance.choice([word(), "--json", "--text", file()]))
    before = ["--corpus", str(scratch.corpus)]
    if chance.random() < 0.08:
        before = ["--corpus", file()]
    data = scratch.folder / "data"
    if chance.random() < 0.25:
        data = scratch.folder / chance.choice(
            ["pipe-data", "device-data", "folder-data", "damaged-data", "file-data", "pipe"]
        )
    before += ["--data-dir", str(data)]
    if chance.random() < 0.3:
        before += ["--lang", chance.choice(["en", "zh_TW", "zh_CN", word()])]
    return before + words


@contextlib.contextmanager
def _standard_input(chance: random.Random) -> Iterator[None]:
    """Something on standard input, or none at all."""
    data = chance.choice([b"", b"x", b"\xff" * 100, "一、数字经济\n".encode(), b"\x00" * 1000, None])
    before = sys.stdin
    sys.stdin = None if data is None else io.TextIOWrapper(io.BytesIO(data))
    try:
        yield
    finally:
        sys.stdin = before


def judged(words: list[str], chance: random.Random) -> tuple[int | None, str]:
    """Runs a line. Its status, and what is wrong with how it ended; empty where nothing is."""
    from reader.cli.main import OpenWindow, main

    out, err, begun = io.TextIOWrapper(io.BytesIO()), io.StringIO(), time.monotonic()
    try:
        with _standard_input(chance), contextlib.redirect_stdout(io.StringIO()):
            status = main(words, out, err)
    except BaseException as error:  # noqa: BLE001  which is what is looked for
        return None, f"{type(error).__name__} came through: {error}"
    took = time.monotonic() - begun
    if isinstance(status, OpenWindow):
        return 0, ""
    told = err.getvalue()
    if status not in STATUSES:
        return status, f"status {status}: {told}"
    if took > PATIENCE:
        return status, f"took {took:.0f} s"
    if "Traceback" in told:
        return status, f"a traceback: {told}"
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in told):
        return status, f"control characters: {told!r}"
    if status == 2 and not told.strip():
        return status, "nothing was said"
    if status in {2, 130} and "healthcheck" not in words and max(map(len, told.splitlines())) > LONGEST:
        return status, f"{max(map(len, told.splitlines()))} characters: {told}"
    return status, ""


def fuzz(times: int, seed: int, corpus: Path, folder: Path) -> Outcome:
    """Tries so many lines in a folder, with a copy of a corpus."""
    outcome, before = Outcome(), Path.cwd()
    scratch = Scratch(folder, corpus)
    os.chdir(folder / "folder")  # relative names lead nowhere else
    try:
        for number in range(times):
            chance = random.Random(f"{seed} {number}")
            words = line(chance, scratch)
            status, fault = judged(words, chance)
            key = -1 if status is None else status
            outcome.statuses[key] = outcome.statuses.get(key, 0) + 1
            fault = fault or "; ".join(scratch.harmed())
            if fault:
                shown = json.dumps(
                    [word if len(word) < 100 else f"{word[:20]}… × {len(word)}" for word in words], ensure_ascii=True
                )
                outcome.faults.append(f"{number}: {shown}\n    {fault[:2000]}")
                if scratch.harmed():
                    break
    finally:
        os.chdir(before)
    return outcome


def main() -> int:
    """Returns the exit status."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    sys.path.insert(0, str(ROOT))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="policy-reader-fuzz-") as folder:
        os.environ["HOME"] = folder
        outcome = fuzz(times, seed, ROOT / "corpus", Path(folder) / "scratch")
    print(
        f"{times} command lines, seed {seed}, {time.monotonic() - begun:.0f} s; by status: {dict(sorted(outcome.statuses.items()))}"
    )
    for fault in outcome.faults:
        print(fault)
    print(f"{len(outcome.faults)} faults")
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    sys.exit(main())
