"""Which places a text singles out; a postal address or a governing law is none of them."""

from __future__ import annotations

from datetime import date

import pycountry
import pytest

from monitor.api import compare
from monitor.classify import places
from monitor.classify.changed_passages import passages
from monitor.classify.lists import Lists
from monitor.classify.mentions import strong
from monitor.classify.rules import load
from monitor.diff import diff
from monitor.extract import extract
from monitor.model import Kind


def scoped(text: str, language: str = "en", *, heading: bool = False) -> set[str]:
    return {m.code for m in places.mentions(text, language, heading=heading) if m.scope}


def changed(old: str, new: str) -> tuple[set[str], set[str]]:
    """Codes added and removed between two Markdown texts."""
    comparison = diff(extract(old, "text/markdown"), extract(new, "text/markdown"))
    found = places.changes(passages(comparison), Lists(comparison.old), Lists(comparison.new), "en")
    return {c.code for c in found if c.added}, {c.code for c in found if not c.added}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("If you live in the EEA, the UK or Switzerland, you may object.", {"EEA", "GB", "CH"}),
        ("Residents of California and Vermont have further rights.", {"US-CA", "US-VT"}),
        ("Canadian users can opt out.", {"CA"}),
        ("For US users: message rates may apply.", {"US"}),
        ("This applies to members in Hong Kong and the Republic of Korea.", {"HK", "KR"}),
        ("If you are in the European Economic Area (EEA), …", {"EEA"}),
        ("Users in Türkiye may write to our representative.", {"TR"}),
        ("Users in Turkey may write to our representative.", {"TR"}),
        ("Residents of the State of New York and New Mexico", {"US-NY", "US-NM"}),
        ("Residents of Georgia and Texas", {"US-GA", "US-TX"}),
        ("Users in Georgia and Armenia", {"GE", "AM"}),
        ("Residents of New Jersey", {"US-NJ"}),
        ("the age of 16 in Australia", {"AU"}),
    ],
)
def test_a_place_that_is_singled_out_is_found(text: str, codes: set[str]) -> None:
    assert scoped(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "Example Ltd, 77 Shaftesbury Avenue, London, W1D 5DU, United Kingdom",
        "Am Strandkai 1, 20457 Hamburg, Germany",
        "These terms are governed by the laws of the State of California.",
        "You submit to the courts of England and Wales.",
        "Example Inc. is a Delaware corporation.",
        "We transfer data from the EEA to countries outside the EEA.",
        "the EU-U.S. Privacy Shield and the Swiss-U.S. Privacy Shield",
        "Our servers are located in the United States.",
        "Transcom Worldwide Albania SH.P.K. (Albania)",
        "You may contact us at any time in May.",
        "Contact US",
        "If you live outside the United Kingdom, see below.",
    ],
)
def test_a_place_that_is_only_mentioned_is_left_out(text: str) -> None:
    assert scoped(text) == set()


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("Rechte für Nutzer in der Schweiz", "de", {"CH"}),
        ("Deutschland", "de", {"DE"}),
        ("Royaume-Uni", "fr", {"GB"}),
        ("Estados Unidos", "es", {"US"}),
        ("Union européenne", "fr", {"EU"}),
        ("日本", "ja", {"JP"}),
        ("भारत", "hi", {"IN"}),
    ],
)
def test_places_are_known_in_other_languages(text: str, language: str, codes: set[str]) -> None:
    assert scoped(text, language, heading=True) == codes


def test_widening_adds_the_new_places_only() -> None:
    old = "# Policy\n\nThis applies to members in the United States only, as before and always."
    new = (
        "# Policy\n\nThis applies to members in the United States, Canada and Hong Kong only, "
        "as before and always."
    )
    assert changed(old, new) == ({"CA", "HK"}, set())


def test_eu_widened_to_eea_adds_one_and_removes_the_other() -> None:
    old = "# Policy\n\nUsers in the EU may object to this use at any time by writing to us."
    new = "# Policy\n\nUsers in the EEA may object to this use at any time by writing to us."
    assert changed(old, new) == ({"EEA"}, {"EU"})


def test_a_place_that_moves_to_another_sentence_is_not_added() -> None:
    old = "# Policy\n\nUsers in Brazil may object.\n\nWe keep your chats for a while.\n"
    new = "# Policy\n\nWe keep your chats for a while. As a rule, users in Brazil may object.\n"
    assert changed(old, new) == (set(), set())


