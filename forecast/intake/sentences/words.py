"""The words by which sentences are read, Vietnamese and English side by side: nouns that are counted, verbs, scopes.

A few French ones stand among them, for pages of translated news.

How they combine is the grammar of `forecast.intake.sentences.events` and `forecast.intake.sentences.statements`.
"""

from __future__ import annotations

import re

from forecast.io.tones import one_tone_place

MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12, "janvier": 1, "février": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6,
    "juillet": 7, "août": 8, "septembre": 9, "octobre": 10, "novembre": 11, "décembre": 12,
}  # fmt: skip
SMALL_NUMBERS = {
    "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11,
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
}  # fmt: skip


# What reports write short, wherever the whole words are looked for.
_SHORT = {"đảng viên": "ĐV", "đồng chí": "đ/c", "doanh nghiệp": "DN", "sinh viên": "SV"}


def pattern(text: str) -> re.Pattern[str]:
    """A pattern for sentences whose tones stand in one place (`Sentence.plain`), capitals or not.

    Examples
    --------
    >>> bool(pattern("lũy kế").search(one_tone_place("Luỹ kế")))
    True
    """
    for word, short in _SHORT.items():
        text = text.replace(word, f"(?:{word}|{short})")
    return re.compile(one_tone_place(text), re.IGNORECASE)


