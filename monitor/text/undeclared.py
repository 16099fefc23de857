"""The charset of a text that declares none, or the wrong one. Pure, the same on every machine.

Browsers guess too. What a wrong guess costs is a page of mojibake: no word of it is known, so no
"not" that goes is noticed. Each candidate is scored by how many of its letters are among those of
which texts in its script mostly consist; of Latin letters only few stand outside ASCII, and there
the language that the page declares decides, as in browsers.
"""

from __future__ import annotations

import re

_TAGS = re.compile(rb"<[^<>]{0,4000}>")
_RUN = re.compile(rb"[\x80-\xff]+")
_LANG = re.compile(rb"<html\b[^>]{0,400}?\blang\s*=\s*[\"']?([a-zA-Z]{2,3})", re.IGNORECASE)
_MOST = 200_000  # bytes that are looked at
_LEAST = 3  # bytes outside ASCII that a guess can be made of
_LETTERS_IN_A_ROW = 2.0  # outside ASCII, on the average, of a script that is not Latin
_SURE = 0.3  # share of letters among the commonest of the script
_BROKEN = 0.002  # share of characters that may not fit: one broken byte in a page

_KANA = "".join(map(chr, range(0x3041, 0x3097))) + "ーンスルトリ。、"
_HANZI = (
    "的一是不在有我们您用了人这中大为上个国和地到以说时要就出会可也你对能而子得于着下自之年过发后作"
    "服务信息个人使用或与其他将们同意条款所此并如及权利提供本公司必须任何进行包括通过数据。，、"
)
_HANZI_OLD = (
    "的一是不在有我們您用了人這中大為上個國和地到以說時要就出會可也你對能而子得於著下自之年過發後作"
    "服務資訊個人使用或與其他將同意條款所此並如及權利提供本公司必須任何進行包括通過資料。，、"
)
_HANGUL = "이다는에의을를가한하고은로서지사수기인정보스시도제자있니습합및또용대해보개할않"
_CYRILLIC = "оеаинтсрвлкмдпуяіъыь"
_GREEK = "αοιετσνηυρπκμλςωγδχθ"
_HEBREW = "יוהלאתשמבנרדקפע"
_ARABIC = "اليمونترعبدسفكقهة"
_THAI = "านรอกเงคมยลวดทสตะปบ่้ัีิหใจ็ไข"
_SCRIPTS = (
    *(("cp932", _KANA), ("euc_jp", _KANA), ("gb18030", _HANZI), ("big5", _HANZI_OLD)),
    *(("cp949", _HANGUL), ("cp1251", _CYRILLIC), ("koi8_r", _CYRILLIC), ("iso8859_5", _CYRILLIC)),
    *(("cp866", _CYRILLIC), ("cp1253", _GREEK), ("cp1255", _HEBREW), ("cp1256", _ARABIC)),
    ("cp874", _THAI),
)
# Of languages in Latin letters: what browsers take where nothing is declared.
_BY_LANGUAGE = {
    **dict.fromkeys(("cs", "hu", "pl", "sk", "sl", "hr", "bs", "ro", "sq"), "cp1250"),
    **dict.fromkeys(("tr", "az", "ku"), "cp1254"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    "vi": "cp1258",
}


def guessed(body: bytes) -> str:
    """The codec of a body that is not UTF-8 and declares nothing that fits; "" none better known
    than Windows-1252.
    """
    text = _TAGS.sub(b" ", body[:_MOST])
    runs = _RUN.findall(text)
    high = sum(map(len, runs))
    if high < max(_LEAST, _LETTERS_IN_A_ROW * len(runs)):
        language = _LANG.search(body[:4096])
        return _BY_LANGUAGE.get(language[1].decode("ascii").lower(), "") if language else ""
    best, codec = _SURE, ""
    for name, common in _SCRIPTS:
        if (score := _score(text, name, frozenset(common))) > best:
            best, codec = score, name
    return codec


def _score(text: bytes, codec: str, common: frozenset[str]) -> float:
    """The share of letters that are among the commonest, 0 where bytes do not fit."""
    said = text.decode(codec, "replace")
    broken = said.count("\ufffd")
    if broken > max(1, _BROKEN * len(said)):
        return 0.0
    letters = [c for c in said if c > "\x7f" and c not in "\xa0«»“”„–—№©®…’‘"]
    return sum(c in common for c in letters) / max(1, len(letters))
