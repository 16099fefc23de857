"""How much a change matters: each sort of noise, of editorial and of substantive change once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.api import compare
from monitor.classify import classify
from monitor.classify.edit_wording import settings_paths, without_addresses
from monitor.classify.kind import Judgement, judge
from monitor.classify.surroundings import Said, sentences
from monitor.diff import diff
from monitor.diff.heading_names import HeadingNames
from monitor.guard.comparable import not_a_version, not_comparable
from monitor.model import Block, BlockKind, DateChange, Document, Kind, Section
from monitor.text.normalize import canonical

NOISE, EDITORIAL, SUBSTANTIVE = Kind.NOISE, Kind.EDITORIAL, Kind.SUBSTANTIVE
ON = date(2025, 6, 1)

BASE = """
# Privacy Policy
Last updated: May 1, 2025
Acme explains here how it handles personal data when people use its products and its website.
## Data we collect
We collect your name and your address when you open an account with us.
* Device identifiers
* Precise location
## How we share
We may share your data with our partners in the European Union. We never sell it.
Colour settings and other favourites are kept in your profile.
## Contact
Write to us at privacy@acme.example if you have questions about this policy.
"""


def document(text: str, *, language: str = "en", links: bool = False) -> Document:
    """A document in a small Markdown: headings, "* " items, rows with "|", else paragraphs."""
    sections: list[Section] = []
    path: tuple[str, ...] = ()
    blocks: list[Block] = []
    for raw in [*text.strip().splitlines(), "#"]:
        line = raw.removeprefix("* ")
        if line.startswith("#"):
            if path or blocks:
                sections.append(Section(path, tuple(blocks)))
            level = len(line) - len(line.lstrip("#"))
            path, blocks = (*path[: level - 1], line.strip("# ")), []
            continue
        kind = BlockKind.ROW if "|" in line else BlockKind.PARAGRAPH
        if line != raw:
            kind = BlockKind.ITEM
        target = ("https://acme.example/x",) if links else ()
        blocks.append(Block(kind, line, canonical(line), links=target))
    return Document("Privacy Policy", language, tuple(sections))


def judged(
    old: str,
    new: str,
    *,
    dates: tuple[DateChange, ...] = (),
    classes: tuple[str, ...] = ("data-sharing",),
    links: bool = False,
) -> Judgement:
    comparison = diff(document(old, links=links), document(new, links=links))
    return judge(
        comparison,
        dates=dates,
        regions_added=(),
        regions_removed=(),
        classes=classes,
        familiar=lambda: False,
        on=ON,
    )


def edit(old: str, new: str, **more: object) -> Judgement:
    """The judgement of one replacement in the base text."""
    assert old in BASE
    return judged(BASE, BASE.replace(old, new), **more)  # type: ignore[arg-type]


def insert(line: str, after: str = "* Precise location\n", **more: object) -> Judgement:
    """The judgement of one line that comes."""
    return edit(after, after + line + "\n", **more)


# ------------------------------------------------------------------ substantive, however small


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We may share", "We will share"),
        ("We never sell it.", "We sell it."),
        ("partners in the European Union", "partners in the United States"),
        ("our partners in", "our US partners in"),
        ("We collect your name and", "We collect your name, your voice recordings and"),
        ("with our partners", "with Globex Limited"),
        ("* Precise location\n", ""),
        ("* Precise location\n", "* Precise location\n* Voice recordings\n"),
        ("when you open an account with us.", "when you open an account. We keep it for 30 days."),
    ],
)
def test_the_smallest_real_change_is_substantive(old: str, new: str) -> None:
    """A modal, a negation, a place, a party, a number, an entry: missed once, trust is gone."""
    assert edit(old, new).kind is SUBSTANTIVE


def test_a_number_inside_a_sentence_is_no_numbering() -> None:
    """30 days that become 60 look like a renumbered clause."""
    old = "# Terms\nWe delete your data after 30 days. See section 4 and write to us."
    assert judged(old, old.replace("30", "60")).kind is SUBSTANTIVE
    assert judged(old, old.replace("section 4", "section 5")).kind is EDITORIAL


def test_a_number_in_a_heading_counts() -> None:
    """An age limit may stand in a heading only."""
    old, new = "# A\nx y z\n## You must be 13 or older\nSee above.", "16 or older"
    assert judged(old, old.replace("13 or older", new)).kind is SUBSTANTIVE


def test_the_decision_names_the_word() -> None:
    """A person must see why an alert came."""
    found = edit("We may share", "We will share")
    assert (found.rule, set(found.words)) == ("modal", {"will"})


def test_a_company_that_changes_its_name_in_a_contract_is_a_party() -> None:
    """Whom one contracts with is more than a brand."""
    old = "# Terms\nThe contract is with Twitter International Limited in Dublin for all users."
    assert judged(old, old.replace("Twitter", "Globex"), classes=()).kind is SUBSTANTIVE


def test_an_entry_of_a_list_of_subprocessors_counts_without_markup() -> None:
    """Such lists are often bare lines that look like labels."""
    old = "# Subprocessors\nGoogle Cloud\nWorldwide\nStripe\nUnited States"
    assert judged(old, old + "\nTwilio").kind is SUBSTANTIVE


def test_a_label_that_leads_to_a_regional_text_counts() -> None:
    """ "Notice for residents of …" is a new region."""
    assert insert("SUPPLEMENTAL NOTICE FOR ATLANTIS RESIDENTS").kind is SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("我们会出售您的数据。", "我们不会出售您的数据。"),
        ("我们收集您的姓名。", "我们收集您的位置。"),
    ],
)
def test_a_language_without_known_classes_is_not_taken_for_rewording(old: str, new: str) -> None:
    """Where nothing is known of the subject, a change of words may be anything."""
    one, other = (
        document("# 政策\n" + old, language="zh"),
        document("# 政策\n" + new, language="zh"),
    )
    found = judge(
        diff(one, other),
        dates=(),
        regions_added=(),
        regions_removed=(),
        classes=(),
        familiar=lambda: True,
        on=ON,
    )
    assert found.kind is SUBSTANTIVE


# ------------------------------------------------------------------ dates and notices


def updated(role: str, old: str | None, new: str | None) -> tuple[DateChange, ...]:
    return (DateChange(role, old, new),)


def test_last_updated_alone_is_editorial() -> None:
    """Many pages touch their date without changing a word."""
    moved = updated("updated", "2025-05-01", "2025-05-20")
    found = edit("May 1, 2025", "May 20, 2025", dates=moved, classes=("effective-date",))
    assert found.kind is EDITORIAL


def test_a_date_in_force_to_come_is_substantive() -> None:
    """It announces a change, or puts it off."""
    old = BASE.replace("Last updated", "Effective")
    new = old.replace("May 1, 2025", "July 1, 2025")
    found = judged(old, new, dates=updated("effective", "2025-05-01", "2025-07-01"))
    assert (found.kind, found.rule) == (SUBSTANTIVE, "in-force-later")


def test_a_past_date_in_force_is_editorial() -> None:
    """A date that moves alone is editorial, whatever its role."""
    old = BASE.replace("Last updated", "Effective")
    new = old.replace("May 1, 2025", "May 2, 2025")
    found = judged(old, new, dates=updated("effective", "2025-05-01", "2025-05-02"))
    assert found.kind is EDITORIAL


NOTICE = "We are updating our Privacy Policy. The changes will take effect on July 1, 2025."


def test_a_notice_of_a_coming_change_is_substantive_its_removal_editorial() -> None:
    """The reader wants to know of it before, not that the banner went."""
    assert insert(NOTICE, classes=("policy-change",)).kind is SUBSTANTIVE
    gone = judged(BASE + NOTICE, BASE, classes=("policy-change",))
    assert (gone.kind, gone.rule) == (EDITORIAL, "notice-removed")


def test_a_reworded_notice_is_editorial() -> None:
    """The same announcement of the same date is no second alert."""
    other = "Our new Privacy Policy can be found here and becomes effective on July 1, 2025."
    assert judged(BASE + NOTICE, BASE + other, classes=("policy-change",)).kind is EDITORIAL


# ------------------------------------------------------------------ editorial


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("We never sell it.", "We never sell it;", "punctuation"),
        ("personal data when", "Personal Data when", "case"),
        ("when people use", "when peolpe use", "reworded"),
        ("We collect your name and your address", "We collect your name and address", "reworded"),
        ("are kept in your profile", "are being kept in your profile", "reworded"),
        ("## How we share", "## With whom we share data", "heading"),
        ("privacy@acme.example", "help@acme.example", "address-or-link"),
        ("We collect your", "2.1 We collect your", "renumbered"),
    ],
)
def test_what_does_not_change_the_meaning_is_editorial(old: str, new: str, rule: str) -> None:
    """Alerts for typos teach people to ignore alerts."""
    found = edit(old, new)
    assert (found.kind, found.rule) == (EDITORIAL, rule)


def test_a_pointer_is_editorial() -> None:
    """ "See … for more information" gives no right and no duty."""
    assert insert("For more information, see our help pages.").kind is EDITORIAL


def test_a_moved_section_is_editorial() -> None:
    """Order has no effect."""
    head, contact = BASE.split("## How we share")[0], "## Contact" + BASE.split("## Contact")[1]
    share = BASE[len(head) : -len(contact)]
    found = judged(BASE, head + contact + share)
    assert (found.kind, found.rule) == (EDITORIAL, "moved-or-renamed")


def test_other_words_on_no_subject_are_editorial() -> None:
    """A brand or a phrase replaced where no class sees a subject has no legal effect."""
    found = edit("Acme explains", "Zenith explains", classes=())
    assert (found.kind, found.rule) == (EDITORIAL, "reworded-without-subject")


def test_navigation_that_went_beside_a_reworded_sentence_does_not_make_it_matter() -> None:
    """The sentence is judged without it; left alone, it must not hide a subject either."""
    old = BASE + "* Back to top\n"
    style = BASE.replace("Acme explains", "Zenith explains")
    assert classify(diff(document(old), document(style))).kind is EDITORIAL
    clause = BASE.replace("We never sell it", "We never trade it")
    change = classify(diff(document(old), document(clause)))
    assert (change.kind, change.classes) == (SUBSTANTIVE, ("data-sharing",))


def test_a_contact_line_is_editorial_unless_someone_new_answers() -> None:
    """A contact's wording is nothing; a data protection officer is."""
    old = "Write to us at privacy@acme.example if"
    contact = ("contact-entity",)
    assert edit(old, "Reach the Acme team at privacy@acme.example if", classes=contact).kind is (
        EDITORIAL
    )
    officer = "Write to our data protection officer at privacy@acme.example if"
    assert edit(old, officer, classes=contact).kind is SUBSTANTIVE


