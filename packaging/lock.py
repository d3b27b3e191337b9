"""Write the four hashed lock files anew from pyproject.toml. Needs the package index; run by `make lock`.

The locks hold for every platform and every Python from 3.11 on, and no address: where packages come from is the
business of whoever installs them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "build" / "lock-tools"

COMPILE = [
    "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
    "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate", "pyproject.toml",
]  # fmt: skip
LOCKS = {
    "requirements.lock": [],
    "requirements-ocr.lock": ["--extra", "ocr", "-c", "requirements.lock"],
    "requirements-farm.lock": ["--extra", "farm", "-c", "requirements.lock"],
    "requirements-dev.lock": ["--extra", "test", "--extra", "dev", "--extra", "bench", "-c", "requirements.lock"],
}


def main() -> int:
    """Resolve; with --upgrade as the argument, to the newest versions that pyproject.toml allows."""
    if not TOOLS.exists():
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(TOOLS), "uv"], check=True)
    for lock, options in LOCKS.items():
        command = [str(TOOLS / "bin" / "uv"), *COMPILE, *options, "-o", lock, *sys.argv[1:]]
        subprocess.run(command, cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