def test_a_new_section_for_a_state_adds_it() -> None:
    old = "# Policy\n\n## Your rights\n\nYou can write to us.\n"
    new = old + "\n## Notice to residents of Colorado\n\nYou have the right to appeal.\n"
    assert changed(old, new) == ({"US-CO"}, set())


@pytest.mark.hostile
def test_endless_lists_are_read() -> None:
    countries = ", ".join(["Canada", "Brazil", "Japan"] * 3000)
    assert len(places.mentions(f"users in {countries}")) >= 1000
    assert len(places.mentions("a" * 50_000)) == 0
    assert len(places.mentions("Canada" + "," * 50_000 + "Brazil")) == 2
    assert len(places.mentions("users in" + " " * 50_000 + "Canada")) == 1


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("Rechte für Nutzer in der Schweiz", "de", {"CH"}),
        ("Si vous résidez en France", "fr", {"FR"}),
        ("usuarios de Brasil", "es", {"BR"}),
        ("日本にお住まいのユーザー", "ja", {"JP"}),
        ("对于中国用户", "zh", {"CN"}),
        ("대한민국 사용자", "ko", {"KR"}),
    ],
)
def test_a_place_is_singled_out_in_other_languages(
    text: str, language: str, codes: set[str]
) -> None:
    assert scoped(text, language) == codes


def test_an_exclusion_that_goes_adds_the_place() -> None:
    old = "# Help\n\nOutside of the EEA, the assistant remembers your chats and learns from them."
    new = "# Help\n\nThe assistant remembers your chats and learns from them, wherever you are."
    assert changed(old, new) == ({"EEA"}, set())


def test_a_subprocessors_country_is_no_region() -> None:
    old = "# Subprocessors\n\n## Example AG\n\nHosting\n\nGermany\n"
    new = old + "\n## Sample Pty\n\nSupport\n\nSouth Africa\n"
    assert changed(old, new) == (set(), set())


REGIONS = "EU, EEA, UK, Switzerland, Canada, and Hong Kong"
SIX = {"EU", "EEA", "GB", "CH", "CA", "HK"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"From May we will start to use some data from members in these regions: {REGIONS}.", SIX),
        (f"The feature is being rolled out in the following countries ({REGIONS}).", SIX),
        ("We use your posts to train generative AI models in the EU and Canada.", {"EU", "CA"}),
        ("In May we will use public posts of adults in the EU to train AI.", {"EU"}),
        (
            "We use data from the US and, starting on May 3, 2025, from Brazil for ads.",
            {"US", "BR"},
        ),
        ("We are expanding this setting to Japan and South Korea.", {"JP", "KR"}),
        ("We do not use your posts to train AI models except in the US.", {"US"}),
    ],
)
def test_a_place_where_a_practice_holds_is_singled_out(text: str, codes: set[str]) -> None:
    """People there must hear of it, however the sentence names them."""
    assert scoped(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "We store the data that we use to train models on servers in Germany.",
        "We share data with our affiliates in India and Brazil.",
        "We transfer information to the following countries: India, Brazil.",
        "Your information is processed in the United States.",
        "We use Example GmbH, a company in Germany, to analyse data.",
        "Our data centers are in the following locations: Ireland, Singapore.",
        "If you bought it in Canada, the laws of the province where you live govern these terms.",
        "We use your data in accordance with Article 6 and the European Union rules.",
        "We share information with law enforcement authorities in France.",
    ],
)
def test_a_place_where_data_is_kept_or_sent_is_only_mentioned(text: str) -> None:
    """Every change of a host would be told as a change of whom the text applies to."""
    assert scoped(text) == set()


NOT_YET = (
    "At this time, we are not enabling training for generative AI on member data from the "
    "European Economic Area, Switzerland, and the United Kingdom."
)
STARTING = (
    "Starting on November 3, 2025 we will start to use some data from members in these regions: "
    f"{REGIONS}."
)