# ------------------------------------------------------------------ noise


@pytest.mark.parametrize(
    "line",
    [
        "Was this article helpful?",
        "© 2025 Acme Inc. All rights reserved.",
        "We use cookies to give you the best experience. By continuing you accept cookies.",
        "You’re invited to try Acme for free",
        "What is a trademark?",
        "Related articles",
        "1-10 of 17 results",
        "* *",
    ],
)
def test_what_is_no_policy_text_is_noise(line: str) -> None:
    """Site furniture that slipped through extraction."""
    assert insert(line, after="with us.\n").kind is NOISE


def test_nothing_at_all_is_noise() -> None:
    """Two equal documents."""
    assert judged(BASE, BASE) == Judgement(NOISE, "nothing-differs")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We never sell it.", "We never **sell** it."),
        ("privacy@acme.example", "[email protected]"),
        ("We never sell it.", "We neversell it."),
    ],
)
def test_markup_spaces_and_hidden_addresses_are_noise(old: str, new: str) -> None:
    """What the server or the converter made differs, not the text."""
    assert edit(old, new).kind is NOISE


def test_list_markers_are_layout() -> None:
    """Bullets that became numbers."""
    assert edit("* Device identifiers", "* 1. Device identifiers").kind is NOISE


def test_navigation_below_a_related_heading_is_noise() -> None:
    """Sentences in teasers read like policy."""
    teaser = "## Related articles\nLearn what you can do when someone uses your trademark.\n"
    assert judged(BASE, BASE + teaser).kind is NOISE


