"""Words before a sentence that say whose report it is: "Theo Ban Tổ chức Huyện ủy, ..."; what it states begins behind them.

Figures are read behind the frame; units named in it are remembered (`forecast.intake.sentences.statements`).
"""

from __future__ import annotations

from forecast.intake.sentences.times import times
from forecast.intake.sentences.words import pattern

_MARKS = r"[\s\"“”‘’«»(*•+–—-]*"
# "(ĐN)- ", "QBĐT - ": the paper before its news.
_PAPER = r"(?:\(?(?-i:[A-ZĐ]{2,8})(?:\s?Online)?\)?\s?[-–]\s?)?"
_SAYS = r"(?:cho biết|cho hay|thông tin|nhấn mạnh|khẳng định|nêu rõ|chia sẻ|báo cáo)"
_REPORT = (
    rf"(?:(?:cũng )?theo\s(?!kế hoạch|chỉ tiêu|lộ trình|nghị quyết|mục tiêu|đề án|"
    rf"chương trình)[^,;:%\d]{{2,120}}?(?:\s{_SAYS})?[,:]\s|"
    rf"(?:đồng chí|ông|bà|thông tin|tin|số liệu|báo cáo|thống kê|ban|văn phòng|phó|bí thư|trưởng|chủ tịch)\s"
    rf"[^;:%\d]{{2,150}}?\s{_SAYS}(?:\srằng)?[,:]\s|"
    r"according to [^,;:%\d]{3,120},\s)"
)
# What was done for it, or how it comes: "Nhờ làm tốt công tác tạo nguồn, ...".
_CAUSE = (
    r"(?:(?:nhờ|với (?:sự|quyết tâm|nỗ lực|tinh thần|phương châm|nhiều|các|những|cách))\s[^,;:%\d]{2,120},\s|"
    r"(?:qua|nhờ|do|từ|cùng với|bên cạnh) đó,\s|(?:nhờ|như|do) vậy,\s|(?:đặc biệt|đáng chú ý|ngoài ra),\s(?:là\s)?|"
    r"(?:thanks to [^,;:%\d]{3,120}|as a result|notably|in addition|besides),\s)"
)
_OPENING = pattern(rf"{_MARKS}{_PAPER}{_MARKS}")
_FRAME = pattern(rf"{_MARKS}{_PAPER}{_MARKS}(?:{_REPORT})?(?:{_CAUSE})?{_MARKS}")


def frame_length(plain: str) -> int:
    """How many characters at the beginning of a sentence only say who reports it.

    Examples
    --------
    >>> text = "Theo Ban Tổ chức Huyện ủy, năm 2022 kết nạp 41 đảng viên."
    >>> text[frame_length(text):]
    'năm 2022 kết nạp 41 đảng viên.'
    >>> frame_length("Theo kế hoạch, năm 2022 kết nạp 41 đảng viên.")
    0
    """
    found = _FRAME.match(plain)
    if found and times(found[0]):  # "Nhờ đó từ đầu năm đến nay, ...": the time is that of the figures
        found = _OPENING.match(plain)
    return found.end() if found and found.end() < len(plain) else 0
