"""Markdown and plain text."""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.extract import extract
from monitor.model import BlockKind, Document

PROSE = "We collect the information that you give us when you create an account and use it.\n\n"
POLICY = "# Privacy Policy\n\n" + "".join(f"## {n}. Part\n\n{PROSE * 3}" for n in range(1, 6))


def read(text: str) -> Document:
    return extract(text, "text/markdown")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks()]


def test_headings_of_both_kinds() -> None:
    document = read(
        "Policy\n======\n\nText one\n\nPart\nA\n---\n\ntext two\n\n### Deep ###\ntext "
        "three\n##Glued\nfour"
    )
    assert [s.name for s in document.sections] == [
        "Policy",
        "Policy › Part A",
        "Policy › Part A › Deep",
        "Policy › Glued",
    ]
    assert document.title == "Policy"


def test_a_heading_may_end_in_a_sharp_and_lose_left_over_stars() -> None:
    document = read("# About C#\n\nx y\n\n## ****1\\. Data****\n\nz")
    assert [s.path[-1] for s in document.sections] == ["About C#", "1. Data"]


def test_a_rule_is_no_heading() -> None:
    document = read("one\n\n---\n\n* * *\n\ntwo\n\n- item\n\n---\nthree")
    assert texts(document) == ["one", "two", "item", "three"]


def test_links_are_apart_from_their_text_and_images_are_dropped() -> None:
    old = read(
        POLICY
        + "See [our *terms*](https://x.com/t?id=1 'Title'), ![logo](a.png) <https://x.com/y> "
        "and [rights][r]."
    )
    new = read(
        POLICY
        + 'See [our terms](/t), ![](b.png) <https://x.com/y> and [rights][r].\n\n[r]: /rights "R"'
    )
    assert texts(old)[-1] == "See our terms, https://x.com/y and [rights][r]."
    assert old.digest == new.digest
    assert list(old.blocks())[-1].links == ("https://x.com/t?id=1",)


def test_a_picture_in_a_link_leaves_nothing() -> None:
    document = read(
        POLICY + "[![](https://x.com/a_b(1).png?sig=1)](https://x.com/c)\n\nthe end of it"
    )
    assert texts(document)[-1] == "the end of it"


def test_escapes_entities_tags_and_code_are_undone() -> None:
    document = read(
        "1\\. Scope\\_of \\[all\\] AT&amp;T <b>bold</b><!-- no --> `code_x` __strong__ "
        "~~gone~~ snake_case"
    )
    assert texts(document) == ["1. Scope_of [all] AT&T bold code_x strong snake_case"]


def test_items_keep_their_numbers_and_depth() -> None:
    document = read("* one\n  goes on\n    * deeper\n1. first\n2) second\n> quoted words")
    assert [(b.kind, b.text, b.level) for b in document.blocks()] == [
        (BlockKind.ITEM, "one goes on", 1),
        (BlockKind.ITEM, "deeper", 3),
        (BlockKind.ITEM, "1. first", 1),
        (BlockKind.ITEM, "2) second quoted words", 1),
    ]


def test_tables_become_rows() -> None:
    document = read("| Data | Kept |\n| --- | :---: |\n| Logs \\| IPs | **30 days** |")
    assert [b.text for b in document.blocks()] == ["Data | Kept", "Logs | IPs | 30 days"]
    assert all(b.kind is BlockKind.ROW for b in document.blocks())


def test_fenced_text_is_taken_as_it_is() -> None:
    assert texts(read("```\n# no heading\n- no item\n```\nafter")) == [
        "# no heading - no item",
        "after",
    ]


@pytest.mark.parametrize(
    "noise",
    [
        "* [Products](/a)\n* [Pricing](/b)\n* [Company](/c)\n",
        "[Products](/a)[Pricing](/b)[Company](/c)\n",
        "Related articles\n----------------\n\n[How to post](/a)\n\n[How to leave](/b)\n",
        "Was this helpful?\n\nYes\n\nNo\n",
        "© 2025 Acme. All rights reserved.\n",
        "Copy link\n",
        "![](https://cdn.example.com/x?oe=62D7)\n",
    ],
)
def test_boilerplate_is_told_by_shape(noise: str) -> None:
    """There is no tree to go by."""
    assert read(POLICY + noise).digest == read(POLICY).digest


def test_contents_are_boilerplate() -> None:
    toc = "1. [Data](#data)\n2. [Rights](#rights)\n3. [Contact](#contact)\n\n"
    assert read(toc + POLICY).digest == read(POLICY).digest


def test_a_notice_in_a_link_is_content() -> None:
    notice = "[SUPPLEMENTAL NOTICE FOR TÜRKİYE RESIDENTS](/tr)\n"
    assert read(POLICY + notice).digest != read(POLICY).digest


def test_protected_addresses_are_neutral_among_themselves() -> None:
    old = read(POLICY + "Mail [[email protected]](/cdn-cgi/l/email-protection#1f2e) now.")
    new = read(POLICY + "Mail [legal\\[email protected\\]](/cdn-cgi/l/email-protection#9a8b) now.")
    assert old.digest == new.digest


def test_plain_text() -> None:
    document = extract(
        "TERMS\n\nFirst line\nsecond line\n\n- an item\n1. numbered\n   goes on\n", "text/plain"
    )
    assert texts(document) == [
        "TERMS",
        "First line second line",
        "an item",
        "1. numbered",
        "goes on",
    ]
    assert document.title == "TERMS"
    assert extract("", "text/plain").title == ""


