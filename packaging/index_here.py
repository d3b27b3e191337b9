"""Runs inside the build environment: builds corpus and search index of the source tree, the same bytes every time.

The program draws random names for index folders and segments, so that two runs never meet in one place. Here they
come from a seeded source instead. Arguments: source tree.
"""

from __future__ import annotations

import random
import secrets
import sys
import time
from pathlib import Path
from unittest import mock


def main(source: Path) -> int:
    """Build the corpus of a source tree in place."""
    sys.path.insert(0, str(source))
    random.seed(0)
    drawn = random.Random(1)
    from whoosh.filedb.filestore import FileStorage

    with (
        mock.patch.object(secrets, "token_hex", lambda count: drawn.randbytes(count).hex()),
        mock.patch.object(time, "time", return_value=0.0),
        mock.patch.object(FileStorage, "file_modified", return_value=0.0),
    ):
        return index(source / "corpus")


def index(corpus: Path) -> int:
    """Build a corpus folder as the program itself does, and leave no lock in it."""
    from reader.ingest import build

    status = build.main([str(corpus)])
    (corpus / "index" / "lock").unlink(missing_ok=True)
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
