"""Policies that come as PDF: the same sections as the page that said the same."""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pypdfium2
import pytest

from monitor.api import compare
from monitor.errors import ExtractError, ExtraMissingError, ReaderLostError
from monitor.extract import extract
from monitor.model import Document, ExtractRules, Kind, Outcome
from monitor.service.readers import Readers, rules_loaded
from tests import pdfs
from tests.test_pipeline import Page

PDF = "application/pdf"
SAYS = "We collect what you give us when you make an account, such as your name and your address. "
SHARES = "We may share what we know about you with partners that work for us and for nobody else. "
POLICY = f"""<h1>Privacy Policy</h1><p>Effective 1 May 2025.</p>
<h2>1. What we collect</h2><p>{SAYS * 5}</p><p>{SHARES * 3}</p>
<ul><li>Your name, and the address that you gave us when you signed up for the service</li>
<li>What you write</li><li>Where you are</li></ul>
<h2>2. Whom we share it with</h2><p>{SHARES * 9}</p>
<ol><li>First we ask you.</li><li>Then we do it.</li></ol>
<table border="1"><tr><th>Partner</th><th>Purpose</th></tr>
<tr><td>Acme Inc.</td><td>Advertising, and the measurement of advertising on other sites and in
other apps, as described in this policy</td></tr><tr><td>Beta GmbH</td><td>Support</td></tr></table>
<h2>3. How long we keep it</h2><p>{SAYS * 12}</p><p>We keep it for 30 days.</p>
<h2>4. Your choices</h2><p>{SHARES * 25}</p><p>You may opt out at any time.</p>"""


def read(body: bytes) -> Document:
    return extract(body, PDF)


def test_a_policy_that_moves_from_html_to_pdf_stays_one_document() -> None:
    """Else the move is told as a hundred changes, and the one that matters is among them."""
    change = compare(POLICY.encode(), pdfs.printed(POLICY, head="Example Inc. Privacy Policy"))
    assert (change.kind, change.sections, change.reason) == (Kind.NOISE, (), "")


def test_what_a_pdf_says_otherwise_is_told_with_its_words() -> None:
    after = POLICY.replace("30 days", "90 days").replace("Beta GmbH", "Gamma Ltd")
    change = compare(pdfs.printed(POLICY), pdfs.printed(after))
    assert change.kind is Kind.SUBSTANTIVE
    told = " ".join(str(section.blocks) for section in change.sections)
    assert "90 days" in told
    assert "Gamma Ltd" in told
    assert sum(len(section.blocks) for section in change.sections) == 2


def test_a_watched_page_that_becomes_a_pdf_is_unchanged() -> None:
    page = Page()
    page.see(POLICY)
    page.see(POLICY)
    seen = page.see(pdfs.printed(POLICY), headers=(("content-type", PDF),))
    assert seen.outcome in (Outcome.UNCHANGED, Outcome.NOISE)


ASKED = {
    "questions": {
        "Do you sell my data?": "No. We do not sell your data to anyone, and we never have.",
        "How long do you keep my data?": "We keep your data for 30 days after you leave us.",
        "Do you use my posts to train AI?": "We do not use your posts to train AI models.",
    },
    "short titles": {
        "Data we collect": "When you make an account we collect your name and your address.",
        "Retention": "We keep your data for 30 days after you have closed your account.",
        "Your rights": "You may ask for a copy of your data at any time, free of charge.",
    },
    "numbered titles": {
        "1. What data do you collect, and what for?": "We collect your name and your address.",
        "2. Retention.": "We keep your data for 30 days after you have closed your account.",
        "3. Contact us:": "You can write to us, and we answer within one month of your letter.",
    },
    "another language": {
        "Verkauft ihr meine Daten?": "Nein. Wir verkaufen Ihre Daten an niemanden und nie.",
        "Speicherung": "Wir speichern Ihre Daten 30 Tage, nachdem Sie uns verlassen haben.",
        "Ihre Rechte": "Sie können jederzeit eine Kopie Ihrer Daten von uns verlangen.",
    },
}
ON_THE_PAGE = {
    "headings": "<h3>{}</h3><p>{}</p>",
    "bold paragraphs": "<p><b>{}</b></p><p>{}</p>",
    "bold lines": "<p><b>{}</b><br>{}</p>",
    "bold words": "<p><b>{}</b> {}</p>",
    "accordions": "<details><summary>{}</summary><p>{}</p></details>",
}
IN_THE_PDF = {
    "bold paragraphs": lambda asked: _printed_as(asked, "<p><b>{}</b></p><p>{}</p>"),
    "bold lines": lambda asked: _printed_as(asked, "<p><b>{}</b><br>{}</p>"),
    "tagged paragraphs": lambda asked: _tagged_as(
        [block for q, a in asked.items() for block in (("PB", [q]), ("P", [a]))]
    ),
    "tagged lines": lambda asked: _tagged_as([("PB", [q, a]) for q, a in asked.items()]),
}


