"""Which points a message shows, with which words: nothing twice, nothing empty, no cut unseen."""

from __future__ import annotations

import pytest

from monitor import compare
from monitor.model import Block, BlockDiff, BlockKind, Change, Finding, Kind, Point, SectionDiff
from monitor.render.excerpts import excerpt
from monitor.render.quoted import Said, distinct, first_beyond, flat, of_points
from monitor.render.telling import content
from tests.test_render import TODAY, record, section

FIRST = Point("Added: “We sell data.”", "added", None, "We sell data.", ("Data",), weight=3)


def shown(point: Point, *findings: Finding) -> list[str]:
    """The quotes of a second point, as a reader gets them."""
    change = Change(Kind.SUBSTANTIVE, points=(FIRST, point), findings=findings)
    return [words for said in of_points(change, "Terms")[1:] for _, words in said.quotes]


def changed(old: str, new: str) -> Said:
    """A changed point as it is shown."""
    change = Change(Kind.SUBSTANTIVE, points=(Point("x", "changed", old, new),))
    return of_points(change, "Terms")[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5. Privacy rights in Europe", "6. Privacy rights in Europe"),
        ("3.7. Moderation of what you post.", "3.8 Moderation of what you post."),
        ("(b) We delete your account.", "(c) We delete your account."),
        ("Section 12: Disputes", "Section 13: Disputes"),
    ],
)
def test_a_number_before_the_same_words_is_no_point(old: str, new: str) -> None:
    """A section that was put in made each that follows it a point."""
    assert shown(Point("x", "changed", old, new, ("x",))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("30 days before a price rises you hear of it.", "14 days before a price rises you hear."),
        ("1.5 million users agreed.", "2.5 million users agreed."),
        ("You pay 5. In time.", "You pay 6. In time."),
    ],
)
def test_a_number_that_says_something_is_a_point(old: str, new: str) -> None:
    assert len(shown(Point("x", "changed", old, new, ("x",)))) == 2


def test_a_number_alone_is_a_point_only_where_it_is_a_value() -> None:
    told = {t: shown(Point("x", "added", None, t, ("x",))) for t in ("(3)", "4.2.", "b)", "9 %")}
    assert told == {"(3)": [], "4.2.": [], "b)": [], "9 %": ["9 %"]}


@pytest.mark.parametrize(
    ("role", "old", "new"),
    [
        ("updated", "Last updated: 26 July 2023", "Last updated: 27 July 2023"),
        ("updated", "Dernière mise à jour le 15 novembre 2023", "Dernière mise à jour le 1er mai"),
        (
            "effective",
            "This Privacy Policy applies from 29/04/2022.",
            "This Privacy Policy applies",
        ),
        ("effective", "Stand: 1. März 2025", "Stand: 1. Mai 2025"),
    ],
)
def test_a_line_that_only_dates_the_document_is_no_point(role: str, old: str, new: str) -> None:
    """It stood among the three that a reader was given."""
    finding = Finding("effective-date", "date", new, role=role, new="2025-05-01")
    assert shown(Point("x", "changed", old, new, ("x",)), finding) == []


@pytest.mark.parametrize(
    "new",
    [
        "From 1 May 2025 fees rise to 5 euros.",
        "You may object until 1 May 2025.",
        "Legacy Login ends on 1 May 2025.",
    ],
)
def test_a_line_that_says_what_happens_on_a_day_is_a_point(new: str) -> None:
    finding = Finding("effective-date", "date", new, role="effective", new="2025-05-01")
    assert shown(Point("x", "added", None, new, ("x",)), finding) == [new]


@pytest.mark.parametrize(
    ("text", "quoted", "expected"),
    [
        ("We delete it in 30 days, except for fraud.", "We delete it in 30 days", " …"),
        ("We keep it. We delete it in 30 days. We tell you.", "We delete it in 30 days.", ""),
        ("If you ask us, we delete it in 30 days.", "we delete it in 30 days", "… "),
    ],
)
def test_a_quotation_shows_that_its_sentence_goes_on(text: str, quoted: str, expected: str) -> None:
    """ "except where retention is required by law or for" looked like the page's own words."""
    point = Point("x", "added", None, quoted, ("Data",))
    block = BlockDiff("added", (), new=Block(BlockKind.PARAGRAPH, text, text))
    change = Change(
        Kind.SUBSTANTIVE,
        points=(FIRST, point),
        sections=(SectionDiff("changed", ("Data",), ("Data",), (block,)),),
    )
    words = of_points(change, "Terms")[1].new
    assert words == (quoted + expected if expected != "… " else expected + quoted)


def test_the_same_edit_in_three_places_is_said_once() -> None:
    said = [
        changed(f"Cookie {name} holds a partitioned id", f"Cookie {name} holds a id")
        for name in ("t_gid", "t_pt", "t_user")
    ]
    assert list(distinct(said, [], [])) == said[:1]
    assert list(distinct(said[1:], [], said[:1])) == []
    assert len(list(distinct([*said, changed("We may sell", "We sell")], [], []))) == 2


