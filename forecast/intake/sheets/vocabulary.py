"""The words of headings, without accents and in lower case, by what they mean; the rules that use them are in `meanings`."""

from __future__ import annotations

import re
from collections.abc import Mapping

_UNITS = (
    "don vi|dang bo|dang uy|quan|huyen|thi xa|thi uy|thanh pho|dia phuong|to chuc dang|to chuc co so dang|co so dang|"
    "xa|phuong|thi tran|chi bo|khoi|units?|districts?|committees?|wards?|communes?"
)
UNIT = re.compile(
    rf"(?:ten |cac |name of |the )*(?:{_UNITS})(?:(?:\s*(?:,|/|-|va|hoac|and)\s*|\s+)(?:{_UNITS}))*(?: truc thuoc| co so| name)?"
)
PERSONAL: Mapping[str, re.Pattern[str]] = {
    "names": re.compile(
        r"\bho (?:va )?(?:ten )?(?:chu )?(?:dem )?(?:va )?ten\b|\bho ten\b|\bten dang vien\b|\bfull name\b|"
        r"\bname of (?:person|member)\b|\bquan chung ten\b"
    ),
    "births": re.compile(
        r"\bngay sinh\b|\bnam sinh\b|\bngay,? thang,? nam sinh\b|\bdate of birth\b|\bbirth ?(?:day|date)\b|\bsinh ngay\b"
    ),
    "identity": re.compile(
        r"\bcccd\b|\bcmnd\b|\bcmt\b|\bcan cuoc\b|\bchung minh\b|\bdinh danh\b|\bidentity\b|\bid (?:no|number|card)\b|"
        r"\bso the dang\b|\bho chieu\b|\bpassport\b"
    ),
    "phones": re.compile(
        r"\bdien thoai\b|\bsdt\b|\bso dt\b|\bdi dong\b|\bphone\b|\bmobile\b|\bemail\b|\bthu dien tu\b"
    ),
}
# Headings that are these words and nothing else.
NAMED: Mapping[str, re.Pattern[str]] = {
    "number": re.compile(r"stt|tt|so tt|so thu tu|no\.?|#"),
    "code": re.compile(r"ma|ma (?:so|don vi|dv|so don vi)|code|unit code"),
    "note": re.compile(r"ghi chu|nhan xet|notes?|remarks?|y kien.*"),
    "measure": re.compile(r"noi dung|chi so|measure|indicator"),
    "period": re.compile(r"ky|ky bao cao|thoi gian|period"),
    "year": re.compile(r"nam|year"),
    "quarter": re.compile(r"quy|quarter"),
    "month": re.compile(r"thang|month"),
    "reported_on": re.compile(r"ngay bao cao|ngay gui|reported(?: on)?"),
    "ignore": re.compile(r"don vi tinh|dvt"),
}
# Words somewhere in a heading; the first that are found decide.
TOLD: Mapping[str, re.Pattern[str]] = {
    "growth": re.compile(
        r"so (?:voi )?cung ky|tang[ ,/-]*(?:\(\+\))?[ ,/-]*giam|toc do tang|tang truong|growth|against (?:the )?same period|"
        r"so sanh|\+/-"
    ),
    "last_year": re.compile(r"cung ky|same period"),
    "percent": re.compile(r"%|\bty le\b|\bti le\b|\bpercent|\battainment\b|\bty trong\b"),
    "ignore": re.compile(r"\bcon phai\b|\bcon lai\b|\bcon thieu\b|\bremaining\b|\bxep\b"),
    "pair": re.compile(
        r"(?:thuc hien|ket qua|ket nap|done|actual|th|kq)\s*/\s*(?:chi tieu|ke hoach|target|quota|plan|ct|kh)\b"
    ),
    "quota": re.compile(
        r"\bchi tieu\b|\bke hoach\b|\bduoc giao\b|\bdang ky\b|\bnghi quyet\b|\btargets?\b|\bquotas?\b|\bplan\b|"
        r"\bcap tren giao\b|\bkh nam\b|\bct nam\b"
    ),
}
UPPER_TOO = ("pair", "quota")  # decided by the headings above as well
TOTAL = re.compile(r"cong|tong|tong cong|tong so|sum|total")
STOCK: Mapping[str, re.Pattern[str]] = {
    "pool": re.compile(r"boi duong nhan thuc|nhan thuc ve dang|cam tinh dang|nguon phat trien|doi tuong dang|\bpool\b"),
    "files": re.compile(r"\bho so\b|cho xet|\bfiles\b"),
    "members": re.compile(
        r"tong so dang vien|dang vien hien co|so dang vien (?:dau|cuoi)|\bmembers\b(?! admitted)|\bmembership\b"
    ),
}
ADMITTED = re.compile(
    r"\bket nap\b|\bphat trien dang vien\b|\bdang vien moi\b|\badmi(?:ssions?|tted)\b|\bnew members\b"
)
ESTIMATE = re.compile(r"\buoc\b|\bestimate[ds]?\b")
TERM = re.compile(r"\bnhiem ky\b|\bterm\b")
AVERAGE = re.compile(r"\bbinh quan\b|\baverage\b")
BASES: Mapping[str, re.Pattern[str]] = {
    "own": re.compile(r"\bdang ky\b|\btu giao\b|\bown\b"),
    "resolution": re.compile(r"\bnghi quyet\b|\bdai hoi\b|\bresolution\b"),
    "assigned": re.compile(r"cap tren giao|thanh uy giao|tinh uy giao|trung uong giao|\bassigned\b"),
}
# Words that say how, when and by whom something is counted; what is left over names what is counted.
SAID = re.compile(
    r"\b(?:so|so luong|tong so|tong|thuc hien|ket qua|da|duoc|trong|ky|trong ky|ky nay|trong quy|quy|thang|nam|luy ke|lk|"
    r"tinh|tu dau nam|dau nam|den nay|den|nguoi|dang vien|moi|uoc|th|kq|value|gia tri|figures?|actual|result|results|done|"
    r"number|of|the|cumulative|to date|year to date|this period|this|period|estimated?|in|ket nap|phat trien|chi tieu|"
    r"ke hoach|giao|cap tren giao|nghi quyet|dai hoi|don vi|tu|dang ky|nhiem ky|binh quan|moi nam|hang nam|targets?|"
    r"quotas?|plan|annual|term|admi(?:ssions?|tted)|new|members|ty le|ti le|dat|so voi|cung ky|truoc|same|last|thuc|hien|"
    r"ca)\b|[%()/.,:;+-]"
)
