"""Is this answer the page? A 200 is not yet a page.

Two looks, cheapest first: :func:`check_response` at status, headers, addresses and tiny bodies;
:func:`check_document` at the extracted text, against the last good version. Phrases count only in
the visible text of short pages: healthy pages carry "Page not found" and challenge scripts in
their source. A block page is never the page; a page that shrank, lost its heading or changed its
language may be the new truth and is released when it stays (`confirmable`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import SplitResult, urlsplit

from monitor.guard.broken_off import cut_off
from monitor.guard.interstitials import BLOCK_PAGE, REQUEST
from monitor.model import Document, ExtractRules, Verdict
from monitor.text.charset import decode
from monitor.text.lost_letters import only_letters_lost, skeleton
from monitor.text.scripts import ASKS, MARKS, count_words, pieces

GOOD = Verdict(True)

# A page of this many words is not a block page.
SHORT_PAGE = 500
# On a short page a block page's words count in a line of their own, at most this many words long;
# below this many words anywhere; and so does a request to log in, to consent or to allow scripts.
SHORT_LINE, FEW_LINES = 16, 40
LONGEST = 10_000  # characters of a line that are read: nothing says so at such length
# Fewer than EMPTIED words, under a quarter of before and none in common: a placeholder, not a
# shortened policy.
EMPTIED, EMPTIED_TIMES = 60, 4
QUOTED = 160  # characters of what stands in the place of a policy
# Fewer content words than this are not policy text unless the page was always that short.
GARBLED = 0.05  # share of a text that may be question marks in a row or U+FFFD
FEW_WORDS = 6
# So many blocks, and so much of what differs, have only lost letters.
TORN, TORN_SHARE = 3, 0.5
# A redirect made of markup has no more words than this beside it.
REDIRECT_WORDS = 36
# A page with less than so much text, and so much source for each character, has crashed.
CRASHED, SOURCE_PER_CHARACTER = 500, 4_000
# A body below this size can be judged by its markup alone.
TINY_BODY = 24_000

_STATUS = {
    401: ("login", "the server wants a login"),
    403: ("forbidden", "the server refuses us"),
    404: ("not-found", "the server says there is no such page"),
    407: ("login", "a proxy wants a login"),
    410: ("gone", "the server says the page is gone for good"),
    429: ("rate-limited", "the server says we ask too often"),
    451: ("forbidden", "not available for legal reasons"),
    999: ("blocked", "the server's own code for a blocked visitor"),
}

_HEADERS = (
    # name, value it must contain ("" for any), what it means
    ("cf-mitigated", "challenge", "Cloudflare challenge"),
    ("x-vercel-mitigated", "", "Vercel challenge"),
    ("x-amzn-waf-action", "", "AWS WAF challenge"),
    ("x-datadome", "protected", "DataDome challenge"),
)

_INTERSTITIAL_SEGMENTS = frozenset(
    (
        *("authwall", "login", "loginpage", "log-in", "signin", "sign-in", "sso", "uas"),
        *("checkpoint", "challenge", "captcha", "sgcaptcha", "sorry", "access-denied"),
        *("unsupported-browser", "enable-javascript"),
    )
)
_INTERSTITIAL_HOSTS = ("consent.", "login.", "signin.", "accounts.", "auth.", "sso.", "challenges.")

# Markup that only challenge pages carry; looked for in tiny bodies only.
_INTERSTITIAL_MARKUP = (
    (b"_cf_chl_opt", "Cloudflare challenge"),
    (b"_Incapsula_Resource", "Imperva challenge"),
    (b"errors.edgesuite.net", "Akamai refusal"),
    (b"/.well-known/sgcaptcha/", "SiteGround challenge"),
    (b"awswafcookiedomainlist", "AWS WAF challenge"),
    (b"captcha-delivery.com", "DataDome challenge"),
    (b"px-captcha", "HUMAN challenge"),
)

_META_REFRESH = re.compile(
    rb"<meta[^>]{0,200}http-equiv\s*=\s*[\"']?refresh[^>]{0,400}url\s*=", re.I | re.S
)
_SCRIPT_REDIRECT = re.compile(
    rb"(?:window\.|document\.|top\.|self\.)?location(?:\.href)?\s*=\s*[\"'`]|location\.replace\(",
    re.I,
)
_LOST = re.compile("\ufffd+|\\?{3,}")
_INERT = re.compile(rb"<(noscript|style|!--).*?(</\1>|-->|\Z)", re.I | re.S)
_TAG = re.compile(rb"<script\b.*?(</script>|\Z)|<[^>]*+(?:>|\Z)", re.I | re.S)
_LOCALE = re.compile(r"^[a-z]{2}([-_][a-z]{2,4})?$", re.I)
_COUNTRY = re.compile(r"[-_]([A-Za-z]{2})(?![A-Za-z0-9])")
_NO_WORD = re.compile(rf"[^\w{MARKS}]+")


# --------------------------------------------------------------------------- before extraction


def check_response(
    *,
    status: int,
    headers: Iterable[tuple[str, str]] | Mapping[str, str],
    url: str,
    final_url: str,
    body: bytes,
) -> Verdict:
    """Judge an answer by what is known before it is read. Header names in any case."""
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    named = {name.lower(): value.lower() for name, value in pairs}
    return (
        _by_header(named)
        or _by_status(status, named)
        or _by_address(url, final_url)
        or _by_body(body, status)
        or GOOD
    )


def _by_header(headers: Mapping[str, str]) -> Verdict | None:
    for name, value, meaning in _HEADERS:
        if name in headers and value in headers[name]:
            return _interstitial("challenge", f"{meaning} (header {name})")
    return None


def _by_status(status: int, headers: Mapping[str, str]) -> Verdict | None:
    if status in (200, 203):
        return None
    if status in _STATUS:
        reason, detail = _STATUS[status]
        return _interstitial(reason, f"HTTP {status}: {detail}")
    if status == 202 and "location" not in headers:
        return _interstitial("challenge", "HTTP 202: accepted, but not the page")
    if status >= 500:
        return _interstitial("server-error", f"HTTP {status}: the server failed")
    if 300 <= status < 400:
        return _interstitial("redirect", f"HTTP {status}: a redirect that was not followed")
    return _interstitial("status", f"HTTP {status}: not the page")


def _by_address(url: str, final_url: str) -> Verdict | None:
    if not final_url or final_url == url:
        return None
    asked, got = urlsplit(url), urlsplit(final_url)
    found = _interstitial_place(got) - _interstitial_place(asked)
    if found:
        return _interstitial(
            "login", f"sent on to {got.netloc}{got.path} ({', '.join(sorted(found))})"
        )
    if _depth(asked) and not _depth(got) and not got.query:
        return _interstitial("redirected-home", f"sent on to the start page {got.netloc}{got.path}")
    return None


def _interstitial_place(url: SplitResult) -> set[str]:
    host = (url.hostname or "").lower()
    found = {h for h in _INTERSTITIAL_HOSTS if host.startswith(h)}
    segments = re.split(r"[/.]", url.path.lower())
    return found | (_INTERSTITIAL_SEGMENTS & set(segments))


def _depth(url: SplitResult) -> int:
    """Path segments that are not a language."""
    return sum(1 for part in url.path.split("/") if part and not _LOCALE.match(part))


def _by_body(body: bytes, status: int) -> Verdict | None:
    if not body.strip():
        return _interstitial("empty", f"HTTP {status} without a body")
    if len(body) > TINY_BODY:
        return None
    lowered = body.lower()
    for mark, meaning in _INTERSTITIAL_MARKUP:
        if mark.lower() in lowered:
            return _interstitial("challenge", meaning)
    source = _INERT.sub(b" ", body)
    if _META_REFRESH.search(source) or _SCRIPT_REDIRECT.search(source):
        words = count_words(decode(_TAG.sub(b" ", source), ""))
        if words < REDIRECT_WORDS:
            return _interstitial("redirect", "only a redirect, no text")
    return None


# --------------------------------------------------------------------------- after extraction


def check_document(
    document: Document,
    *,
    rules: ExtractRules,
    previous: Document | None,
    body_size: int,
) -> Verdict:
    """Judge an extracted page against the last good version (None before the first).

    `body_size` is in bytes. Does not look at what merely differs: only at what makes the text
    something else than the page.
    """
    words = document.words
    before = previous.words if previous else 0
    return (
        _by_phrase(document, words, previous, before)
        or _by_hollowness(document, words, before, body_size)
        or (_by_selectors(document, previous, rules) if previous else None)
        or (_by_previous(document, words, previous, before) if previous else None)
        or GOOD
    )


def _by_phrase(
    document: Document, words: int, previous: Document | None, before: int
) -> Verdict | None:
    """Does the page say that it is none? Only where there is little else on it."""
    if words >= SHORT_PAGE:
        return None
    if previous and before // 2 < words and before < SHORT_PAGE and _kept(document, previous):
        return None  # a short page that always said so
    lines = [line.replace("\u2019", "'") for line in _lines(document)]
    heads = [document.title, _main(document)]
    short = [line for line in (*heads, *lines) if count_words(line) <= SHORT_LINE]
    said = lines if words < FEW_LINES else [line for line in short if not line.endswith(ASKS)]
    if found := _first(BLOCK_PAGE, said):
        return found
    if found := _first(REQUEST, [head for head in heads if not head.endswith(ASKS)]):
        return found
    sizes = [(count_words(line), line) for line in lines]
    beside = sum(n for n, line in sizes if n > SHORT_LINE or not REQUEST.search(line))
    if beside < FEW_LINES:
        return _first(REQUEST, lines)
    return None


def _first(pattern: re.Pattern[str], lines: Iterable[str]) -> Verdict | None:
    for line in lines:
        if found := pattern.search(line):
            reason = (found.lastgroup or "").partition("__")[0].replace("_", "-")
            return _interstitial(reason, f"the page says: {found[0].strip()[:80]}")
    return None


def _by_hollowness(document: Document, words: int, before: int, body_size: int) -> Verdict | None:
    if words < FEW_WORDS and not (before and words > before // 2):
        boilerplate = [block.text.replace("\u2019", "'") for block in document.boilerplate]
        said = _first(BLOCK_PAGE, boilerplate) or _first(REQUEST, boilerplate)
        found = f"only {words} words of text" if words else "no text"
        return said or _interstitial("empty", "; ".join((found, *document.warnings)))
    if before and words > before // 2:
        return None
    characters = sum(len(block.text) for block in document.blocks())
    if characters < CRASHED and characters * SOURCE_PER_CHARACTER < body_size:
        return _interstitial(
            "hollow", f"{body_size} bytes of source, {characters} characters of text"
        )
    return None


def _by_selectors(document: Document, previous: Document, rules: ExtractRules) -> Verdict | None:
    if not (rules.select or rules.ranges):
        return None
    lost = [w for w in document.warnings if w not in previous.warnings and "select" in w.lower()]
    if not lost:
        return None
    return Verdict(False, "selector", lost[0], confirmable=True)


def _by_previous(document: Document, words: int, previous: Document, before: int) -> Verdict | None:
    if cut_off(document, previous):
        last = next(reversed(list(document.blocks()))).text
        return Verdict(False, "cut-off", f"the text ends with {last[-60:]!r}", confirmable=True)
    kept = _kept(document, previous)
    if words < EMPTIED and words * EMPTIED_TIMES < before and not kept:
        detail = f"{words} words in the place of {before}, none of them the same{_quoted(document)}"
        return Verdict(False, "emptied", detail, confirmable=True)
    lost = _garbled(document)
    if lost > GARBLED > _garbled(previous):
        detail = f"{lost:.0%} of its characters were lost on the way"
        return Verdict(False, "garbled", detail, confirmable=True)
    if torn := _torn(document, previous):
        detail = f"letters were lost in {torn} blocks, as by the wrong charset"
        return Verdict(False, "garbled", detail, confirmable=True)
    was, now = _language(previous), _language(document)
    # A page that only declares another language keeps its text.
    if was and now and was != now and kept < 0.9:
        detail = f"language changed from {was} to {now}"
        return Verdict(False, "language" if kept else "other-language", detail, confirmable=True)
    if kept < 0.9 and (turned := _other_edition(document.language, previous.language)):
        return Verdict(False, "edition", turned, confirmable=True)
    same_heading = _same_heading(document, previous)
    if not kept and words * 2 < before:
        detail = f"{words} words in the place of {before}, none of them the same{_quoted(document)}"
        reason = "replaced" if same_heading else "another-page"
        return Verdict(False, reason, detail, confirmable=True)
    if words * 2 < before:
        detail = f"text shrank from {before} to {words} words"
        return Verdict(False, "shrunk", detail, confirmable=True)
    if not same_heading and kept < 0.1:
        detail = f"title and main heading lost: now {document.title[:80]!r}"
        return Verdict(False, "other-document", detail, confirmable=True)
    return None


def _quoted(document: Document) -> str:
    """What stands there now, for a person who has to judge it."""
    said = " ".join(block.text for block in document.blocks())
    return f": “{said[:QUOTED].rstrip()}{'…' * (len(said) > QUOTED)}”" if said else ""


def _garbled(document: Document) -> float:
    """Share of the text that stands where characters of another encoding were."""
    text = "".join([block.text for s in document.sections for block in s.blocks])
    if "\ufffd" not in text and "???" not in text:  # far cheaper than to look for the pattern
        return 0.0
    return sum(len(run[0]) for run in _LOST.finditer(text)) / len(text) if text else 0.0


def _torn(document: Document, previous: Document) -> int:
    """In how many blocks only letters were lost, where they are most of what differs; else 0."""
    known = {block.key for block in previous.blocks()}
    news = [block.text for block in document.blocks() if block.key not in known]
    if sum("?" in text or "\ufffd" in text for text in news) < TORN:
        return 0
    olds = {skeleton(block.text): block.text for block in previous.blocks()}
    torn = sum(only_letters_lost(olds.get(skeleton(text), text), text) for text in news)
    return torn if torn >= max(TORN, TORN_SHARE * len(news)) else 0


def _kept(document: Document, previous: Document) -> float:
    """Share of the previous version's distinct blocks that are still there."""
    old = {block.key for block in previous.blocks()}
    new = {block.key for block in document.blocks()}
    return len(old & new) / len(old) if old else 1.0


def _same_heading(document: Document, previous: Document) -> bool:
    """Title or main heading share most of their words with those of the version before."""
    return _alike(document.title, previous.title) or _alike(_main(document), _main(previous))


def _main(document: Document) -> str:
    return next((section.path[0] for section in document.sections if section.path), "")


def _alike(one: str, other: str) -> bool:
    a, b = (set(pieces(_NO_WORD.sub(" ", t.casefold()))) for t in (one, other))
    return bool(a and b) and len(a & b) * 2 >= min(len(a), len(b))


def _other_edition(now: str, was: str) -> str:
    """In what way the same language is that of another country; "" where it is not."""
    here, there = _COUNTRY.search(now), _COUNTRY.search(was)
    if not (here and there) or here[1].lower() == there[1].lower():
        return ""
    return f"edition changed from {was} to {now}"


def _language(document: Document) -> str:
    return re.split(r"[-_]", document.language.lower())[0]


def _lines(document: Document) -> Iterator[str]:
    """The content's lines, headings among them."""
    for section in document.sections:
        yield from section.path[-1:]
        yield from (block.text[:LONGEST] for block in section.blocks)


def _interstitial(reason: str, detail: str) -> Verdict:
    return Verdict(False, reason, detail)
