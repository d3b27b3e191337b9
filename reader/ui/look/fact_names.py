"""What levels and statuses of documents are called. Keyed in the catalogue."""

from __future__ import annotations

from typing import Final

from reader.core.validity import STATE_NAMES

LEVELS: Final = {"national": "国家级", "province": "省级", "city": "市级", "district": "区县级"}
STATUSES: Final = {"issued": "已印发", "draft": "征求意见稿"}
VALIDITIES: Final = STATE_NAMES
QUIET: Final = frozenset(["in-force", "unknown"])  # of these: what carries no badge
UNSAID: Final = "未载明"