def test_what_a_builder_notes_above_the_text_is_no_text() -> None:
    """Each build of the site would be told as a change; a date in force there must not be lost."""
    noted = "---\ntitle: Privacy\nbuild: 4711\ntags:\n  - legal\neffective_date: 2025-11-03\n---\n"
    document = extract(f"{noted}# Privacy\n\nWe share data.", "text/markdown")
    assert [b.text for b in document.blocks()] == ["effective_date: 2025-11-03", "We share data."]


def test_a_line_above_the_text_is_not_taken_for_the_builders_notes() -> None:
    document = extract("---\n\nWe share: your data.\n\nWe sell it.\n\n---\n\nEnd.", "text/markdown")
    assert "We sell it." in document.text


@pytest.mark.parametrize(
    "contents",
    [
        "[*   Your account](#Your account)[*   What you pay](#What you pay)[*   Ending it](#End)",
        "[1.\n\nYour account](#1)[2.\n\nWhat you pay](#2)[3.\n\nEnding it](#3)",
        "[Coin\n\n$41.20\n\n3.2%](https://coins.example/coin)[Gold\n\n$7.10\n\n-1.4%]"
        '(https://coins.example/gold "Details")[Tin\n\n$1.00\n\n0.1%](https://coins.example/tin)',
    ],
)
def test_links_side_by_side_that_run_over_lines_are_a_list_of_links(contents: str) -> None:
    """Read as text, a table of contents that comes or goes raises an alert that quotes markup."""
    terms = "# Terms\n\n{}You pay what is shown at checkout, and we tell you before it changes.\n"
    plain = extract(terms.format(""), "text/markdown")
    linked = extract(terms.format(f"{contents}\n\n"), "text/markdown")
    assert "](" not in linked.text
    assert linked.digest == plain.digest


@pytest.mark.parametrize(
    "badge",
    [
        '[![Seal](data:image/svg+xml,x)\n\n](https://seal.test/v?id=1 "Seal")',
        "[\n\n![Seal](https://seal.test/a.png)\n\n](https://seal.test/v)",
        "[\n\n](/legal)",
    ],
)
def test_the_end_of_a_link_round_whole_blocks_is_not_shown_as_text(badge: str) -> None:
    """Else a badge that goes is told as 'Removed: “](https://…”'."""
    text = f"# Policy\n\nWe keep logs.\n\n{badge}\n\nWe delete them.\n"
    found = [b.text for s in extract(text, "text/markdown").sections for b in s.blocks]
    assert "".join(found).count("]") == 0
    assert found[-2:] == ["We keep logs.", "We delete them."]


def test_the_mark_of_a_list_inside_an_entry_is_not_part_of_its_text() -> None:
    text = "# Policy\n\n* For tenants\n    *   *   Profile\n        *   History\n"
    found = [b.text for s in extract(text, "text/markdown").sections for b in s.blocks]
    assert found[-3:] == ["For tenants", "Profile", "History"]


@pytest.mark.parametrize("media", ["text/plain", "text/markdown"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "Terms"\nweight = 3', 'title = "Terms"\nweight = 5\ndraft = false'),
        ("[menu.main]\nname = 'Terms'", "[menu.main]\nname = 'Terms'\nidentifier = 'tos'"),
        ('tags = [\n  "legal",\n]', 'tags = [\n  "legal",\n  "policy",\n]\n# moved'),
    ],
)
def test_what_a_builder_notes_in_toml_is_no_text(old: str, new: str, media: str) -> None:
    text = "# Terms\n\nThese are the terms between you and us.\n\n## Data\n\nWe keep it 30 days.\n"
    change = compare(f"+++\n{old}\n+++\n\n{text}", f"+++\n{new}\n+++\n\n{text}", media)
    assert change.kind == "noise"


def test_the_day_among_such_notes_and_a_line_of_pluses_stay() -> None:
    dated = extract("+++\neffective = 2026-03-01\n+++\n\nYou pay.\n", "text/markdown").text
    assert "2026-03-01" in dated
    ruled = extract("+++\nYou pay what is due.\n+++\n\nWe answer.\n", "text/markdown").text
    assert "You pay what is due." in ruled


@pytest.mark.parametrize(
    "component",
    [
        '<Accordion title="Do you sell data?">\n  No, never.\n</Accordion>',
        '<Expandable label="Do you sell data?">\nNo, never.\n\n</Expandable>',
        '<FaqItem id="a" question="Do you sell data?">No, never.\n</FaqItem>',
    ],
)
def test_a_component_with_a_heading_of_its_own_stands_below_it(component: str) -> None:
    """The question is all that says what the answer is to."""
    document = read(f"# Terms\n\nBe kind.\n\n{component}\n\nWe wave.\n")
    said = [(s.path[-1], [b.text for b in s.blocks]) for s in document.sections]
    assert ("Do you sell data?", ["No, never."]) in said
    assert ("Terms", ["We wave."]) in said


@pytest.mark.parametrize("comment", ["[//]: # (draft 2)", "[comment]: <> (draft 2)"])
def test_a_comment_is_no_text(comment: str) -> None:
    assert texts(read(f"# Terms\n\n{comment}\n\nBe kind.\n")) == ["Be kind."]
