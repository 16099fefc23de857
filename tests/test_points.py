"""The points of a change: the page's own words, with their side, the most important first."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.api import compare
from monitor.classify import significance
from monitor.classify.changed_passages import passages
from monitor.classify.clauses import LONGEST, WHOLE, deciding
from monitor.classify.edits import edits_of
from monitor.classify.points import says_now
from monitor.diff import diff
from monitor.extract import extract
from monitor.model import Change, Kind, Point

TERMS = (
    "# Terms\n\nThese terms are the agreement between you and us.\n\n## Your content\n\n"
    "You keep the rights in what you post. We show it to the people you choose. {0}\n\n"
    "## Payment\n\nYou pay what is shown at checkout. {1}\n\n## Contact\n\nWrite to us. {2}\n"
)
LICENCE = "You grant us a perpetual licence to use your posts to train our models."
FEE = "We may raise prices at any time without telling you."
GREETING = "We are glad that you are here."


def change(old: tuple[str, str, str], new: tuple[str, str, str]) -> Change:
    return compare(
        TERMS.format(*old), TERMS.format(*new), media_type="text/markdown", on=date(2026, 9, 18)
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "Write to Acme, 10 Main Street, Leeds, or by email: law1@acme.test.",
            "Write to Acme, 12 Park Avenue, Leeds, or by email: legal@acme.test.",
            "“12 Park Avenue, Leeds, or by email: legal@acme.test”",
        ),
        (
            "Notices go to 10 Main Street, Leeds (see https://acme.test/law).",
            "Notices go to 12 Park Avenue, Leeds (see https://acme.test/legal).",
            "“12 Park Avenue, Leeds (see https://acme.test/legal”",
        ),
        (
            "Notices go to 8391 Mill Road, Leeds LS1 4AP,Attn:Legal.",
            "Notices go to 6100 Park Road, Leeds LS2 7QQ,Attn:Legal.",
            "“6100 Park Road, Leeds LS2 7QQ",
        ),
    ],
)
def test_no_address_is_cut_within_a_word(old: str, new: str, said: str) -> None:
    """Mail to "legal" goes to nobody."""
    assert said in change((old, "", ""), (new, "", "")).points[0].text


@pytest.mark.parametrize(
    "told",
    [
        "Claims must be submitted by 31 May 2026.",
        "Claims must be submitted between 1 May 2026 and 31 May 2026.",
        "You may export your photos until 1 July 2026.",
        "Refunds must be requested before 1 May 2026.",
    ],
)
def test_a_new_deadline_matters_whenever_it_is_read(told: str) -> None:
    """Compared without a day, "claims must be submitted by 31 May" was called a wording."""
    old, new = (TERMS.format("", "", clause) for clause in ("", told))
    found = compare(old, new, media_type="text/markdown")
    assert (found.kind, [d.role for d in found.dates]) == (Kind.SUBSTANTIVE, ["deadline"])


ROWS = ("Acme | Mail | US", "Beta | Hosting | US", "Gamma | Payment | France")


@pytest.mark.parametrize("item", ["* {}\n", "| {} |\n"])
@pytest.mark.parametrize(
    ("new", "told"),
    [
        ((ROWS[0], "Delta | Storage | Chile", ROWS[2]), [ROWS[1], "Delta | Storage | Chile"]),
        ((ROWS[0], ROWS[2]), [ROWS[1]]),
        ((*ROWS, "Delta | Ads | US"), ["Delta | Ads | US"]),
        ((ROWS[0], "Delta | Hosting | US", ROWS[2]), ["“Beta” → “Delta”"]),
    ],
)
def test_a_row_is_told_whole(item: str, new: tuple[str, ...], told: list[str]) -> None:
    """Where a provider left a list, the reader was told: removed “United States”."""
    old, now = (
        TERMS.format("", "", "") + "\n## Providers\n\n" + "".join(map(item.format, rows))
        for rows in (ROWS, new)
    )
    points = compare(old, now, media_type="text/markdown").points
    assert len(points) == len(told)
    assert all(said in " ".join(p.text for p in points) for said in told)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hily Corp., 3172 North Mill Road, Leeds", "Lathinol Limited, 705 Park Avenue, Nicosia"),
        ("Acme GmbH, Hafenstraße 17, 28195 Bremen", "Beta Inc., 12 Main Street, Springfield"),
        ("Gamma Ltd, P.O. Box 12, Leeds", "Delta SAS, 4 rue Blanche, 75009 Paris"),
    ],
)
def test_another_company_is_not_told_as_an_address(old: str, new: str) -> None:
    """Whose the data are from now on was lost: the line told of a new address alone."""
    told = change(
        (f"The data controller is {old}.", "", ""), (f"The data controller is {new}.", "", "")
    )
    assert "New address" not in told.points[0].text
    assert f"controller is {new}" in told.points[0].text


def test_the_same_point_is_told_once() -> None:
    """One address that moved in three sections read as three points of one mail."""
    old, new = "Write to 10 Main Street, Leeds.", "Write to 12 Park Avenue, Leeds."
    texts = [p.text for p in change((old,) * 3, (new,) * 3).points]
    assert len(texts) == len(set(texts)) == 1


def test_what_binds_a_user_is_told_before_a_greeting() -> None:
    """A mail that leads with a pleasantry is closed before its point is read."""
    told = change(("", "", ""), (LICENCE, "", GREETING))
    assert [p.new for p in told.points[:1]] == [LICENCE]
    assert told.summary.endswith(f"Added: “{LICENCE}”")


def test_the_second_point_comes_from_another_section() -> None:
    """The sentence beside the first point mostly repeats it."""
    told = change(("", "", ""), (f"{LICENCE} This licence survives your account.", FEE, ""))
    assert told.points[0].section != told.points[1].section


@pytest.mark.parametrize(
    ("old", "new", "side", "text"),
    [
        ("", FEE, "added", f"Added: “{FEE}”"),
        (FEE, "", "removed", f"Removed: “{FEE}”"),
        (
            "We keep your card for 30 days.",
            "We keep your card for 90 days.",
            "changed",
            "“30 days” → “90 days”: “We keep your card for 90 days.”",
        ),
        (
            "We refund you within a week, whatever the reason.",
            "We refund you within a week.",
            "changed",
            "Removed",
        ),
    ],
)
def test_a_point_says_its_side(old: str, new: str, side: str, text: str) -> None:
    """ "Removed" read as "added" is retracted by the journalist who repeats it."""
    point = change(("", old, ""), ("", new, "")).points[0]
    assert point.side == side
    assert point.text.startswith(text)
    assert (point.old is None) == (side == "added")
    assert (point.new is None) == (side == "removed")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("", "", ""), (LICENCE, "", "")),
        (("", FEE, ""), ("", "We may raise prices after telling you.", "")),
        (("We sell it.", "", ""), ("We do not sell it.", "", "")),
        (("Posts are deleted after 30 days.", "", ""), ("Posts are kept for 5 years.", "", "")),
    ],
)
def test_the_way_back_is_told_in_another_line(
    old: tuple[str, str, str], new: tuple[str, str, str]
) -> None:
    """Dropping a promise and making it are opposites."""
    there, back = change(old, new), change(new, old)
    assert there.kind is back.kind is Kind.SUBSTANTIVE
    assert there.summary != back.summary


WORDS_OF_A_PAGE = st.lists(
    st.sampled_from(
        [
            "we",
            "share",
            "your",
            "data",
            "with",
            "partners",
            "unless",
            "you",
            "object,",
            "in",
            "the",
            "EU.",
            ";",
            "and",
        ]
    ),
    max_size=90,
).map(" ".join)


@settings(max_examples=60)
@given(WORDS_OF_A_PAGE, WORDS_OF_A_PAGE)
def test_the_words_of_a_point_stand_on_the_page(before: str, after: str) -> None:
    """A quotation that the page does not hold is no evidence."""
    old, new = (TERMS.format(text, "", "") for text in (before, after))
    told = compare(old, new, media_type="text/markdown")
    texts = [" ".join(extract(t, "text/markdown").text.split()) for t in (old, new)]
    for point in told.points:
        for words, text in zip((point.old, point.new), texts, strict=True):
            assert words is None or " ".join(words.split()) in text


@settings(max_examples=100)
@given(WORDS_OF_A_PAGE, st.integers(0, 400), st.integers(1, 80))
def test_a_clause_holds_the_change_and_fits_into_a_line(text: str, start: int, size: int) -> None:
    """A quote without the changed words proves nothing; one of a page is not read."""
    marks = ((start, min(len(text), start + size)),) if start < len(text) else ()
    begin, end = deciding(text, marks)
    assert 0 <= begin <= end <= max(len(text), begin)
    assert len(text[begin:end].split()) <= LONGEST + 2
    changed = text[slice(*marks[0])].split() if marks else []
    if changed and len(text.split()) <= WHOLE:
        assert changed[0].strip(",;") in text[begin:end]


def test_a_sentence_and_its_new_wording_are_one_edit() -> None:
    """Told as one removed and one added they look like two changes."""
    old, new = (
        extract(TERMS.format("", "", text), "text/markdown")
        for text in ("Acme Inc, 1 Old Road, Springfield.", "Acme Inc, 2 New Lane, Springfield.")
    )
    found = edits_of(passages(diff(old, new)))
    assert [edit.side for edit in found] == ["changed"]


def test_which_words_spoke_for_a_point_can_be_shown() -> None:
    """A weight that nobody can explain is not believed."""
    old, new = (extract(TERMS.format(text, "", ""), "text/markdown") for text in ("", LICENCE))
    (edit,) = edits_of(passages(diff(old, new)))
    spoken = significance.words(edit)
    assert "+train" in spoken
    assert set(spoken) <= set(significance.terms(edit))


@pytest.mark.parametrize(
    ("told", "now"),
    [
        ("We keep messages for 90 days after you delete them.", "30 days after you delete them"),
        ("We share your data with our partners for ads.", "with our parent company for ads"),
        ("You may opt out of training in your settings.", "opt out of training by e-mail"),
    ],
)
def test_a_change_that_was_taken_back_is_told_with_what_holds_now(told: str, now: str) -> None:
    """After 30, 60 and 90 days "its earlier text" lets the reader guess 60."""
    point = Point("", "added", None, told)
    start = " ".join(told.split()[:3])
    page = extract(TERMS.format(f"{start} {now}.", FEE, GREETING), "text/markdown")
    assert now in says_now(point, page)
    assert says_now(point, extract(TERMS.format("", "", ""), "text/markdown")) == ""


@pytest.mark.parametrize("went", ["and", "Go to", "of the"])
def test_words_that_say_nothing_alone_are_not_told_as_what_stood_before(went: str) -> None:
    """ "before “and”" makes a reader look for what he missed."""
    rest = (
        "the settings of your account, where you find what we keep of your messages, your photos "
        "and your calls, and where you choose what is shown to the people whom you follow here."
    )
    old, new = f"{went} {rest}", f"To choose, {went.casefold()} {rest}"
    point = change(("", old, ""), ("", new.replace("and where", "where"), "")).points[0]
    assert "before" not in point.text


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "Acme, Inc. Attn: Privacy 12 Mill Lane, Dover, DE 19901, USA",
            "Acme, Inc. Attn: Privacy 1250 Park Avenue, Suite 90, New York, NY 10001, USA",
            "New address of “Acme, Inc. Attn: Privacy”: "
            "“1250 Park Avenue, Suite 90, New York, NY 10001”, "
            "instead of “12 Mill Lane, Dover, DE 19901”",
        ),
        (
            "Nordlicht GmbH Gartenweg 3 20095 Hamburg",
            "Nordlicht GmbH Hafenstraße 17 28195 Bremen",
            "New address of “Nordlicht GmbH”: “Hafenstraße 17 28195 Bremen”, "
            "instead of “Gartenweg 3 20095 Hamburg”",
        ),
        (
            "77 King Street, Floor 2",
            "P.O. Box 4410, Leeds LS1 4AP",
            "New address under “Contact”: “P.O. Box 4410, Leeds LS1 4AP”, instead of “77 King"
            " Street, Floor 2”",
        ),
    ],
)
def test_another_address_is_one_point_with_the_lines_that_differ(
    old: str, new: str, line: str
) -> None:
    """Told as one thing removed and another added, nobody sees that somebody moved house."""
    told = change(("", "", old), ("", "", new))
    assert [p.text for p in told.points] == [line]


@pytest.mark.parametrize(
    ("above", "item", "line"),
    [
        (
            "You may not:",
            "use bots to read what other members post on the service",
            "Added under “You may not”: “use bots to read what other members post on the service”",
        ),
        (
            "What is not paid out to creators:",
            "Revenue from pictures that are shown between two films",
            "Added under “What is not paid out to creators”: "
            "“Revenue from pictures that are shown between two films”",
        ),
        (
            "We never share:",
            "the addresses and numbers of the people in your phone book",
            "Added under “We never share”: "
            "“the addresses and numbers of the people in your phone book”",
        ),
        (
            "Here is more.",
            "Revenue from pictures that are shown between two films",
            "Added: “Revenue from pictures that are shown between two films”",
        ),
    ],
)
def test_an_item_of_a_list_is_told_with_the_line_above_the_list(
    above: str, item: str, line: str
) -> None:
    """What is forbidden would read as what is done."""
    old, new = (f"{above}\n\n* First of them, as before{more}" for more in ("", f"\n* {item}"))
    told = change(("", "", f"\n\n{old}"), ("", "", f"\n\n{new}"))
    assert [p.text for p in told.points[:1]] == [line]


def test_a_second_sentence_of_an_item_stands_for_itself() -> None:
    """ "Added under “We collect”: “You should not send us your number.”" is nonsense."""
    old = "\n\nWe collect:\n\n* your name and address, if you order."
    told = change(("", "", old), ("", "", f"{old} You should not send us your passport number."))
    assert told.points[0].text == "Added: “You should not send us your passport number.”"


def test_what_came_in_one_piece_is_quoted_to_its_end() -> None:
    """Cut at 32 words, the point of a long clause is what is left out."""
    came = (
        "or any stop or delay of transport or business (including but not limited to delays in the "
        "opening of works or offices that an office of the government has ordered) in the event of "
        "a national or regional spread of a disease"
    )
    clause = (
        "We are not liable for any delay or failure of the service that results from acts of "
        "nature, strikes, riots, fires, floods, storms, explosions, war, orders of courts"
    )
    told = change((f"{clause}.", "", ""), (f"{clause} {came}.", "", ""))
    assert "spread of a disease" in told.points[0].text


def test_a_sentence_that_stands_in_both_of_two_blocks_is_no_point() -> None:
    """ "Removed “” from “Write to us.”" says nothing, below a weight that says it matters."""
    told = change(
        ("", "", "The office closes at noon."), ("", "", "Questions go to our desk in Oslo.")
    )
    assert all("“”" not in point.text for point in told.points)
    assert "Write to us." not in [point.new for point in told.points]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Acme SA has a capital of 289,942.45 euros, 24 rue de Calais 75009 Paris.",
            "Acme SA has a capital of 1,216,372.48 euros, 24 rue de Calais 75009 Paris.",
        ),
        (
            "Notices sent to 12 Mill Lane, Dover, DE 19901 are read within 30 days.",
            "Notices sent to 12 Mill Lane, Dover, DE 19901 are read within 10 days.",
        ),
        (
            "Registered in Kiel under HRB 1121, Hafenstraße 17, 28195 Bremen.",
            "Registered in Bremen under HRB 9012, Hafenstraße 17, 28195 Bremen.",
        ),
    ],
)
def test_what_changed_beside_an_address_is_not_told_as_a_new_address(old: str, new: str) -> None:
    """A journalist would write that a company moved when its capital rose."""
    told = change(("", "", old), ("", "", new))
    assert told.points
    assert not any("New address" in p.text for p in told.points)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We may share it with partners.", "We must share it with partners."),
        ("You can ask us for a copy.", "You may not ask us for a copy."),
        ("We will tell you before.", "We may tell you before."),
    ],
)
def test_another_verb_is_told_once(old: str, new: str) -> None:
    """ "“may” → “must” · “may” → “must”" looks like two changes."""
    line = change(("", "", old), ("", "", new)).summary
    parts = [part.partition(": ")[0] for part in line.split(" · ")]
    assert len(parts) == len(set(parts))


@pytest.mark.parametrize(
    ("old", "new", "never"),
    [
        ("6.1 Fees are shown.", "8.1 Fees are shown, and taxes are due.", "“6.1” → “8.1”"),
        (
            "12. You may leave. We sell ads.",
            "13. You may leave. We sell ads and data.",
            "“12” → “13”",
        ),
        ("**We sell ads** to brokers.", "We sell ads to brokers and banks.", "**"),
        ("* We sell ads.", "* **We sell** ads and data.", "*"),
        ("We __keep__ logs. We sell ads.", "We keep logs. We sell ads and data.", "__"),
    ],
)
def test_marks_of_layout_and_numbers_of_sections_are_no_points(
    old: str, new: str, never: str
) -> None:
    """“Removed “** … **”” is no sentence that anybody could act on."""
    page = "# Terms\n\nThese are the terms.\n\n## Sale\n\n{}\n\n## Other\n\nYou may leave.\n"
    change = compare(page.format(old), page.format(new), "text/plain")
    assert change.points
    assert never not in " ".join(p.text for p in change.points)


def test_the_exact_words_of_a_point_keep_their_marks() -> None:
    """What is shown may be cleaned; what is proved is the page's own."""
    page = "Terms\n\nThese are the terms.\n\n{}\n\nYou may leave.\n"
    new = "We **sell** your data to brokers."
    change = compare(
        page.format("We keep data."), page.format(f"We keep data.\n\n{new}"), "text/plain"
    )
    (point,) = (p for p in change.points if p.side == "added")
    assert (point.new, point.text) == (new, "Added: “We sell your data to brokers.”")


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("The fee is $5 a payment.", "The fee is $7 a payment.", "“$5” → “$7”"),
        ("We keep 2.9% of the price.", "We keep 3.4% of the price.", "“2.9%” → “3.4%”"),
        ("Delivery costs 5,90€ in total.", "Delivery costs 7,90€ in total.", "“5,90€” → “7,90€”"),
        ("It is kept 30 days.", "It is kept 90 days.", "“30 days” → “90 days”"),
        ("You have 14 business days.", "You have 7 business days.", "“14” → “7”"),
    ],
)
def test_an_amount_is_shown_with_its_sign(old: str, new: str, shown: str) -> None:
    """Whether a fee is 7 dollars or 7 percent is half of the news."""
    found = change(("", old, ""), ("", new, "")).points[0].text
    assert f"{shown}: “" in found


