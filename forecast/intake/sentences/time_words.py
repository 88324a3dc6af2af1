"""The words for times in a sentence: quarters, months so far, cut-off days, years, terms, each with what it becomes.

They are found in a sentence, and told from what a comparison refers to, in `forecast.intake.sentences.times`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from forecast.intake.sentences.time_shapes import (
    Time,
    day,
    half,
    half_over,
    last_years,
    made,
    month,
    months,
    quarter,
    quarters,
    run,
    run_of_days,
    run_of_english_days,
    run_to,
    since_or_year,
    term,
    to_date,
    to_quarter,
    within_month,
    year,
)
from forecast.intake.sentences.words import MONTHS, SMALL_NUMBERS, pattern

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_Y1, _Y2 = r"(?P<first>(?:19|20)\d\d)", r"(?P<last>(?:19|20)\d\d)"
_DASH = r"\s?[-–—]\s?"
_OF = r"(?:\s?[-/.]\s?|,?\s(?:của\s)?năm\s|\s|\sof\s|,\s)"
_DAY = (
    r"(?:(?P<day>\d{1,2})\s?[-/.]\s?(?P<month>1[0-2]|0?\d)(?![\d%])(?:\s?[-/.]\s?(?P<year>(?:19|20)\d\d))?"
    r"|(?P<day>\d{1,2})\stháng\s(?P<month>1[0-2]|0?[1-9])(?!\d)(?:[-/.,\s]+(?:năm\s)?(?P<year>(?:19|20)\d\d))?)"
)
_MONTH = (
    r"tháng\s(?P<month>1[0-2]|0?[1-9])(?!\d)"
    r"(?:\s?[-/.]\s?(?P<year>(?:19|20)\d\d)|,?\s(?:của\s)?năm\s(?P<year>(?:19|20)\d\d))?"
)
_NAMES = "|".join(MONTHS)
_ENGLISH_DAY = (
    rf"(?:(?P<name>{_NAMES})\s(?P<day>\d{{1,2}})(?!\d)(?:,?\s(?P<year>(?:19|20)\d\d))?"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?P<name>{_NAMES})(?:,?\s(?P<year>(?:19|20)\d\d))?"
    rf"|(?P<name>{_NAMES})(?:,?\s(?P<year>(?:19|20)\d\d))?)(?!\w)"
)
_WHOLE_DAY = rf"(?:(?:{_NAMES})\s\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)?\s(?:{_NAMES}))(?!\w)(?:,?\s(?:19|20)\d\d)?"
_SMALL = "|".join(SMALL_NUMBERS)
_NOW = r"(?:nay|thời điểm này|thời điểm hiện tại|hiện tại|now|date|present)"


def _numbered(expression: str) -> str:
    """The expression with every group under a name of its own: year, year_1, year_2."""
    seen: Counter[str] = Counter()

    def rename(match: re.Match[str]) -> str:
        seen[match[1]] += 1
        return f"(?P<{match[1]}>" if seen[match[1]] == 1 else f"(?P<{match[1]}_{seen[match[1]]}>"

    return re.sub(r"\(\?P<(\w+)>", rename, expression)


_TO = r"(?:(?:và|lũy kế|luỹ kế|tính|kể|cho)\s)?(?:đến|tới)\s(?:cuối\s|hết\s|trước\s)?"
_AS_OF = r"(?:as of|by|until|till|up to|to|through)\s(?:the end of\s|end of\s|early\s|late\s)?"
# Longer expressions stand before those that they contain.
_EXPRESSIONS: tuple[tuple[str, Callable[[re.Match[str]], Time]], ...] = (
    (rf"(?:từ\s)?đầu nhiệm kỳ(?:\s\(?{_Y1}{_DASH}{_Y2}\)?)?,?\s{_TO}(?:ngày\s?)?(?:{_DAY}|{_MONTH}|{_NOW})", term),
    (rf"since the (?:beginning|start) of the(?:\s{_Y1}{_DASH}{_Y2})? term", term),
    (rf"(?:từ|tính từ|kể từ)\s(?:đầu\s)?năm\s{_YEAR}\s{_TO}{_NOW}", since_or_year),
    (rf"(?:từ|tính từ|kể từ)\s(?:năm\s)?{_YEAR}\s\([^()]{{0,80}}\)\s{_TO}{_NOW}", lambda m: made("since", m)),
    (rf"(?:từ|tính từ|kể từ)\s{_YEAR}\s{_TO}{_NOW}", lambda m: made("since", m)),
    (rf"(?:từ|tính từ|kể từ|ngay từ)?\s?đầu năm(?:\s{_YEAR})?,?\s{_TO}{_NOW}", lambda m: made("now", m, part="year")),
    (rf"(?:từ|tính từ|kể từ)?\s?đầu năm,?\s{_TO}(?:ngày\s?)?{_DAY}", to_date),
    (rf"(?:từ|tính từ|kể từ)?\s?đầu năm,?\s{_TO}{_MONTH}", to_date),
    (rf"(?:từ|tính từ|kể từ)\sđầu năm(?!\s\d)|since the (?:beginning|start) of (?:the year|this year|{_YEAR})|so far this year|"
     r"year to date", lambda m: made("now", m, part="year")),
    (rf"(?:từ|kể từ|tính từ)\s(?:năm\s)?{_Y1}\s{_TO}(?:ngày\s?)?(?:{_DAY}|{_MONTH})", run_to),
    (rf"(?:từ|from|between)\s(?:năm\s)?{_Y1}\s(?:đến|tới|to|and|until)\s(?:hết\s|cuối\s|(?:the )?end of\s)?(?:năm\s)?{_Y2}", run),
    (rf"(?:từ|tính từ|kể từ)\s(?:ngày\s?)?{_DAY}\s{_TO}(?:ngày\s?)?{_DAY}", run_of_days),
    (rf"(?:from|between)\s{_WHOLE_DAY}\s(?:to|and|until|till|through)\s{_WHOLE_DAY}", run_of_english_days),
    (rf"{_TO}(?:ngày\s?)?{_DAY}", to_date),
    (rf"(?:từ|kể từ|tính từ|since)\s(?:giữa năm\s|mid[- –]|the middle of\s){_YEAR}(?:\s{_TO}{_NOW})?", last_years),
    (rf"(?:(?:{_TO}|vào\s|thời điểm\s)?giữa năm\s|(?:{_AS_OF}|in\s)(?:mid[- –]|the middle of\s)){_YEAR}|"
     rf"{_TO}giữa năm(?!\s?\w)|{_TO}giữa năm(?=\s(?:đã|có|toàn|kết nạp|phát triển))", half_over),
    (rf"{_AS_OF}mid[- –](?P<name>{_NAMES})(?:,?\s{_YEAR})?(?!\w)", within_month),
    (rf"(?:{_TO}|thời điểm\s)(?:đầu|giữa)\s{_MONTH}", within_month),
    (rf"(?:{_TO}|hết\s){_MONTH}", to_date),
    (rf"(?:between|from) january (?:and|to|until) (?P<name>{_NAMES})(?:,?\s(?P<year>(?:19|20)\d\d))?(?!\w|\s\d)", to_date),
    (rf"{_TO}năm\s{_YEAR}|(?:by|until|till)\s(?:the )?(?:end of|late)\s{_YEAR}", lambda m: made("year", m, part="end")),
    (rf"(?:{_TO}|hết\s)qu(?:ý|í)\s(?P<quarter>IV|I{{1,3}}|[1-4])(?:{_OF}{_YEAR})?(?!\w)", to_quarter),
    (rf"{_TO}{_NOW}|up to (?:now|date|this point)|until now|so far|to date", lambda m: made("now", m)),
    (rf"{_AS_OF}{_ENGLISH_DAY}", to_date),
    (rf"depuis le début du mandat(?: {_Y1}{_DASH}{_Y2})?(?: jusqu['’]au {_ENGLISH_DAY})?", term),
    (rf"mandat {_Y1}{_DASH}{_Y2}", term),
    (rf"(?P<n>\d{{1,2}}) premiers mois(?: de)?(?: {_YEAR})?", months),
    (rf"(?:en|au)\s(?P<name>{_NAMES})\s{_YEAR}", to_date),
    (rf"en\s{_YEAR}(?!\s?[-–])", year),
    (rf"(?:quý|quí|Q)\s?(?P<quarter>IV|I{{1,3}}|[1-4])(?![\w])(?:{_OF}{_YEAR}|(?:\scủa)?\snăm nay)?", quarter),
    (rf"{_AS_OF}(?:the )?(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th) quarter(?: of)?(?: {_YEAR}| the year| this year)?",
     to_quarter),
    (rf"(?P<quarter>first|second|third|fourth|last|1st|2nd|3rd|4th) quarter(?: of)?(?: {_YEAR}| the year| this year)?", quarter),
    (rf"(?:the )?first (?P<n>two|three) quarters(?: of)?(?: {_YEAR}| the year| this year)?|"
     rf"(?P<n>hai|ba|2|3) quý đầu(?: của)? năm(?:\s{_YEAR})?", quarters),
    (rf"(?P<n>\d{{1,2}}|{_SMALL}) tháng (?:đầu|cuối)(?: của)? năm(?:\s{_YEAR})?", months),
    (rf"(?P<n>\d{{1,2}}|{_SMALL}) tháng(?:{_OF}{_YEAR}| qua(?! đi))", months),
    (rf"(?:the )?(?:first|last) (?P<n>\d{{1,2}}|{_SMALL}) months(?: of| in)?(?: {_YEAR}| the year| this year)?", months),
    (r"(?:trong|qua|sau|ước|dự ước|lũy kế|luỹ kế|hết)\s(?P<n>[3-9]|1[01]) tháng(?=[:;,.)]|$|"
     r"\s(?:toàn|đã|các|kết nạp|là|đạt|thực hiện))", months),
    (rf"(?:nửa (?:đầu|cuối) năm)(?:\s{_YEAR})?|"
     rf"(?:first|second) half(?:(?: of| in)?(?: {_YEAR}| the year| this year)|(?=,))", half),
    (rf"so với\s(?:cùng kỳ\s)?{_YEAR}(?!\s?[-–\w]|\s(?:đảng viên|đồng chí))", lambda m: made("year", m, role="reference")),
    (rf"(?:over|than|from|versus|vs\.?|compared (?:to|with))\s(?:the year\s|in\s)?{_YEAR}(?!\s?[-–\w]|\s(?:to|new|"
     rf"party|members|people))",
     lambda m: made("year", m, role="reference")),
    (rf"(?:(?:nửa|giữa)\s)?nhiệm kỳ\s?(?:\(\s?)?{_Y1}{_DASH}{_Y2}\)?|{_Y1}{_DASH}{_Y2} (?:term|tenure|mandate)|"
     rf"term (?:of )?{_Y1}{_DASH}{_Y2}", term),
    (rf"(?:năm học|niên khóa)\s{_Y1}{_DASH}{_Y2}|{_Y1}{_DASH}{_Y2} (?:school|academic) year", last_years),
    (rf"(?:giai đoạn|thời kỳ|period|các năm|năm|years)\s?\(?{_Y1}{_DASH}{_Y2}\)?", run),
    (rf"{_Y1}{_DASH}{_Y2}(?=\s?\))", run),
    (rf"(?:(?<=the )|(?<=its )){_YEAR}(?=\s(?:target|plan|quota|goal)(?!\w))", lambda m: made("year", m, role="plan")),
    (rf"(?:\d|{_SMALL})\snăm\s\(?{_Y1}(?:,\s(?:19|20)\d\d)*\s?(?:,|và|and)\s{_Y2}\)?", run),
    (r"năm ngoái|năm trước|last year", year),
    (r"(?:trong|cả|toàn|giữa|nửa|đầu|cuối|hết)\s(?:nửa\s)?nhiệm kỳ(?:\s\(\d{4}\))?(?!\s\(?\d)(?: qua| này| vừa qua)?|"
     r"(?:the )?(?:whole |entire |current )?term(?! of)(?!s)(?!\w)", term),
    (r"nhiệm kỳ (?:vừa )?qua|(?:past|last) term", term),
    (rf"(?P<n>\d{{1,2}}|{_SMALL}|mười) năm (?:qua|gần đây|trở lại đây|vừa qua)|(?:past|last) (?P<n>\d{{1,2}}|"
     rf"{_SMALL}) years", last_years),
    (rf"(?:kể từ|từ|since)\s(?:năm\s)?{_YEAR}(?!\s?[-–]\s?\d)", lambda m: made("since", m)),
    (rf"(?:ngày\s?|(?:sáng|chiều|tối|hôm)\s(?:ngày\s?)?){_DAY}", day),
    (rf"(?<![\d.,/]){_DAY}(?<=\d{{4}})", day),
    (rf"(?:trong|riêng)\s{_MONTH}(?=\W|$)|in (?P<name>{_NAMES})(?:,?\s(?P<year>(?:19|20)\d\d))?(?!\w|\s\d)", month),
    (rf"(?:^|(?<=;\s)){_MONTH}(?=,|\s(?:toàn|các|đã|kết nạp|phát triển|"
     r"đảng bộ|tỉnh|TP|thành phố|huyện|quận|thị xã|xã|phường)(?!\w))", month),
    (rf"(?<!đầu ){_MONTH}(?=\W|$)", day),
    (rf"(?:trong |cả |hết |riêng |cuối |đầu |vào |in |the year |of |during |throughout |early |late )*(?:năm\s|"
     rf"(?<=in )|(?<=year )|(?<=of )|(?<=during )|(?<=for )|(?<=early )|"
     rf"(?<=late )){_YEAR}(?!\s?[-–]\s?\d)(?![\d])(?: alone)?", year),
    (r"(?:trong|cả|hết|riêng) năm(?: nay| qua)?(?!\s\d)(?!\w)|năm nay|this year", lambda m: made("year", m)),
    (r"(?<=\s)now(?=\s(?:has|have|with|numbers|totals|counts|manages))|hiện nay|hiện tại|"
     r"(?<=\s)hiện(?= (?:có|nay|đang|toàn|là))|^hiện\b|currently|at present|nowadays", lambda m: made("now", m)),
    (rf"(?:(?<=\d{{4}},\s)|(?<=\d{{4}}\svà\s)|(?<=\d{{4}}\sand\s))"
     rf"{_YEAR}(?![\d.]|\s?[-–/])(?!\s(?:đảng viên|đồng chí|party|new|members))", year),
    (rf"(?<![\w.,/-]){_YEAR}(?=[,:]|\s?$|\s(?:is|was|are|were)\b)", year),
)  # fmt: skip
EXPRESSIONS = tuple((pattern(rf"(?<!\w)(?:{_numbered(text)})"), build) for text, build in _EXPRESSIONS)