NAMED = ("Mashable", "Offers", "Tippit", "Credit Cards Explained", "Coupon Codes", "Deal Post")


@pytest.mark.parametrize(
    "lead",
    [
        "<p>We share your data with these partners:</p>",
        "<p>This policy covers the following websites and mobile applications</p>",
        "<p>Nos partenaires sont les suivants :</p>",
        "<p>Wir geben Ihre Daten an die nachstehenden Unternehmen weiter</p>",
        "<p>Your data may be read by any of the companies listed below.</p>",
    ],
)
@pytest.mark.parametrize("times", [1, 6])
def test_a_list_of_links_that_a_sentence_introduces_is_policy(lead: str, times: int) -> None:
    """A partner that joined the list was silent: its name was a link, as in a menu."""
    names = [f"{name}{n or ''}" for n in range(times) for name in NAMED]

    def page(shown: list[str]) -> str:
        items = "".join(f'<li><a href="https://{n[:3]}.test/">{n}</a></li>' for n in shown)
        text = "<p>We keep what you give us for as long as you have an account.</p>" * 3 * times
        return f"<main><h1>Privacy</h1>{text}<h2>Who we are</h2>{lead}<ul>{items}</ul></main>"

    for old, new in ((names, [*names, "Acme Ads"]), ([*names, "Acme Ads"], names)):
        told = compare(page(old), page(new))
        assert told.kind is Kind.SUBSTANTIVE
        assert "Acme Ads" in told.points[0].text