ASKED = "<h2>Do you train AI?</h2><p>We use your posts to train AI models.</p>"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", ASKED, "New section “Do you train AI?”: “We use your posts to train AI models.”"),
        (
            ASKED,
            "",
            "Section “Do you train AI?” removed: “We use your posts to train AI models.”",
        ),
        (
            "<h2>Keeping</h2><p>We keep it for 30 days.</p>",
            "<h2>Storage</h2><p>We keep it for 30 days.</p>",
            "Heading “Keeping” is now “Storage”",
        ),
        (
            "<h2>Keeping your posts</h2><p>We keep it for 30 days.</p>",
            "<h2>Keeping your photos</h2><p>We keep it for 30 days.</p>",
            "Heading “Keeping your posts” is now “Keeping your photos”",
        ),
    ],
)
def test_a_heading_that_came_went_or_was_renamed_is_one_point(
    before: str, after: str, told: str
) -> None:
    """ "Added under “Keeping”: “Keeping”" stood beside it: of a renamed section three lines."""
    start, end = "<h1>Terms</h1><p>They apply to you.</p>", "<h2>End</h2><p>You may leave.</p>"
    points = compare(start + before + end, start + after + end).points
    assert [p.text for p in points] == [told]


@pytest.mark.parametrize("amount", ["500 per event", "$500 per event", "30 days from the event"])
def test_a_clause_is_not_cut_before_its_number(amount: str) -> None:
    """ "Shall not exceed USD …" keeps back the one thing that a reader wants to know."""
    text = "word " * 31 + f"exceed {amount} and so forth to the very end of this long sentence"
    start, end = deciding(text, ((0, len(text)),))
    assert " ".join(amount.split()[:2]) in text[start:end]


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (
            "Your notice of a dispute must be sent to: ",
            "in “Your notice of a dispute must be sent to”",
        ),
        ("Wij zijn gevestigd aan de ", "in “Wij zijn gevestigd aan de”"),
        ("Acme Holding Ltd., ", "of “Acme Holding Ltd.”"),
        ("", "under “Letters”"),
    ],
)
def test_an_address_is_told_with_what_it_is_for(before: str, told: str) -> None:
    """ "New address: “1 Main Road …”" leaves open who moved, and what has to be sent there."""
    page = "# Terms\n\nThey apply to you.\n\n## Letters\n\n{}{}\n"
    old, new = "12 Old Street, 1011 AB Amsterdam", "7 New Quay, 1012 XY Amsterdam"
    change = compare(page.format(before, old), page.format(before, new), "text/markdown")
    assert change.points[0].text.startswith(f"New address {told}: “7 New Quay")


