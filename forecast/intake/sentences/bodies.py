"""Names of reporting units in a sentence: a province, a district, a bloc, an enterprise, the whole country.

Which figure belongs to which unit is decided in `forecast.intake.sentences.statements`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from forecast.io.tones import one_tone_place

_CAPITAL = "[" + "".join(re.escape(chr(code)) for code in range(0x41, 0x1EFF) if chr(code).isupper()) + "]"
_WORD = rf"{_CAPITAL}[\w’']*"
NAME = rf"{_WORD}(?:(?:\s|\s?-\s?){_WORD})*"
_NUMBER = r"\d{1,2}(?![\d/%]|[.,]\d|\s(?:đảng viên|đồng chí|đ/c|quần chúng|người))"
LEVELS = {
    "tỉnh": "tỉnh", "thành phố": "TP", "tp.": "TP", "tp": "TP", "huyện": "huyện", "quận": "quận", "thị xã": "thị xã",
    "xã": "xã", "phường": "phường", "thị trấn": "thị trấn", "thủ đô": "TP", "đặc khu": "đặc khu",
}  # fmt: skip
_OFFICES = {"tỉnh ủy": "tỉnh", "thành ủy": "TP", "huyện ủy": "huyện", "quận ủy": "quận", "thị ủy": "thị xã"}
ENGLISH_LEVELS = {
    "provincial": "tỉnh", "province": "tỉnh", "city": "TP", "municipal": "TP", "district": "huyện", "commune": "xã",
    "ward": "phường", "town": "thị xã",
}  # fmt: skip


def any_case(words: object) -> str:
    """Words as alternatives of a pattern, with capitals or without."""
    return "|".join(f"(?i:{re.escape(one_tone_place(word))})" for word in words)  # type: ignore[attr-defined]


_LEADING = r"(?:The|In|As|By|For|Of|At|From|Since|On|During|Throughout)"
_VERB = (
    r"(?i:đã|có|hiện|kết nạp|phát triển|phấn đấu|đạt|được|sẽ|mở|tổ chức được|với|là|vừa|cũng|đặt|luôn|admitted|"
    r"has|have|had|is|was)"
)
_FORMS = tuple(
    re.compile(one_tone_place(text))
    for text in (
        r"(?P<nation>(?i:toàn quốc|cả nước|cả nước ta|nationwide|the whole country|Đảng Cộng sản Việt Nam)|"
        r"toàn Đảng(?!\s(?i:bộ|ủy|viên)))",
        r"(?i:đảng bộ|đảng ủy|chi bộ)\s(?P<army>(?:Quân khu|Quân đoàn|Binh đoàn|Sư đoàn|Lữ đoàn|Trung đoàn|Tiểu đoàn|"
        r"Đoàn)\s\d+)(?!\w)",
        rf"(?i:đảng bộ|đảng ủy)\s(?P<body>(?:(?i:khối|tổng công ty|tập đoàn|công ty|trường|quân sự|công an|bệnh viện|"
        rf"khu kinh tế|khu công nghiệp|"
        rf"các khu|quân khu|quân đội|bộ đội|sở|đại học|học viện|cơ quan|ngân hàng)(?!\w)|"
        rf"(?={_WORD}\s{_CAPITAL})(?!{any_case(LEVELS)})){_CAPITAL}?"
        rf"(?:(?!\s(?:{_VERB})(?!\w))[^,;:.()“”\"\d%]|\.(?=\S)|-){{0,70}})",
        rf"(?P<office>{any_case(_OFFICES)})\s(?P<seat>{NAME})",
        rf"(?P<level>{any_case(LEVELS)})\s?(?P<place>{NAME})",
        rf"(?P<level>{any_case(('quận', 'phường'))})\s(?P<place>{_NUMBER})",
        rf"(?P<office>{any_case(('quận ủy',))})\s(?P<seat>{_NUMBER})",
        rf"(?:{_LEADING}\s)?(?P<english>(?!{_LEADING}\s){NAME})\s(?P<kind>{any_case(ENGLISH_LEVELS)})(?!\w)(?:\s(?i:Party|bloc)\s(?i:Committee|organi[sz]ation))?",
        rf"(?P<committee>{NAME}(?:\s{_NUMBER})?)(?:['’]s)?\s(?i:party)\s(?i:committee|organi[sz]ations?)",
        r"(?P<again>(?i:toàn (?:đảng bộ |tỉnh|huyện|thành phố|thị xã|quận|xã|phường|ngành|khối|TP)|toàn đảng bộ|"
        r"đảng bộ (?:tỉnh|huyện|thành phố|khối|xã|"
        r"phường|quận)|the (?:province|district|city|commune|entire party committee)))(?!\w|['’]s)",
        rf"(?P<bare>{NAME})(?=\s(?:(?i:đã|phấn đấu|sẽ|cũng|hiện)\s)*(?i:sẽ|kết nạp|phát triển được|phấn đấu kết nạp|"
        rf"admitted|has admitted|có)(?!\w))",
        rf"(?:(?<=[;,:]\s)|(?<=\sand\s)|(?<=\svà\s)|(?<=\snhư\s)|(?<=\sgồm\s)|(?<=\slà\s)|(?<=\sở\s)|"
        rf"(?<=\swere\s)|(?<=\sare\s))(?P<item>(?!(?i:quý|năm|tháng|the|"
        rf"in)(?!\w))(?:(?:Công an|Quân sự|"
        rf"(?:Bộ đội )?Biên phòng)"
        rf"(?:\s(?:tỉnh|thành phố|huyện))?|"
        rf"(?:Trường|Công ty|Tổng công ty|Bệnh viện|Học viện|Đại học)\s[^,;:.()\d§]{{2,50}}?|{NAME}))"
        rf"(?=\s(?:với\s)?\(?(?:(?i:kết nạp|đạt)\s(?:được\s|mới\s)?)?\d[\d.,]*(?:/\d[\d.,]*)?(?:\s?%|\s(?i:đảng viên|ĐV|đồng chí|"
        rf"party members|members))?"
        r"(?i:\smới)?\)?\s?(?:[;,.(”\"]|$|(?i:và|and|trong|in|đạt)\s))",
        r"(?:^|(?<=[;,]\s))(?P<force>(?:Công an|Quân sự|(?:Bộ đội )?Biên phòng)\s(?:tỉnh|thành phố|"
        r"huyện))(?=\s(?:đã\s)?kết nạp(?!\w))",
        rf"(?i:party committee of (?:the )?)(?P<of>{NAME}(?:\s(?i:and|of|the)\s{NAME})*)",
    )
)
# "Toàn huyện" points back to a unit of that level.
BACK = {
    "tỉnh ": ("tỉnh", "province"), "TP ": ("thành phố", "tp", "city"), "huyện ": ("huyện", "district"), "thị xã ": ("thị xã",),
    "xã ": (" xã", "commune"), "quận ": ("quận",), "phường ": ("phường",), "Khối": ("khối",),
}  # fmt: skip
_PERSON = re.compile(
    one_tone_place(r"(?i:trưởng ban|phó ban|chánh văn phòng|chủ nhiệm|ủy viên|giám đốc)[^,;.:]{0,30}$")
)
_NO_NAMES = re.compile(
    one_tone_place(
        r"(?i:trong|năm|kết quả|theo|tính|từ|đến|quý|ngày|the|in|as|riêng|đảng|nghị quyết|chỉ tiêu|của|party)(?!\w)"
    )
)
_BETWEEN = re.compile(r"\s?(?:,|\(|-|–|thuộc|in|of)?\s?(?:the\s)?")


@dataclass(frozen=True)
class Body:
    """One mention of a unit.

    Attributes
    ----------
    name : `TP Hà Nội`, `huyện Chư Sê`, `Khối các cơ quan tỉnh`; empty where the text only points back ("toàn huyện").
    """

    start: int
    stop: int
    name: str
    above: bool = False


def bodies(text: str, plain: str) -> list[Body]:
    """The units named in a sentence, in order; one that only says where another lies is marked `above`.

    Examples
    --------
    >>> [body.name for body in bodies(*2 * ("Đảng bộ huyện An Sơn (Bắc Hà) và Thành uỷ Mẫu",))]
    ['huyện An Sơn', 'TP Mẫu']
    """
    found: list[Body] = []
    for form in _FORMS:
        for match in form.finditer(plain):
            if any(body.start < match.end() and match.start() < body.stop for body in found):
                continue
            person = match.groupdict().get("seat") and _PERSON.search(plain[: match.start()])
            name = None if person else _name(match, text)
            if name is not None:
                found.append(Body(*match.span(), name))
    found.sort(key=lambda body: body.start)
    return [_placed(body, found[at - 1] if at else None, plain) for at, body in enumerate(found)]


def _name(match: re.Match[str], text: str) -> str | None:
    """The unit as it stands in the text, its level in short; None where the words are no name."""

    def as_written(group: str) -> str:
        return " ".join(text[match.start(group) : match.end(group)].split()).strip(" -")

    kind = str(match.lastgroup if match.lastgroup != "kind" else "english")
    if kind == "nation":
        return "toàn quốc"
    if kind == "again":
        return ""
    if kind in ("seat", "office"):
        return f"{_level(_OFFICES, match['office'])} {as_written('seat')}"
    if kind in ("place", "level"):
        return f"{_level(LEVELS, match['level'])} {as_written('place')}"
    if kind != "english" and _NO_NAMES.match(match[kind]):
        return None
    if kind == "english":
        return f"{_level(ENGLISH_LEVELS, match['kind'])} {as_written('english')}"
    name = re.sub(r"['’]s$", "", as_written(kind))
    if name.lower() in (*ENGLISH_LEVELS, *LEVELS):
        return ""
    return name if kind != "bare" or " " in name else None


def _level(levels: dict[str, str], word: str) -> str:
    return {one_tone_place(name): level for name, level in levels.items()}[word.lower()]


def level_of(word: str) -> str:
    """The level that a word names in either language, in short; empty where it names none.

    Examples
    --------
    >>> level_of("thành phố"), level_of("district"), level_of("Tân")
    ('TP', 'huyện', '')
    """
    levels = {one_tone_place(name): level for name, level in (LEVELS | ENGLISH_LEVELS).items()}
    return levels.get(word.lower(), "")


def _placed(body: Body, before: Body | None, plain: str) -> Body:
    if before is None or not before.name or not body.name:
        return body
    above = _BETWEEN.fullmatch(plain[before.stop : body.start]) is not None
    return Body(body.start, body.stop, body.name, above=above)


def masked(plain: str, found: list[Body]) -> str:
    """The sentence with its units blotted out, so that the words of their names are not taken for what is counted."""
    for body in found:
        if body.name:
            plain = plain[: body.start] + "¤" * (body.stop - body.start) + plain[body.stop :]
    return plain