def _printed_as(asked: dict[str, str], form: str) -> bytes:
    return pdfs.printed(f"<h1>Privacy</h1><p>{SAYS * 2}</p>" + _as_markup(asked, form))


def _tagged_as(blocks: list[tuple[str, list[str]]]) -> bytes:
    return pdfs.tagged(("H1", ["Privacy"]), ("P", [(SAYS * 2).strip()]), *blocks)


def _as_markup(asked: dict[str, str], form: str) -> str:
    return "".join(form.format(*pair) for pair in asked.items())


@pytest.mark.parametrize("then", IN_THE_PDF)
@pytest.mark.parametrize("before", ON_THE_PAGE)
@pytest.mark.parametrize("which", ASKED)
def test_of_a_policy_that_moves_to_a_pdf_one_answer_is_told_and_no_heading(
    which: str, before: str, then: str
) -> None:
    """The heads of a page and of its PDF differ in form: “New heading” would hide the change."""
    asked = ASKED[which]
    page = f"<h1>Privacy</h1><p>{SAYS * 2}</p>" + _as_markup(asked, ON_THE_PAGE[before])
    other = {
        q: a.replace("30", "90").replace("do not use", "use") if n == 1 else a
        for n, (q, a) in enumerate(asked.items())
    }
    change = compare(page.encode(), IN_THE_PDF[then](other))
    assert change.kind is Kind.SUBSTANTIVE
    (told,) = [block for section in change.sections for block in section.blocks]
    assert told.fate == "changed"
    assert "90" in (told.new.text if told.new else "")
    assert not any("heading" in point.text.lower() for point in change.points)
    assert compare(page.encode(), IN_THE_PDF[then](asked)).sections == ()


@pytest.mark.parametrize("which", ASKED)
@pytest.mark.parametrize("gone", [True, False])
def test_a_page_of_bold_questions_whose_pdf_has_headings_was_not_renamed(
    which: str, gone: bool
) -> None:
    """ "Heading “Privacy” is now “Your rights”": no heading of the policy had another name."""
    asked = ASKED[which]
    page = f"<h1>Privacy</h1><p>{SAYS * 2}</p>" + _as_markup(asked, ON_THE_PAGE["bold paragraphs"])
    other = {
        q: "Whoever asks is told by letter what applies to them." if n == 1 else a
        for n, (q, a) in enumerate(asked.items())
        if n != 1 or not gone
    }
    form = f"<h1>Privacy</h1><p>{SAYS * 2}</p>" + _as_markup(other, "<h2>{}</h2><p>{}</p>")
    change = compare(page.encode(), pdfs.printed(form))
    assert change.kind is Kind.SUBSTANTIVE
    assert not [point.text for point in change.points if " is now " in point.text]


def test_headings_lists_and_tables_are_what_they_are_on_a_page() -> None:
    document = read(pdfs.printed(POLICY))
    assert [section.path[-1] for section in document.sections] == [
        *("Privacy Policy", "1. What we collect", "2. Whom we share it with"),
        *("3. How long we keep it", "4. Your choices"),
    ]
    said = [(str(block.kind), block.text) for block in document.blocks()]
    assert ("item", "What you write") in said
    assert ("item", "Then we do it.") in said
    assert ("row", "Beta GmbH | Support") in said
    assert any(kind == "row" and text.startswith("Acme Inc. | Adv") for kind, text in said)


@pytest.mark.parametrize("head", ["Example Inc. Privacy Policy", "Version 7 | Confidential"])
def test_heads_and_numbers_of_pages_are_no_text(head: str) -> None:
    """A line more would move every page break, and each of them would be a change."""
    text = read(pdfs.printed(POLICY, head)).text
    assert head not in text
    assert "Page 1" not in text
    assert "of 3" not in text


def test_a_day_in_the_head_of_each_page_is_text() -> None:
    document = read(pdfs.printed(POLICY, "Privacy Policy, effective 1 June 2026"))
    assert document.text.count("effective 1 June 2026") == 1


LEFT = [
    "We may share what we know about you with",
    "others that work for us, and only if you",
    "have agreed to it beforehand, or the law",
    "demands it of us. We tell you of it when",
    "it happens, and what we gave to whom. We",
    "sell it to nobody, whatever they may pay.",
]
RIGHT = [
    "You may ask us at any time what we know",
    "of you, and have it put right or deleted.",
    "We answer within a month of your letter,",
    "and it costs you nothing. Where we doubt",
    "who you are we ask you for a proof of it,",
    "which we delete as soon as we know it is.",
]