# What is counted, right after a figure.
PERSONS = pattern(
    r"\s?(?:(?:new|outstanding|excellent|elite|exemplary|young|newly(?:[ -](?:admitted|recruited))?|official|"
    r"probationary|of the|local|more|additional|nouveaux)\s)*"
    r"(?:(?:(?!and |of |for |to |by |with |delegates |representing )[a-z-]+ ){0,2}party members?|"
    r"đảng viên|ĐV|ĐVM|đồng chí|đ/c|quần chúng|người|cá nhân|trường hợp|thanh niên|học sinh|sinh viên|SV|HSSV|HS|đoàn viên|ĐVTN|"
    r"công nhân|CNLĐ|CNVCLĐ|lao động|hội viên|nông dân|chiến sĩ|chiến sỹ|quân nhân|tân binh|công dân|cán bộ|"
    r"công chức|viên chức|nhân viên|"
    r"giáo viên|giảng viên|bác sĩ|trí thức|trưởng thôn|trưởng ấp|chủ doanh nghiệp|chủ DN|doanh nhân|phụ nữ|nữ|em|"
    r"chị|union members?|members?|"
    r"comrades?|people|persons?|individuals?|masses|students?|pupils?|workers?|employees|labou?rers|soldiers|farmers|teachers|"
    r"women|youths?|business owners|"
    r"admissions?|party admissions?|membres?|personnes|ouvriers|étudiants|camarades)(?!\w)"
)
# "140 cán bộ, hội viên nông dân được kết nạp": two nouns for those counted, and no end of the clause.
NOUN_PAIRS = pattern(
    r"(?<!\w)(?:cán bộ|đoàn viên|công chức|công nhân|học sinh|nông dân|giáo viên|sĩ quan|sỹ quan)(?:, (?:hội viên|"
    r"chiến sĩ|chiến sỹ|"
    r"thanh niên|công chức|viên chức|nhân viên|giáo viên|sinh viên|lao động|người lao động|đoàn viên))+(?!\w)"
)
ORGANISATIONS = pattern(
    r"\s?(?:(?:new|grassroots|grass-roots|more)\s)*"
    r"(?:tổ chức (?:cơ sở )?đảng|TCCSĐ|TCĐ|chi bộ|chi, đảng bộ|đảng bộ|party (?:cells?|organi[sz]ations?)|cells)(?!\w)"
)
# After a figure, what is no noun: the figure counts what the clause speaks of.
NO_NOUN = pattern(
    r"\s?(?:$|[,.;:)(/”\"]|(?:so với|so cùng|đạt|tăng|giảm|bằng|chiếm|vượt|và|trong|in|compared|reaching|and|up|by|of the target|"
    r"mới|chỉ tiêu|of (?:them|whom)|from|as against|against)(?!\w))"
)
# Verbs and phrases, by what they make of the figure after them.
ADMIT = (
    r"kết nạp|phát triển (?:mới )?(?:được )?(?:đảng viên|đảng)|phát triển mới|đảng viên mới|vào đảng|(?:gia nhập|"
    r"vào|trong) (?:hàng ngũ|đội ngũ)(?: của)? đảng|gia nhập đảng|trở thành đảng viên|"
    r"phát triển(?=\s(?:được\s|mới\s|thêm\s|tổng cộng\s|tổng số\s)*(?:$|\d))|"
    r"admit\w*|admission\w*|recruit\w*|enroll?\w*|new party members|"
    r"(?:become|becoming|became) (?:a )?(?:party )?members?(?: of the (?:communist )?party)?|(?:has|have|had) developed|"
    r"join(?:ed|ing)? the party|to the party|induct\w*|(?:gain(?:ed|s)?|welcom(?:ed|es))(?=\s(?:[a-z-]+\s)*$)|"
    r"admis(?:e|es)?|au parti"
)
FOUND = (
    r"(?<!ngày )(?<!năm )(?<!được )thành lập(?! (?:tỉnh|đoàn|hội|ngành|nước|quân))|"
    r"được thành lập(?! trên cơ sở)|(?<!ngày )ra đời|established|set up|founded|form(?:ed|ing)?|establish(?:ing|ment)?"
)
RAISE = (
    r"(?:nâng|đưa)[^,;%]{0,12}(?:tổng số|tổng|số lượng|số)[^,;]{0,80}?(?:lên|là|đạt|thành|thêm|có)|nâng lên|"
    r"number of party members[^,;]{0,40}?(?:rose to|increased to|grew to|stood at|reached|was|is)|"
    r"(?:raising|bringing|increas\w*|taking) (?:the|its|their) (?:total )?(?:number of )?[^,;]{0,40}(?:to|at)(?: the number of)?"
)
STOCK = (
    r"tổng số (?:đảng viên|ĐV)(?! mới)|tổng số|đại diện(?: cho)?|hiện có|hiện nay có|represent\w*|total of|a total|numbered?|"
    r"trên tổng số|quản lý|représent\w*|nombre total de membres"
)
WEAK_STOCK = r"có|(?<!so )với|gồm|with|has|have|had|manages?|including|comprises?|consist(?:s|ing)? of"
# Not admissions, whatever else the clause says.
OTHERWISE = (
    r"(?:đề nghị|hồ sơ|giới thiệu|đủ điều kiện)(?: (?:đề nghị|xét|xem xét|cấp trên|để|được))* kết nạp(?! (?:được|mới|thêm) \d)|"
    r"(?:tin|bài|bài viết|văn bản|kế hoạch|chuyên đề|mô hình|đề tài|hội nghị)[^;.:\d]{0,12} về (?:công tác )?(?:kết nạp|phát triển)"
    r" (?:đảng viên|đảng)|"
    r"lớp (?:bồi dưỡng )?(?:lý luận chính trị )?(?:dành )?(?:cho )?đảng viên mới|bồi dưỡng (?:cho )?đảng viên mới|"
    r"chuyển (?:đảng )?chính thức|công nhận (?:đảng viên )?chính thức|chính thức cho|phát thẻ|"
    r"trao (?:tặng )?huy hiệu|tiếp nhận|chuyển đến|chuyển đi|"
    r"chuyển sinh hoạt|khai trừ|xóa tên|xin ra|ra khỏi (?:đảng|hàng ngũ)|cho ra|sàng lọc|đình chỉ|từ trần|"
    r"kỷ luật|bồi dưỡng|cảm tình|giới thiệu|đối tượng|cài đặt|hoàn thành|"
    r"kiểm tra|giám sát|thanh tra|khiển trách|cảnh cáo|thi hành|khen thưởng|biểu dương|tuyên dương|thăm hỏi|tặng|hỗ trợ|vay|"
    r"sau khi (?:được )?kết nạp|after (?:their |its )?admission|đủ điều kiện|đề nghị|lập hồ sơ|hồ sơ|phát biểu|tham dự|"
    r"lễ kết nạp(?: đảng(?: viên)?)? (?:có|với)|"
    r"đánh giá|xếp loại|phân loại|quán triệt|tập huấn|luân chuyển|bổ nhiệm|điều động|tuyển dụng|"
    r"tham gia|đại biểu|thẩm định|học tập|being considered|eligible|inspected|supervised|disciplined|audited|"
    r"propos\w*(?: to \w+)?|recommend\w*(?: to \w+)?|nominated|introduced|trained|training|awarded|expelled|transferred|delegates|"
    r"badge|recognised|recognized|(?:class|course|conference|workshop|meeting)(?:es|s)? (?:for|of|with)"
)
SUBSET = (
    r"trong đó|trong số|gồm|bao gồm|riêng(?!\s*(?:trong\s)?§)|among (?:whom|them|which)|of (?:whom|which|them)|"
    r"including|in which|particularly"
)
DIFFERENCE = (
    r"tăng(?: thêm)?|giảm|nhiều hơn|ít hơn|cao hơn|thấp hơn|(?:vượt|hụt|thiếu)(?: (?:so với )?(?:chỉ tiêu|kế hoạch|KH)"
    r"(?: (?:được giao|đề ra|năm))?)?|tăng lên|(?:an )?increase of|up(?: by)?|"
    r"dépassant de|down(?: by)?|decrease of|(?:more|fewer) than|exceed\w*(?: [a-z' ]*?by)?|surpass\w*(?: [a-z' ]*?by)?"
)
TARGET = (
    r"chỉ tiêu|mục tiêu|phấn đấu|đề ra|kế hoạch|(?<=\()KH|dự kiến|giao|nhiệm vụ|sẽ|yêu cầu|đặt ra|cần|phải|đăng ký|nghị quyết|"
    r"targets?|aims?|aiming|strives?|striving|plans?(?= to)|(?<=\()plan|planned|will|should|goals?|is to|are to|expects? to|"
    r"intends? to|objectifs?|former(?= (?:\d|plus|au moins))|viser"
)
REALISED = (
    r"đã|vừa|thực hiện được|kết quả|(?:nhưng|song|tuy nhiên|(?<!viên )(?<!đổi )mới|chỉ(?! tiêu))"
    r"\s(?:[^,;.\d]{0,20}\s)?(?:kết nạp|phát triển|thực hiện|đạt)|"
    r"(?:has|have|had|was|were)(?! to(?!\w))|admitted|recruited|enrolled|inducted|developed|established|"
    r"a(?= admis)|ont(?= été)|était"
)
# The groups within admissions and members; `masked` unit names do not count.
GROUPS = {
    "ethnic": (r"dân tộc (?:thiểu số|ít người)|(?:người|đồng bào) dân tộc|DTTS|ethnic minorit\w*"),
    "religion": r"tôn giáo|công giáo|giáo dân|theo đạo|có đạo|gốc giáo|phật giáo|catholics?|religio\w*",
    "students": r"học sinh|sinh viên|HSSV|SV|HS|(?<!anh )(?<!trẻ )em|students?|pupils?",
    "private": (
        r"(?:trong|tại|ở|khối|khu vực|loại hình)\s(?:các\s|các loại hình\s|những\s|khu vực\s|khối\s|loại hình\s)*"
        r"(?:doanh nghiệp|DN|kinh tế tư nhân|ngoài (?:khu vực )?nhà nước)|ngoài (?:khu vực )?nhà nước|ngoài quốc doanh|"
        r"doanh nghiệp (?:tư nhân|FDI)|chủ doanh nghiệp|đơn vị kinh tế tư nhân|non-?state|private|foreign-invested"
    ),
    "women": r"(?<!phụ )nữ|wom[ae]n|female",
    "militia": r"dân quân|dự bị động viên|tuyển quân|militia",
    "residential": r"khu dân cư|địa bàn dân cư|residential",
    "rural": r"nông thôn|trưởng thôn|trưởng ấp|rural",
    "youth": r"đoàn viên|sinh hoạt đoàn|(?<!đoàn )thanh niên|youth(?! union (?:branch|cell|offic|cadre|secretar))",
    "workers": r"công nhân|CNLĐ|CNVCLĐ|người lao động|workers?|labou?rers?",
    "retired": r"hưu trí|retired",
}
# Of one of the peoples of the country, said of those counted themselves.
PEOPLES = (
    r"(?:là|người) (?:dân tộc )?(?:Khmer|Hoa|Mường|Tày|Thái|Nùng|Mông|H['’]?Mông|Dao|Ê ?đê|Gia ?rai|Jrai|Ba ?na|"
    r"Chăm|Cơ ?ho|K['’]ho|Cơ ?tu|"
    r"Vân Kiều|Raglai|Xê ?đăng|Sán Dìu|M['’]?nông)"
)
SENSITIVE = ("ethnic", "religion")
# Scopes.
EACH_YEAR = (
    r"mỗi năm|hằng năm|hàng năm|từng năm|/\s?năm|một năm|(?<!tuổi )(?<!tuổi đời )(?:bình quân|trung bình)|"
    r"each year|every year|annual(?! (?:target|plan|quota|goal))\w*|yearly(?! (?:target|plan|quota|goal))|a year|"
    r"per year|/\s?year|on average|average|par an|en moyenne|chaque année"
)
