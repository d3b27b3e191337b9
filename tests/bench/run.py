"""Runs the benchmarks, prints a table, writes build/bench.json and bench.md there; ends with 1 where a limit is broken.

Usage: run.py [NAME…], a NAME being what stands between bench_ and .py.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

from frame import Row  # noqa: E402 - found through the line above

MARKS = {True: "kept", False: "BROKEN", None: ""}


def load(file: Path) -> Any:
    """The benchmark's module."""
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    return module


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in (Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else [])
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": platform.platform(),
        "cpu": f"{cpu} × {os.cpu_count()}",
        "python": platform.python_version(),
    }


def table(rows: list[Row]) -> list[str]:
    """The rows as a Markdown table."""
    lines = ["| what | figure | limit | | how |", "| --- | ---: | ---: | --- | --- |"]
    for row in rows:
        limit = "" if row.limit is None else f"{'≥' if row.at_least else '≤'} {row.limit:g} {row.unit}"
        lines.append(f"| {row.what} | {row.value:.4g} {row.unit} | {limit} | {MARKS[row.met]} | {row.note} |")
    return lines


def main(names: list[str]) -> int:
    """Run them; 1 where a limit is broken or a benchmark does not exist."""
    files = {file.stem.removeprefix("bench_"): file for file in sorted(HERE.glob("bench_*.py"))}
    if unknown := set(names) - files.keys():
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(files)}", file=sys.stderr)
        return 1
    results: dict[str, list[Row]] = {}
    report = ["# Measured", "", *(f"- {key}: {value}" for key, value in machine().items())]
    for name in names or files:
        started = time.perf_counter()
        rows = results[name] = load(files[name]).main()
        part = [f"## {name}", "", *table(rows), "", f"({time.perf_counter() - started:.0f} s)"]
        print("\n".join(part) + "\n", flush=True)
        report += ["", *part]
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench.md").write_text("\n".join(report) + "\n", encoding="utf-8")
    values = {name: [{**asdict(row), "met": row.met} for row in rows] for name, rows in results.items()}
    text = json.dumps({"machine": machine(), "results": values}, ensure_ascii=False, indent=1)
    (build / "bench.json").write_text(text + "\n", encoding="utf-8")
    broken = [row.what for rows in results.values() for row in rows if row.met is False]
    print(f"{sum(map(len, results.values()))} figures, {len(broken)} limits broken; build/bench.md, build/bench.json")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