@pytest.mark.parametrize("lead", ["Follow us:", "Related articles", "Popular topics in this help"])
def test_a_list_of_links_without_a_sentence_is_none(lead: str) -> None:
    """Each new article of a help centre would be an alert."""

    def page(shown: tuple[str, ...]) -> str:
        items = "".join(f'<li><a href="/{n}">{n}</a></li>' for n in shown)
        text = "<p>We keep what you give us for as long as you have an account.</p>" * 12
        return f"<main><h1>Privacy</h1>{text}</main><div><p>{lead}</p><ul>{items}</ul></div>"

    assert compare(page(NAMED), page(NAMED[1:])).kind is Kind.NOISE


def test_links_that_come_and_go_among_links_are_noise() -> None:
    """A menu that stands amid the text."""
    menu = "## Products\n* Desktop\n* Cloud\n* Server\n* Phone\n"
    changed = menu.replace("* Phone", "* Tablet")
    assert judged(BASE + menu, BASE + changed, links=True).kind is NOISE


def test_british_and_american_spelling_is_editorial() -> None:
    """The same page for another place."""
    new = BASE.replace("Colour", "Color").replace("favourites", "favorites")
    new = new.replace("when people use its products", "when people use the Acme products")
    assert judged(BASE, new).kind is EDITORIAL


LONG = "# Terms\n" + "\n".join(
    f"Clause {n}: the user keeps every right in item {n * 7} and grants no licence for it."
    for n in range(40)
)


@pytest.mark.parametrize(
    ("old", "rule"),
    [
        ("# This page isn't available\nAn unexpected error has occurred.", "not-the-page-"),
        ("# Acme\nPlease log in to continue.", "not-the-page-"),
        ("\n".join(LONG.splitlines()[:20]) + "\nClause 19: the us", "cut-off"),
        ("# Choose\n" + "\n".join(f"Country {n}" for n in range(30)), "another-page"),
    ],
)
def test_a_page_that_was_not_there_is_noise(old: str, rule: str) -> None:
    """A block page, an error, half a page, a menu: neither its coming nor its going is a change."""
    for pair in ((old, LONG), (LONG, old)):
        one, other = (document(text) for text in pair)
        assert not_comparable(one, other).startswith(rule)
    assert not_a_version(document(old), document(LONG)).startswith(rule)


def test_a_sentence_at_the_end_is_no_cut_off_page() -> None:
    """What is added behind the last sentence is the easiest to overlook."""
    assert judged(LONG, LONG + " Disputes go to arbitration.").kind is SUBSTANTIVE
    old = LONG + "\nProducts: all"
    longer = document(old + " but those sold by resellers")
    assert not not_comparable(document(old), longer)


def test_a_part_that_was_an_error_and_came_back_is_noise() -> None:
    """A page put together from several, one of which failed."""
    old = BASE + "## Page\nThis information is not available in your location.\n"
    new = BASE + "## Page\nYou can manage accounts here. We keep logs for your safety.\n"
    assert judged(old, new).rule == "came-back-from-an-error"


# ------------------------------------------------------------------ one rule each


