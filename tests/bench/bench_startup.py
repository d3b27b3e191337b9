"""From the start of the process to the first paint: our window with a long document against a bare QMainWindow.

They are started in turn, so that whatever else the machine does hurts all alike. Each says itself, on standard error,
when it first painted: `first-paint <seconds since the process started>`.

The bare window loads Qt's bindings as everybody does and shows no text, so it needs no font either. Ours loads them the
light way (`reader/ui/look/light_qt.py`); a second bare window does so too, and tells what that alone is worth.
"""

from __future__ import annotations

import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from frame import Row

ROOT = Path(__file__).resolve().parent.parent.parent
RUNS = 7
LONG = 30_000  # characters; the document nearest to it is shown

# Time since the process started is told by the kernel, so that the interpreter's own start counts on both sides.
BARE = """
import os, sys, time
from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

def age():
    with open("/proc/self/stat") as f:
        ticks = int(f.read().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.tell)

    def tell(self):
        print("first-paint", round(age(), 4), file=sys.stderr, flush=True)
        os._exit(0)

app = QApplication(sys.argv)
window = Window()
window.resize(QSize(1280, 800).boundedTo(window.screen().availableSize()))
window.show()
app.exec()
"""

LIGHT = "from reader.ui.look.light_qt import load\nload()\n" + BARE


def first_paint(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Start a program; returns (milliseconds till it first painted, CPU milliseconds it took in all).

    Bytecode is kept between runs, as it is for everybody who installs a program.
    """
    inherited = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**inherited, "QT_QPA_PLATFORM": "offscreen", **environment},
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = re.search(r"^first-paint ([\d.]+)", done.stderr, re.MULTILINE)
    if not told:
        raise RuntimeError(f"{command} did not say when it painted:\n{done.stderr[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return float(told[1]) * 1000, cpu * 1000


def long_document() -> tuple[str, int]:
    """Id and length of the document of the corpus that is nearest to the length asked for."""
    lengths = {}
    for file in (ROOT / "corpus" / "normalised").glob("*.json"):
        if file.name != "manifest.json":
            document = json.loads(file.read_text(encoding="utf-8"))
            lengths[document["id"]] = sum(len(block["text"]) for block in document["blocks"])
    return min(lengths.items(), key=lambda each: abs(each[1] - LONG))


def main() -> list[Row]:
    """Medians of both, and their ratio."""
    doc, length = long_document()
    bare, light, ours = [], [], []
    with tempfile.TemporaryDirectory() as profile:
        command = [sys.executable, "-m", "reader", "--data-dir", profile, doc]
        for run in range(RUNS + 1):
            one = first_paint([sys.executable, "-c", BARE], {})
            other = first_paint(command, {"POLICY_READER_TRACE_START": "1"})
            third = first_paint([sys.executable, "-c", LIGHT], {})
            if run:  # the first turn warms the file cache and writes the bytecode
                bare.append(one)
                ours.append(other)
                light.append(third)
    bare_ms, our_ms = (statistics.median(ms for ms, _ in side) for side in (bare, ours))
    bare_cpu, our_cpu, light_cpu = (statistics.median(ms for _, ms in side) for side in (bare, ours, light))
    how = f"median of {RUNS} processes, offscreen"
    return [
        Row("bare QMainWindow painted", bare_ms, note=how),
        Row(f"our window painted, {length} characters on screen", our_ms, note=f"{how}; {doc}"),
        Row("our window / bare window, time", our_ms / bare_ms, "×", 1.6, note="same run, taken in turn"),
        Row("bare QMainWindow painted, CPU", bare_cpu, note=how),
        Row("our window painted, CPU", our_cpu, note=how),
        Row("our window / bare window, CPU", our_cpu / bare_cpu, "×", note="steadier on a busy machine"),
        Row("bare QMainWindow, Qt loaded the light way, CPU", light_cpu, note=how),
        Row("our window / bare window, both the light way, CPU", our_cpu / light_cpu, "×", note="same run"),
    ]