@pytest.mark.parametrize(
    ("old", "new", "added", "removed"),
    [
        (NOT_YET, STARTING, SIX, set()),
        (f"We train AI. {NOT_YET}", f"We train AI. {STARTING}", SIX, set()),
        (STARTING, STARTING.replace(", Canada, and Hong Kong", ""), set(), {"CA", "HK"}),
        (
            "We do not currently use the data of members in the EU or UK to train models.",
            "We also use the data of members in the EU or UK to train models.",
            {"EU", "GB"},
            set(),
        ),
        (
            "We use the data of members in the EU to train models.",
            "We do not use the data of members in the EU to train models.",
            set(),
            {"EU"},
        ),
        (
            "This feature is available everywhere, for all members and their guests.",
            "This feature is available everywhere except in Italy, for all members and guests.",
            set(),
            {"IT"},
        ),
        (
            "We use the data of members in the United States to train generative AI models.",
            "We use the data of members in the United States and, starting on November 3, 2025, in "
            "the EU, the UK and Canada to train generative AI models.",
            {"EU", "GB", "CA"},
            set(),
        ),
    ],
)
def test_what_is_not_done_in_a_place_is_the_opposite(
    old: str, new: str, added: set[str], removed: set[str]
) -> None:
    """ "No longer in the EU" where it begins in the EU would be the worst line of all."""
    start = "# Help\n\nThis page says how it works.\n\n"
    assert changed(start + old, start + new) == (added, removed)


TABLE = "\n\n| {head} | Start date |\n| --- | --- |\n| United States | September 18, 2024 |\n"


def test_a_row_of_a_table_of_regions_adds_its_places() -> None:
    """Where something is available often stands in a table alone."""
    old = "# Help\n\nWhere is it available?" + TABLE.format(head="Region")
    assert changed(old, old + "| UK, Canada | November 3, 2025 |\n") == ({"GB", "CA"}, set())


def test_a_row_of_a_table_of_companies_adds_none() -> None:
    """A new subprocessor in Canada is no new region."""
    old = "# Help\n\nWith whom we work" + TABLE.format(head="Company | Country")
    assert changed(old, old + "| Example Inc | Canada | November 3, 2025 |\n") == (set(), set())


def test_an_entry_that_leaves_a_list_of_excluded_places_is_added() -> None:
    """ "Not available in: Italy, France" without France is good news for France."""
    old = "# Help\n\nMemory is not available in:\n\n* Italy\n* France\n"
    new = old.replace("* France\n", "")
    assert changed(old, new) == ({"FR"}, set())
    assert changed(new, old) == (set(), {"FR"})


@pytest.mark.parametrize(
    ("old", "new", "added"),
    [
        (
            "If you live in the EEA, we do not use your posts to train AI.",
            "If you live in the EEA, we use your posts to train AI.",
            {"EEA"},
        ),
        (
            "We train on your content, unless you are in the EU or the UK.",
            "We train on your content, unless you are in the UK.",
            {"EU"},
        ),
        (
            "The feature is available outside the EU only, for now.",
            "The feature is available in the EU too, for now.",
            {"EU"},
        ),
        (
            "We train models on posts. We do not do so in the EU.",
            "We train models on posts. We do so in the EU.",
            {"EU"},
        ),
    ],
)
def test_a_place_that_is_spared_no_longer_is_added(old: str, new: str, added: set[str]) -> None:
    """However it was spared; the other way round it is removed."""
    start = "# Help\n\nThis page says how it works.\n\n"
    assert changed(start + old, start + new) == (added, set())
    assert changed(start + new, start + old) == (set(), added)


def test_states_have_the_names_of_the_standard() -> None:
    """They are listed in the rules because the whole of ISO 3166-2 takes long to load."""
    listed = load("places")["states"]
    standard = {
        state.code: state.name
        for country in ("US", "CA")
        for state in pycountry.subdivisions.get(country_code=country)
    }
    assert listed == standard


DEFINED = '# Terms\n\n"Designated Countries" means countries in the {}, and Switzerland.\n\n{}\n'


def test_a_term_for_a_group_of_countries_stands_for_them() -> None:
    """LinkedIn and others name their regions once and then only by that term."""
    old = DEFINED.format("European Union", "We use posts.")
    new = DEFINED.format(
        "European Union", "We use posts. Members in the Designated Countries may object."
    )
    assert changed(old, new) == ({"EU", "CH"}, set())
    wider = DEFINED.format("European Union, European Economic Area", "We use posts.")
    assert changed(old, wider) == ({"EEA"}, set())


def test_a_row_is_about_a_place_where_its_first_column_is() -> None:
    """What else the table tells of each place may well be a company."""
    old = "# Help\n\n| Location | Payment provider |\n|---|---|\n| Brazil | PagBank |\n"
    assert changed(old, old + "| Argentina | MercadoPago |\n") == ({"AR"}, set())


def test_capitals_of_other_alphabets_are_read() -> None:
    """A link to a notice is often all that a policy says of a place, in capitals."""
    old = "# Policy\n\n## Contact us\n\nWrite to us about this.\n"
    new = old + "\n[SUPPLEMENTAL NOTICE FOR TÜRKİYE RESIDENTS](https://x.example/tr)\n"
    assert changed(old, new) == ({"TR"}, set())