def one(old: str, new: str, **more: object) -> Judgement:
    """The judgement of one line that became another, below a heading."""
    head = "# Terms\nThe parties agree on what follows in this text and in its annexes.\n"
    return judged(head + old, head + new, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "kind", "rule"),
    [
        ("Products: all but 2", "Products: all but 3", SUBSTANTIVE, "number"),
        ("* All products sold", "* All products not sold", SUBSTANTIVE, "negation"),
        ("Data Center Places", "Data Centre Places", NOISE, "label-respelled"),
        ("Reporting your content", "Report your trademark", NOISE, "label"),
        ("1-10 of 17 results", "1-10 of 18 results", NOISE, "counter"),
        ("© 2024 Acme. All rights reserved.", "© 2025 Acme. All rights reserved.", NOISE, ""),
        ("meta | _fbp | 90 days | .acme.com", "meta | _fbp | 90 days | .acme.org", SUBSTANTIVE, ""),
        ("You may revoke any licence.", "You may revoke some licence.", SUBSTANTIVE, "quantity"),
        ("We delete it promptly.", "We delete it in time.", SUBSTANTIVE, "scope"),
        ("Acme owns it.", "Acme owns it. See our site for details.", EDITORIAL, "pointer"),
        (
            "It is as set out below this table.",
            "It is as set out in the section above.",
            EDITORIAL,
            "reworded",
        ),
        (
            "It is owned by Acme.",
            "Acme has changed its name to Zenith. It is owned by Acme.",
            EDITORIAL,
            "renamed",
        ),
        ("See clause 4 on fees.", "See clause 5 on fees.", EDITORIAL, "renumbered"),
        ("Dates matter here: 3 June 2024", "Dates matter here: 4 June 2024", EDITORIAL, "date"),
        ("We colllect data.", "We collect data.", EDITORIAL, "reworded"),
        ("Effective date: 3 June 2024", "Effective from 3 June 2024", EDITORIAL, "date"),
        ("Valid from 3 June 2024", "Valid until 3 June 2024", SUBSTANTIVE, "scope"),
        ("18 dollars a month", "22 dollars a month", SUBSTANTIVE, "number"),
        ("Not used for training", "Used for training", SUBSTANTIVE, "negation"),
        (
            "Open in Spain and Italy now.",
            "Open in Spain, Japan and Italy now.",
            SUBSTANTIVE,
            "place",
        ),
        ("We organise and analyse data.", "We organize and analyze data.", EDITORIAL, "reworded"),
        ("We recieve your data.", "We receive your data.", EDITORIAL, "reworded"),
        ("It is lawful.", "It is unlawful.", SUBSTANTIVE, ""),
    ],
)
def test_an_edited_line(old: str, new: str, kind: Kind, rule: str) -> None:
    """One line for each rule on edits."""
    found = one(old, new)
    assert (found.kind, found.rule if rule else "") == (kind, rule)


@pytest.mark.parametrize(
    ("line", "kind", "rule"),
    [
        ("# Terms", EDITORIAL, "heading-repeated"),
        ("4.2", EDITORIAL, "renumbered"),
        ("By e-mail: help@acme.example", EDITORIAL, "address-or-link"),
        ("Published on 3 June 2024", EDITORIAL, "date"),
        ("Globex Holdings Ltd, 1 Harbour Street", SUBSTANTIVE, "party-or-address"),
        ("Please refer to our guide for details of the fees.", EDITORIAL, "pointer"),
        (
            "The parties agree on what follows in this text and in its annexes.",
            *[
                EDITORIAL,
                "said-elsewhere",
            ],
        ),
        (
            "* The parties agree on what follows in this text and in its annexes.",
            *[
                SUBSTANTIVE,
                "added",
            ],
        ),
        ("We have updated our Privacy Policy, as you may have seen.", EDITORIAL, "notice"),
    ],
)
def test_a_line_that_comes(line: str, kind: Kind, rule: str) -> None:
    """One line for each rule on whole blocks."""
    found = one("The end of the text is here.", "The end of the text is here.\n" + line)
    assert (found.kind, found.rule) == (kind, rule)


def test_a_label_that_stood_before_is_no_news() -> None:
    """The same teaser a second time."""
    text = "# Terms\nOur other products\nThe parties agree on what follows.\n"
    assert judged(text, text + "Our other products").rule == "label-repeated"