@pytest.mark.parametrize("mixed", [False, True], ids=["column by column", "line by line"])
def test_two_columns_are_read_one_after_the_other(mixed: bool) -> None:
    """Read across, no sentence of the policy would be one."""
    said = [block.text for block in read(pdfs.columns(LEFT, RIGHT, mixed=mixed)).blocks()]
    assert said == [" ".join(LEFT), " ".join(RIGHT)]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["We keep your infor-", "mation for a year."], "We keep your information for a year."),
        (["You can choose to opt-", "out of it by letter."], "to opt-out of it by letter."),
        (["Data of third-", "party apps; a third-party app."], "of third-party apps; a third"),
        (["Our e-mail and your e-", "mail are kept by us."], "your e-mail are kept"),
        (["This applies from 2025-", "2026 in all countries."], "from 2025-2026 in all"),
    ],
)
def test_a_word_parted_at_the_end_of_a_line_is_one_word(lines: list[str], said: str) -> None:
    """ "infor- mation" is found by no search, and is a change when the text flows anew."""
    places = [(15.0, 30.0 + 5 * n, line) for n, line in enumerate(lines)]
    assert said in read(pdfs.placed(*places)).text


@pytest.mark.parametrize(
    ("labels", "numbered"),
    [
        (["1.", "2.", "3."], False),
        (["1.", "-", "-", "2.", "3."], False),
        (["4.", "5.", "6."], True),
        (["1.", "3.", "7."], True),
    ],
    ids=["counted", "with a list inside", "from 4", "with gaps"],
)
def test_numbers_that_a_browser_would_count_are_no_text(labels: list[str], numbered: bool) -> None:
    """In HTML they are none: moved to a PDF, or with an item more, each would be a change."""
    lines = [
        (15.0 if label[0].isdigit() else 25.0, 30.0 + 5 * n, f"{label} We keep item {n} for long.")
        for n, label in enumerate(labels)
    ]
    said = [block.text for block in read(pdfs.placed(*lines)).blocks()]
    assert len(said) == len(labels)
    assert any(text[0].isdigit() for text in said) is numbered


def test_a_sentence_goes_on_over_a_page_break() -> None:
    document = read(pdfs.printed(POLICY))
    assert (SHARES * 25).strip() in [block.text for block in document.blocks()]


@pytest.mark.parametrize("pages", [1, 2, 12])
def test_a_scan_says_that_it_is_one(pages: int) -> None:
    """ "0 words" would send people to look for a selector."""
    with pytest.raises(ExtractError, match="a scanned PDF without text"):
        read(pdfs.scanned(pages))


def test_scanned_pages_among_others_are_warned_of() -> None:
    document = read(pdfs.scanned(2, words=POLICY))
    assert "2 of 4 pages are pictures without text, which are not read" in document.warnings
    assert "We keep it for 30 days." in document.text


def test_a_scan_is_an_error_of_the_page_with_its_reason() -> None:
    seen = Page().see(pdfs.scanned(), headers=(("content-type", PDF),))
    assert seen.outcome is Outcome.FAILED
    assert seen.reason == "unreadable: a scanned PDF without text"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"%PDF-1.7 \xe2\xe3", "the PDF is damaged"),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>", "PDF"),
        (pdfs.locked(POLICY), "the PDF asks for a password"),
        (pdfs.printed(POLICY)[:3000], "PDF"),
    ],
    ids=["head alone", "circle", "locked", "cut off"],
)
def test_a_pdf_that_cannot_be_opened_says_why(body: bytes, why: str) -> None:
    with pytest.raises(ExtractError, match=why):
        read(body)


def test_without_the_extra_the_page_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(ExtraMissingError, match=r"pip install '\.\[pdf\]'"):
        read(b"%PDF-1.7")