def test_a_removed_sentence_takes_no_place_away_that_others_single_out() -> None:
    """ "No longer EU" would be wrong where four other sections are for users in the EU."""
    stays = "# Policy\n\nUsers in the EU may object to the use.\n\nWe keep chats for a while.\n"
    assert changed(stays + "\nIf you are in the EU, read more here.\n", stays) == (set(), set())


LINKEDIN = """# User Agreement

This agreement applies to members in the {}.

## Our use of your content

{}

## Other terms

You can close your account whenever you like.
"""


def test_the_line_that_the_product_is_for() -> None:
    """Places in the text's order, the date with the days left, the subject, the way out."""
    old = LINKEDIN.format("United States", "We use your content to provide the services.")
    new = LINKEDIN.format(
        "United States",
        "Starting November 3, 2025 we will use your posts to train generative AI models in the EU, "
        "EEA, Switzerland, the UK, Canada and Hong Kong too. You can opt out in your settings.",
    )
    line = compare(old, new, "text/markdown", on=date(2025, 9, 18)).summary
    assert line.startswith(
        "now also EU, EEA, Switzerland, UK, Canada, Hong Kong · takes effect 3 Nov 2025 (46 days)"
    )
    assert "AI training" in line
    assert "opt-out in settings" in line


BASES = """# Privacy

What we do with your data, and on which ground, is shown here.

| Purpose | Legal basis | Kept for |
| --- | --- | --- |
| Marketing | {} | {} |
| Security | Legal obligation | 1 year |
"""


@pytest.mark.parametrize(
    ("now", "fact", "old", "new"),
    [
        (("Legitimate interests", "30 days"), "basis", "consent", "legitimate interests"),
    ],
)
def test_a_cell_says_what_its_column_is_called(
    now: tuple[str, str], fact: str, old: str, new: str
) -> None:
    """ "Consent" that became "Legitimate interests" is no mere wording; the row proves it."""
    change = compare(BASES.format("Consent", "30 days"), BASES.format(*now), "text/markdown")
    found = next(f for f in change.findings if f.fact == fact)
    assert (found.old, found.new) == (old, new)
    assert found.quote == f"Marketing | {now[0]} | {now[1]}"
    assert change.kind is Kind.SUBSTANTIVE


def test_a_sentence_may_say_when_before_it_says_where() -> None:
    """The six places of the best known change of 2025, in the order its notice gives them."""
    text = (
        "Starting on November 3, 2025, in the EU, EEA, Switzerland, the UK, Canada and Hong Kong, "
        "we will use your posts to train our generative AI models."
    )
    codes = [m.code for m in strong(places.mentions(text, "en"))]
    assert codes == ["EU", "EEA", "CH", "GB", "CA", "HK"]


@pytest.mark.parametrize(
    ("old", "new", "rule", "side"),
    [
        (
            "Chats train AI.",
            "Chats train AI. In Italy this is off.",
            "left-out",
            "added",
        ),
        ("We use posts. In Chile we do not use posts.", "We use posts.", "let-in", "removed"),
        ("Users in Peru may object.", "Users in Peru and Chile may object.", "added", "added"),
        ("Users in Peru and Chile may object.", "Users in Peru may object.", "removed", "removed"),
    ],
)
def test_a_place_says_by_which_words_it_came_or_went(
    old: str, new: str, rule: str, side: str
) -> None:
    """ "No longer Chile" where the new text says what is not done there quotes words of today."""
    text = "# Help\n\nThis page says how it works.\n\n{}"
    change = compare(text.format(old), text.format(new), "text/markdown")
    assert {(f.rule, f.side) for f in change.findings if f.fact == "place"} == {
        (f"place-{rule}", side)
    }


COUNTRIES = "# Fees\n\n| Name | Authority |\n|---|---|\n{}"


def test_a_table_is_one_of_places_where_its_rows_begin_with_them() -> None:
    """What its head calls its columns says little; a list of companies has no places there."""
    rows = "".join(f"| {name} | 3 days |\n" for name in ("Chile", "Peru", "Bolivia", "Ecuador"))
    old = COUNTRIES.format(rows)
    assert changed(old, old + "| Paraguay | 4 days |\n") == ({"PY"}, set())
    firms = "".join(f"| Firm {n} | {name} |\n" for n, name in enumerate(("Chile", "Peru", "Cuba")))
    old = COUNTRIES.format(firms)
    assert changed(old, old + "| Firm 4 | Paraguay |\n") == (set(), set())