def test_a_heading_that_stood_in_its_paragraph_is_layout() -> None:
    """ "1. Fees. You pay …" became a heading and a paragraph."""
    old = "# Terms\nText.\n## Fees and taxes\nFees and taxes. You pay what is agreed upon."
    assert judged(old, old.replace("Fees and taxes. You", "You")).kind is not SUBSTANTIVE


def test_a_place_in_a_heading_counts() -> None:
    """A section for Californians becomes one for Brazilians."""
    old = "# A\nSome text here.\n## Information for California users\nYou have rights."
    assert judged(old, old.replace("California", "Brazil")).rule == "place"


def test_places_that_the_classifier_saw_make_a_label_count() -> None:
    """A name in a list of countries."""
    comparison = diff(document("# A\nText.\nIceland"), document("# A\nText.\nNorway"))
    found = judge(
        comparison,
        dates=(),
        regions_added=("NO",),
        regions_removed=("IS",),
        classes=(),
        familiar=lambda: True,
        on=ON,
    )
    assert (found.kind, found.rule, found.words) == (SUBSTANTIVE, "region", ("NO", "IS"))


def test_something_moved_beside_noise_is_noise() -> None:
    """Menus shuffle when an entry comes."""
    old = "# A\nText of the policy.\nFirst label\nSecond label\nThird label"
    new = "# A\nText of the policy.\nThird label\nFirst label\nSecond label\nFourth label"
    assert judged(old, new).kind is NOISE


def test_a_date_that_the_classifier_saw_beside_noise_is_editorial() -> None:
    """ "Last updated" in a line that is a label otherwise."""
    found = judged(
        "# A\nText of the policy.\nOld label",
        "# A\nText of the policy.\nNew label",
        dates=updated("updated", None, "2025-05-02"),
    )
    assert (found.kind, found.rule) == (EDITORIAL, "date")


@pytest.mark.hostile
@pytest.mark.parametrize("text", ["a" * 50_000, "a@" * 25_000, "a-" * 25_000, "[email " * 8_000])
def test_what_only_begins_like_an_address_is_one_or_stays(text: str) -> None:
    """One evil paragraph would otherwise stop the check of every other page for half a minute."""
    assert without_addresses(text) in (text, " ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The setting is off by default.", "The setting is on by default."),
        ("Sharing is disabled for new accounts.", "Sharing is enabled for new accounts."),
        ("Your posts are private at first.", "Your posts are public at first."),
        ("AI training | Off", "AI training | On"),
    ],
)
def test_a_switch_that_turns_is_substantive(old: str, new: str) -> None:
    """ "on" is a small word that says nothing elsewhere."""
    found = judged("# Terms\nText.\n" + old, "# Terms\nText.\n" + new, classes=())
    assert (found.kind, found.rule) == (SUBSTANTIVE, "opposite")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Settings > Data Controls.", "Settings > Personalization > Data Controls."),
        ("Account → Data to stop it.", "Profile → Data to stop it."),
    ],
)
def test_a_switch_that_is_found_elsewhere_is_substantive(old: str, new: str) -> None:
    """Who looks for the switch where it was does not find it."""
    old, new = (f"# Terms\nText.\nTurn it off in {path}" for path in (old, new))
    found = judged(old, new, classes=())
    assert (found.kind, found.rule) == (SUBSTANTIVE, "settings-path")


def test_the_same_switch_written_with_other_arrows_is_not() -> None:
    """A way to the settings that only looks different is no news."""
    old, new = (
        f"# Terms\nText.\nTurn it off in {p}." for p in ("Settings > Ads", "Settings → Ads")
    )
    assert judged(old, new, classes=()).kind is not SUBSTANTIVE


@pytest.mark.hostile
def test_a_page_of_capitals_is_no_way_through_settings() -> None:
    """A page of capitals stops nobody."""
    assert not settings_paths("A " * 50_000)
    assert not settings_paths("Aa > " * 20_000)


LETTERS = "aB1ſßKé中’ .\n!|_-"