@pytest.mark.parametrize(
    "sentence",
    [
        "We do not share it with anyone.",
        "We may sell them.",
        "You agree to us doing so at any time.",
    ],
)
def test_a_sentence_on_it_is_told_with_the_one_before(sentence: str) -> None:
    """ "We do not share it" beside another point reads as a promise for all data."""
    page = "# Terms\n\nThey apply to you.\n\nYou may let us scan photos of your face.{}\n"
    line = compare(page.format(""), page.format(f" {sentence}"), "text/markdown").summary
    assert f"Added after “You may let us scan photos of your face.”: “{sentence}”" in line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You may upload audiorecordings.", "You may upload audio recordings."),
        ("This follows from 17 U.S.C. Â§ 512 alone.", "This follows from 17 U.S.C. § 512 alone."),
        ("Your “content” stays yours.", 'Your "content" stays yours.'),
    ],
)
def test_a_space_or_a_torn_letter_is_no_point_beside_others(old: str, new: str) -> None:
    """ "Removed “Â” from …" is nothing that a reader could do anything with."""
    page = "# Terms\n\nWe delete your photos after {} days. {} We never sell them.\n"
    change = compare(page.format(30, old), page.format(90, new), "text/markdown")
    assert [point.new for point in change.points] == ["We delete your photos after 90 days."]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            ("Nudity is allowed in breastfeeding photos and in art.", "Harassment is banned."),
            ("Nudity is allowed in art.", "Harassment, including deadnaming, is banned."),
            ("breastfeeding", "deadnaming"),
        ),
        (
            ("Dogs may come along in winter and in spring.", "The sauna is open to all."),
            ("Dogs may come along in winter.", "The sauna, except on Mondays, is open to all."),
            ("and in spring", "except on Mondays"),
        ),
        (
            ("Lockers take coins and cards of the town.", "Towels are lent at the desk."),
            ("Lockers take coins.", "Towels of linen are lent at the desk."),
            ("and cards of the town", "of linen"),
        ),
    ],
)
def test_of_a_small_change_each_sentence_is_told(
    old: tuple[str, ...], new: tuple[str, ...], told: tuple[str, ...]
) -> None:
    """What weighed little by what was learned stood nowhere in the alert, were it half of it."""
    pages = ("<main><h1>A</h1>" + "".join(f"<p>{x}</p>" for x in side) for side in (old, new))
    change = compare(*(f"{page}</main>" for page in pages))
    assert all(any(words in p.text for p in change.points) for words in told)