def test_two_pdfs_are_read_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pdfium ends the process, a daemon with it, where two threads are in it at once."""
    inside: list[int] = []
    made, closed = pypdfium2.PdfDocument, pypdfium2.PdfDocument.close
    at_once = 0

    def opened(body: bytes) -> pypdfium2.PdfDocument:
        nonlocal at_once
        at_once += 1
        inside.append(at_once)
        time.sleep(0.02)  # long enough for the others to come
        return made(body)

    def close(document: pypdfium2.PdfDocument) -> None:
        nonlocal at_once
        at_once -= 1
        closed(document)

    monkeypatch.setattr(made, "close", close)
    monkeypatch.setattr(pypdfium2, "PdfDocument", opened)
    bodies = [pdfs.printed(f"<p>We keep your posts for {n} days.</p>") for n in range(10, 14)]
    with ThreadPoolExecutor(4) as threads:
        documents = list(threads.map(read, bodies))
    assert inside == [1, 1, 1, 1]
    assert [f"{n} days" in d.text for n, d in enumerate(documents, 10)] == [True] * 4


def test_selectors_of_the_page_that_it_was_are_warned_of_and_lose_nothing() -> None:
    document = extract(pdfs.printed(POLICY), PDF, ExtractRules(select=("#policy",)))
    assert "We keep it for 30 days." in document.text
    assert document.warnings


def test_a_process_without_the_extra_keeps_the_version_it_cannot_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Begun again, the change that came meanwhile would be told to nobody."""
    page = Page()
    page.see(pdfs.printed(POLICY), headers=(("content-type", PDF),))
    version = page.current
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    seen = page.see(pdfs.printed(POLICY + SAYS), headers=(("content-type", PDF),))
    assert seen.outcome is Outcome.FAILED
    assert "pip install" in seen.reason
    assert page.current is version


TAGGED = (
    ("H1", ["Privacy Policy"]),
    ("P", ["We collect what you give us.", "And what others give us,", "if you let them."]),
    ("H2", ["What we share"]),
    ("LI", ["•", "Your name, with those", "Who need it."]),
    ("LI", ["2.", "What you write."]),
    ("LI", ["(c)", "Where you are."]),
    ("TR", ["Acme Inc.", "Advertising. On this", "Ireland"]),
    ("P", ["We may share what we know about you with partners for whatever they like."] * 2),
)


def test_the_tags_of_a_pdf_say_what_its_lines_are() -> None:
    """All lines stand one below the other: by their places alone each would be its own."""
    document = read(pdfs.tagged(*TAGGED))
    assert [s.path for s in document.sections] == [
        *(("Privacy Policy",), ("Privacy Policy", "What we share")),
    ]
    said = [(str(block.kind), block.text) for block in document.blocks()]
    assert said[:5] == [
        ("paragraph", "We collect what you give us. And what others give us, if you let them."),
        ("item", "Your name, with those Who need it."),
        ("item", "What you write."),
        ("item", "(c) Where you are."),
        ("row", "Acme Inc. | Advertising. On this | Ireland"),
    ]
    assert document.language == "en-IE"
    assert "Confidential" not in document.text


def test_tags_that_leave_out_most_of_a_page_are_not_believed() -> None:
    """Some programs tag a heading and nothing else: the policy would be empty."""
    body = pdfs.tagged(("H1", ["Terms"]), artifact="We may share what we know about you. " * 3)
    assert "We may share what we know" in read(body).text


@pytest.mark.hostile
@pytest.mark.parametrize(
    "page",
    [
        b" " * 400_000_000,
        b"0 0 m 9 9 l S " * 3_000_000,
        b"BT /F1 9 Tf (aaaaa) Tj ET " * 900_000,
    ],
    ids=["nothing", "lines", "letters"],
)
def test_a_pdf_that_unpacks_without_end_fails_alone(page: bytes) -> None:
    """In a reader, where memory and time are limited: the next page is read."""
    body = pdfs.packed(page)
    assert len(body) < 8_000_000
    with Readers(1, prepare=rules_loaded) as readers:
        with suppress(ExtractError, ReaderLostError):
            assert readers.run(extract, body, PDF).words < 10_000_000
        assert readers.run(extract, pdfs.printed(POLICY), PDF).words > 100


def test_the_head_of_a_chapter_is_no_text_on_each_of_its_pages() -> None:
    """Where pages broke otherwise it came and went in the middle of sentences."""
    things = ["letter", "parcel", "street", "garden", "ticket", "winter", "harbour", "station"]
    says = [
        f"We keep the {one} of the {two} and of your {three}, and nobody else reads of the {one}."
        for one in things
        for two in things
        for three in things[::4]
    ]
    chapter = {n: f"Privacy notice, part {chr(64 + n)}" for n in range(1, 20)}

    def document(first: str) -> bytes:
        pdf = pdfs.Printed()
        pdf.header = lambda: (  # type: ignore[method-assign]
            pdf.set_font("helvetica", size=8),
            pdf.cell(0, 8, chapter[pdf.page_no()], new_x="LMARGIN", new_y="NEXT"),
            pdf.set_font("helvetica", size=11),
        )
        pdf.add_page()
        pdf.write_html(f"<p>{first}</p>" + "".join(f"<p>{text}</p>" for text in says))
        return bytes(pdf.output())

    short, long = document(""), document("A note for readers. " * 40)
    texts = [block.text for block in read(short).blocks()]
    assert not [text for text in texts if "Privacy notice, part" in text]
    change = compare(short, long)
    assert sum(len(section.blocks) for section in change.sections) == 1
