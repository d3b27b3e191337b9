"""Rule "width": a comma that a copying site set before other marks: 现予公布,。 各县,、区."""

from __future__ import annotations

from reader.core.late_pattern import late
from reader.ingest.traced import Change, TracedText

_STRAY = late(r"(?<=[\u4e00-\u9fff”》）)\d%])[,，](?=[,，、。；：;:])")
_FEWEST = 3  # such commas on a page
_BEFORE_A_STOP = "、。"
"""No table of values parted by commas has these behind one."""


def drop_stray_commas(text: TracedText) -> TracedText:
    """The text without commas right before other marks, where a page has several and one of them stands before a stop
    or a pause: a site set them in when it copied.
    """
    value = text.text
    if not any(pair in value for pair in (",。", "，。", ",、", "，、")):
        return text
    found = [match.start() for match in _STRAY.finditer(value)]
    if len(found) < _FEWEST or not any(value[at + 1] in _BEFORE_A_STOP for at in found):
        return text
    return text.replace([Change(at, at + 1, "") for at in found], "width")
