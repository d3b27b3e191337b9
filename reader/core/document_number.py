"""How a 文号 is written: 津政发〔2021〕14号 and the forms from before that became the rule: （78）交公路字412号,
财税字（87）第12号, 建标〔2013〕字第4号, 法（办）发〔1988〕6号.

Sources of regular expressions without groups, for the patterns of whoever reads such numbers; brackets and 号 of any
kind.
"""

from __future__ import annotations

from typing import Final

_HAN: Final = r"[\u4e00-\u9fff]"
_OPEN, _SHUT = r"[〔\[【（(﹝]", r"[〕\]】）)﹞]"
_FULL: Final = r"\s*(?:19|20)\d\d\s*"
_SHORT: Final = r"\s*[4-9]\d\s*"
"""A year without its century: from 1949, and by 2000 nobody wrote it so any more."""
_SORT: Final = "[字发發函办辦令通规規电電]"
_OFFICE_OF: Final = rf"{_OPEN}{_HAN}{{1,4}}{_SHUT}"
_SERIAL: Final = r"\s*(?:第\s*)?\d{1,5}\s*[号號]"

YEAR_WITHIN: Final = rf"(?:{_OPEN}{_FULL}{_SHUT}|(?<={_SORT}){_OPEN}{_SHORT}{_SHUT})\s*字?"
"""The year behind the words of the office, with 字 where that stands behind it: 〔2021〕, （87）, 〔2013〕字."""
_WORDS: Final = rf"\s*{_HAN}{{1,12}}(?:{_OFFICE_OF}{_HAN}{{0,4}})?(?:(?<={_SORT[:-1]}〕\]】）)])|(?=\s*第)){_SERIAL}"
"""What stands behind a year that comes first: the words of the office with their sort or with 第, and the number."""
YEAR_FIRST: Final = rf"{_OPEN}(?:{_FULL}|{_SHORT}){_SHUT}{_WORDS}"
NUMBER: Final = rf"(?:{_HAN}{{0,14}}(?:{_OFFICE_OF}{_HAN}{{1,8}})?{YEAR_WITHIN}{_SERIAL}|{_HAN}{{0,10}}{YEAR_FIRST})"
"""A number of any of these forms; where it begins and ends is for the caller to say."""
BEHIND_SHORT_YEAR: Final = rf"(?<=[（(][4-9]\d[）)]){_WORDS}"
"""What tells （78）交公路字412号 from the item （78） of a list."""
