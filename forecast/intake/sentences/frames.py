"""Words before a sentence that say whose report it is, or by what it came: "Theo Huyện ủy, ...", "Thực hiện Nghị quyết số 9, ...".

What a sentence states begins behind them.

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
# What is carried out by it: "Thực hiện Nghị quyết số 21-NQ/TW ngày 16/6/2022, ..."; what a plan asks for is no frame.
_NUMBERED = r"(?:(?<=số\s)|(?<=no\s)|(?<=no\.\s))\d+|\d+(?=\s?[-/]\s?[A-ZĐ]{2})|\d{1,2}[-/]\d{1,2}[-/]\d{4}"
_TASK = (
    r"(?:(?:tiếp tục )?(?:thực hiện|triển khai|quán triệt|căn cứ|trên cơ sở|implementing|carrying out|pursuant to)\s"
    r"(?!(?:[^,\d]*\s)?(?:chỉ tiêu|mục tiêu|lộ trình|kết nạp|kế hoạch(?!\s(?:số|\d))|targets?|plans?(?! no))(?!\w))"
    rf"(?:{_NUMBERED}|[^,;:%\d]){{3,150}},\s)"
)
_RESULT = r"(?:kết quả(?:\s(?:là|cụ thể|cho thấy|đạt được))?\s?[,:]\s)"
_OPENING = pattern(rf"{_MARKS}{_PAPER}{_MARKS}")
_FRAME = pattern(rf"{_MARKS}{_PAPER}{_MARKS}(?:{_REPORT})?(?:{_TASK}|{_CAUSE}|{_RESULT}){{0,3}}{_MARKS}")


def frame_length(plain: str) -> int:
    """How many characters at the beginning of a sentence only say who reports it.

    Examples
    --------
    >>> text = "Theo Ban Tổ chức Huyện ủy, năm 2022 kết nạp 41 đảng viên."
    >>> text[frame_length(text):]
    'năm 2022 kết nạp 41 đảng viên.'
    >>> text = "Thực hiện Nghị quyết số 21-NQ/TW ngày 16/6/2022, quý I kết nạp 41 đảng viên."
    >>> text[frame_length(text):]
    'quý I kết nạp 41 đảng viên.'
    >>> frame_length("Theo kế hoạch, năm 2022 kết nạp 41 đảng viên.")
    0
    """
    found = _FRAME.match(plain)
    # "Nhờ đó từ đầu năm đến nay, ...": the time is that of the figures; the day of a resolution is not.
    if found and any(time.role != "aside" for time in times(found[0])):
        found = _OPENING.match(plain)
    return found.end() if found and found.end() < len(plain) else 0
