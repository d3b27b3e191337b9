"""From when a document holds and until when: what its own sentences say, and nothing that they say of others."""

from __future__ import annotations

import pytest

from reader.core.document import from_dict, to_dict
from reader.ingest.normalise import normalise_text

HEAD = "云溪市数字经济促进办法"
BODY = "第一条　为了促进数字经济发展，制定本办法。\n第二条　市人民政府应当建立工作台账，并接受社会监督。"
SIGNED = "云溪市人民政府\n2025年12月3日"


@pytest.mark.parametrize(
    ("says", "effective", "until"),
    [
        ("第三条　本办法自2026年1月1日起施行。", "2026-01-01", None),
        ("第三条　本办法自2026年1月1日起施行，有效期5年。", "2026-01-01", "2030-12-31"),
        ("第三条　本办法自2026年1月1日起施行，有效期为五年。", "2026-01-01", "2030-12-31"),
        ("第三条　本办法自2026年1月1日起施行。有效期至2028年6月30日。", "2026-01-01", "2028-06-30"),
        ("第三条　本办法自2026年1月1日起试行，试行期两年。", "2026-01-01", "2027-12-31"),
        ("第三条　本办法自二〇二六年三月十五日起施行。", "2026-03-15", None),
        ("第三条　本办法由市科技局负责解释，自2026年1月1日起实施。", "2026-01-01", None),
        ("第三条　本办法有效期自2026年1月1日至2027年12月31日。", "2026-01-01", "2027-12-31"),
        ("第三条　本办法自印发之日起施行，有效期3年。", "2025-12-03", "2028-12-02"),
        ("第三条　本办法自2024年2月29日起施行，有效期1年。", "2024-02-29", "2025-02-28"),
        ("第三条　本办法自公布之日起施行。", None, None),  # of which this text does not tell the day
        ("第三条　本办法自2026年1月1日起施行，自2020年1月1日起施行的《云溪市旧办法》同时废止。", "2026-01-01", None),
        ("第三条　本办法自2026年1月1日起施行，《云溪市旧办法》（有效期5年）同时废止。", "2026-01-01", None),
        ("第三条　许可证自2026年1月1日起生效，有效期5年。", None, None),
        ("第三条　《云溪市旧办法》自2026年1月1日起执行。", None, None),
        ("第三条　本办法自2026年13月41日起施行。", None, None),
        ("第三条　本办法自2026年1月1日起施行，有效期至2020年1月1日。", "2026-01-01", None),
    ],
)
def test_what_the_text_says_of_itself(says: str, effective: str | None, until: str | None) -> None:
    document = normalise_text(f"{HEAD}\n{BODY}\n{says}\n{SIGNED}").document
    assert (document.effective, document.valid_until) == (effective, until)
    told = to_dict(document)
    assert (told.get("effective"), told.get("valid_until")) == (effective, until)
    assert from_dict(told) == document


def test_the_day_of_the_order_is_the_day_it_was_made_public() -> None:
    note = "（2025年11月6日云溪市人民政府令第12号公布）"
    document = normalise_text(f"{HEAD}\n{note}\n{BODY}\n第三条　本办法自公布之日起施行。").document
    assert document.effective == "2025-11-06"


def test_the_words_of_a_notice_in_another_script() -> None:
    document = normalise_text(
        f"雲溪市關於加強節水的通知\n各縣區：\n節約用水。\n本通知自2026年1月1日起執行。\n{SIGNED}"
    ).document
    assert document.effective == "2026-01-01"
