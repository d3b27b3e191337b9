"""The main script of the Windows tree: tells the program that it is an installed one, then hands over."""

import sys

sys.frozen = "policy-reader"  # type: ignore[attr-defined]  # what freezers set, and what reader.paths asks for

from reader.__main__ import main  # noqa: E402 - reader.paths has to see the line above

sys.exit(main())
