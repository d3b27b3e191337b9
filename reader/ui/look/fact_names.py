"""What levels and statuses of documents are called. Keyed in the catalogue."""

from __future__ import annotations

from typing import Final

from reader.core.lineage_graph import LEVEL_NAMES
from reader.core.validity import STATE_NAMES

LEVELS: Final = LEVEL_NAMES
STATUSES: Final = {"issued": "已印发", "draft": "征求意见稿"}
VALIDITIES: Final = STATE_NAMES
QUIET: Final = frozenset(["in-force", "unknown"])  # of these: what carries no badge
UNSAID: Final = "未载明"