def test_of_what_is_said_already_only_the_other_side_is_added() -> None:
    """The sentence to act by stood there twice."""
    now = "You may log in the old way until 20 April 2026."
    one = Said("Changed", "You may log in the old way until 18 February 2025.", now)
    (left,) = distinct([one], [flat(f"What to do: {now}")], [])
    assert left.quotes == (("Was", "You may log in the old way until 18 February 2025."),)


@pytest.mark.parametrize(
    ("line", "old", "new"),
    [
        ("“A” → “B”: “B is on fal”", "A is on fal", "B is on fal"),
        ("Removed “partitioned” from “a User ID”", "a partitioned User ID", "a User ID"),
        ("Was “we ask”, now “we tell”", "we ask", "we tell"),
        (
            "Now says “you may not lie, cheat or rob”",
            "you may not lie or rob",
            "you may not lie, cheat or rob",
        ),
    ],
)
def test_a_line_with_both_sides_needs_no_former_sentence(line: str, old: str, new: str) -> None:
    assert first_beyond(changed(old, new), flat(line)) is None


def test_a_former_sentence_that_says_more_is_shown() -> None:
    said = changed("We sell nothing to anybody.", "We may sell data.")
    left = first_beyond(said, flat("Now says “We may sell data.”"))
    assert left is not None
    assert left.quotes == (("Was", "We sell nothing to anybody."),)


def test_a_date_that_is_over_and_no_longer_named_has_no_line() -> None:
    old = "<main><h1>Terms</h1><p>Fees of 5 euros apply as of July 1, 2024.</p><p>A.</p></main>"
    new = "<main><h1>Terms</h1><p>Fees of 9 euros apply.</p><p>A.</p></main>"
    change = compare(old.encode(), new.encode(), media_type="text/html", on=TODAY)
    assert content(record(change), TODAY).dates == ()


def test_a_heading_over_all_sections_is_not_repeated_with_each() -> None:
    """Three lines of it stood over every paragraph on a phone."""
    paths = (("Privacy Notice", "Sales"), ("Privacy Notice",), ("Privacy Notice", "Your rights"))
    three = excerpt([section("{+more+}", path=path) for path in paths])
    assert [part.name for part in three.parts] == ["Sales", "Privacy Notice", "Your rights"]
    two = excerpt([section("{+more+}", path=path) for path in (("A", "Data"), ("B", "Data"))])
    assert [part.name for part in two.parts] == ["A › Data", "B › Data"]
    one = excerpt([section("{+more+}", path=("AI", "Your data"))])
    assert [part.name for part in one.parts] == ["AI › Your data"]


WHERE = "Our services are provided by entities that are subsidiaries of Acme Inc, except for "
REST = " and you agree that you will not use any of them in a way that harms Acme or others"
SIDES = {
    "one edit in a long sentence": (
        f"{WHERE}(a) services in Annex C{REST}{REST}.",
        f"{WHERE}(a) services in Annex D{REST}{REST}.",
        ("Was", "Now"),
    ),
    "the same beginning, much else new": (
        f"You pay when you order{REST}.",
        "You pay when your order is sent, by card, by transfer, by invoice within fourteen days, or"
        " with what is on your account, unless Acme has told you otherwise before, in writing and"
        " with its reasons, or a court has ordered that you do not have to.",
        ("Was", "Now"),
    ),
    "two sentences that have little in common": (
        f"The User undertakes not to sell what others gave, in any country{REST}.",
        "According to Federal Law No. 152, and to what the authority for it publishes, personal"
        " data of third persons is to be kept within the federation, for as long as the operator"
        " needs it for what was agreed, and the authority is told of each transfer beforehand.",
        ("Now",),
    ),
}


@pytest.mark.parametrize("case", SIDES)
def test_two_sides_are_of_the_same_part_of_their_sentences(case: str) -> None:
    """Each was cut for itself: what was and what is now could not be compared."""
    old, new, sides = SIDES[case]
    blocks = [Block(BlockKind.PARAGRAPH, text, text) for text in (old, new)]
    diff = SectionDiff(
        "changed", ("A",), ("A",), (BlockDiff("changed", (), old=blocks[0], new=blocks[1]),)
    )
    late = " ".join(old.split()[12:30]), " ".join(new.split()[2:32])
    cuts = late if "edit" in case else (old, new)
    point = Point("x", "changed", *cuts, ("A",))
    said = of_points(Change(Kind.SUBSTANTIVE, points=(FIRST, point), sections=(diff,)), "T")[1]
    assert tuple(side for side, _ in said.quotes) == sides
    if "edit" in case:
        was, now = (words for _, words in said.quotes)
        assert was.replace("Annex C", "Annex D") == now