@given(
    said=st.lists(st.text(LETTERS, min_size=1, max_size=60), max_size=4),
    start=st.integers(0, 40),
    asked=st.text(LETTERS, max_size=40),
)
def test_what_is_said_elsewhere_is_found_whatever_its_letters(
    said: list[str], start: int, asked: str
) -> None:
    """A sentence that only moved would be told as new."""
    page = Document("", "en", (Section((), tuple(Block(BlockKind.ITEM, t, t) for t in said)),))
    every = {s for text in said for s in sentences(text)}
    for text in (asked, *said, *(text[start:] for text in said)):
        for sentence in sentences(text):
            assert (sentence in Said(page, HeadingNames(page, page))) is (sentence in every)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We may share data.", "We share data."),
        ("Our models are trained on public data.", "… trained on public data and your chats."),
        ("Availability: Canada", "Availability: Canada, Ireland"),
        ("Available in: Canada", "Available in: Canada, Ireland"),
        ("", "See the notices for Australia and New Zealand."),
        ("We don't use private messages.", "We use private messages."),
        ("We use posts of adults.", "We use posts."),
        ("We work with OpenAI.", "We work with OpenAI and Anthropic."),
    ],
)
def test_a_few_words_may_be_all_that_is_told(old: str, new: str) -> None:
    """Each looks like a label, a pointer or filler, and is a right or a reach that changed."""
    new = new.replace("…", "Our models are")
    page = "<main><h1>FAQ</h1><p>What we do for our members.</p><p>{}</p><p>Write to us.</p></main>"
    assert compare(page.format(old), page.format(new)).kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("title", "new"),
    [
        ("How your data is used to train models", "We use posts to fix bugs and train models."),
        ("Data Retention and Deletion", "We use posts to fix bugs, and keep deletion logs."),
        ("Location data", "We use posts and location to fix bugs."),
    ],
)
def test_what_a_title_speaks_of_counts_in_the_text(title: str, new: str) -> None:
    """A word of the title may be the brand's name; on such pages it is the very subject."""
    frame = f"<title>{title}</title><main><h1>{title}</h1><p>This page tells of it.</p><p>{{}}</p>"
    more = "<p>We use it with care, and never against you, whatever the others may do.</p></main>"
    old = "We use posts to fix bugs."
    pages = (frame.format(text) + more for text in (old, new))
    assert compare(*pages).kind is SUBSTANTIVE


@pytest.mark.parametrize(
    "text",
    [
        "Wir verkaufen Ihre Daten an Partner",
        "We give your messages to advertisers",
        "Nous vendons vos données à des partenaires",
        "Мы продаём ваши данные партнёрам",
        "เราแบ่งปันข้อมูลของคุณกับผู้โฆษณา",
        "当社はお客様のデータを広告主と共有します",
        "我们与广告商共享您的个人数据",
    ],
)
def test_a_statement_needs_no_full_stop(text: str) -> None:
    """Half of the world's pages end no paragraph with a dot."""
    old = "<h1>Terms</h1>" + "<p>These are the terms, which say what we do with data.</p>" * 3
    assert compare(old, f"{old}<p>{text}</p>").kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize("text", ["Legal and safety", "Help Centre", "Über uns", "プライバシー"])
def test_a_title_of_a_few_words_states_nothing(text: str) -> None:
    """Every new entry of a menu would be a change of the terms."""
    old = "<h1>Terms</h1>" + "<p>These are the terms, which say what we do with data.</p>" * 3
    assert compare(old, f"{old}<p>{text}</p>").kind is not Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    "line", ["I can't withdraw my report", "My work was copied", "Je n'ai pas reçu de message"]
)
def test_a_help_page_s_link_in_a_reader_s_words_is_no_statement(line: str) -> None:
    """ "Can't" and "pas" make such a line no rule of the service; help pages list dozens."""
    told = "We read every report that you send to us, and we answer it with what we will do."
    page = f'<html lang="en"><body><main><h1>Help</h1><p>{told}</p>{{}}</main></body></html>'
    change = compare(page.format(""), page.format(f"<p>{line}</p>"))
    assert change.kind is Kind.NOISE


def test_many_other_words_are_more_than_style() -> None:
    """A group that no class knows was dropped from a programme, and nobody heard of it."""
    old = "Acme explains here how it handles personal data when people use its products"
    new = "Acme relates there how it treats personal data when partners use its tools"
    assert edit(old, new, classes=()).kind is SUBSTANTIVE
