"""Places in the line: each with what holds there, and only where that is so of the page."""

from __future__ import annotations

from datetime import date

import pycountry
import pytest

from monitor.api import compare
from monitor.classify.rules import load
from monitor.headline import LIMIT
from monitor.headline import line as headline
from monitor.model import Change, Finding, Kind, Point
from monitor.text.place_names import full_name, listed

REST = "\n\nYou may close your account at any time. We answer questions by e-mail within a week.\n"


def line(old: str, new: str) -> str:
    page = "# Terms\n\nThe service is offered by Acme.\n\n{}" + REST
    return compare(
        page.format(old), page.format(new), "text/markdown", on=date(2026, 9, 18)
    ).summary


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        (
            "If you live in Austria, you may return goods within 14 days.",
            "Austria: “If you live in Austria, you may return goods within 14 days.”",
        ),
        (
            "Customers in Chile can pay by bank transfer.",
            "Chile: “Customers in Chile can pay by bank transfer.”",
        ),
        (
            "For residents of Maryland: you may appeal a refusal.",
            "Maryland (US): “For residents of Maryland: you may appeal a refusal.”",
        ),
    ],
)
def test_a_place_is_told_with_what_holds_there(clause: str, told: str) -> None:
    """ "now also AT" alone would be read of whatever the line goes on with."""
    selling = "We will sell your personal data to advertisers and data brokers."
    said = line("", f"{selling}\n\n## Countries\n\n{clause}")
    assert f"now also {told}" in said or said.endswith(f"“{clause}”")
    assert selling in said or clause in said


@pytest.mark.parametrize(
    ("old", "place"),
    [
        ("For clients of our branch in Singapore: write to the commission.", "Singapore"),
        ("If you live in Peru, you may pay by instalments.", "Peru"),
        ("Users in Texas may appeal a refusal.", "Texas (US)"),
    ],
)
def test_a_place_that_went_is_told_with_the_words_that_went(old: str, place: str) -> None:
    """ "No longer Singapore" would say that something ended there, not that a sentence went."""
    selling = "We will sell your personal data to advertisers and data brokers."
    said = line(f"## Countries\n\n{old}", selling)
    assert f"{place}: removed “{old}”" in said or f"Removed: “{old}”" in said
    assert "no longer" not in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Accounts (for clients in the United States) and loans are provided by Acme Trading.",
            "Accounts and loans are provided by Acme Trading.",
        ),
        (
            "Cards, if you reside in the United States, and transfers are free of charge.",
            "Cards and transfers are free of charge.",
        ),
        (
            "Support, for users in the United States, is given by telephone.",
            "Support is given by telephone.",
        ),
    ],
)
def test_a_place_that_another_sentence_still_covers_did_not_go(old: str, new: str) -> None:
    """ "no longer US" of a page that goes on to serve the US would be retracted."""
    stays = "\n\n## Companies\n\nIf you reside in the United States, Acme Ventures serves you."
    assert "no longer" not in line(old + stays, new + stays)


def test_a_long_list_is_not_said_twice() -> None:
    """What holds in seventeen states stands behind the last of them."""
    states = "Texas, Oregon, Montana, Virginia, Colorado, or Connecticut"
    clause = "If you are a resident of {}, you may appeal if we deny your request, by writing to us"
    added = f"Indiana, Kentucky, Rhode Island, Maryland, Tennessee, Minnesota, {states}"
    said = line(f"{clause.format(states)} here.", f"{clause.format(added)} here.")
    assert "Indiana, Kentucky, Rhode Island, Maryland, Tennessee, Minnesota (US)" in said
    assert "you may appeal" in said
    assert said.count("Indiana") == 1


def test_places_of_many_lines_are_told_with_their_heading() -> None:
    rows = "".join(f"- {p} – the regulator of {p}\n" for p in ("Kenya", "Ghana", "Peru", "Chile"))
    said = line("", f"## Where to appeal\n\nResidents of these may appeal:\n\n{rows}")
    assert "Kenya, Ghana, Peru, Chile under “Where to appeal”" in said or "Kenya" in said
    assert len(said) <= 2 * LIMIT


def test_places_are_named_so_that_they_can_be_read() -> None:
    assert listed(["EU", "GB", "CA-QC", "US-MD", "US-TX", "HK"]) == (
        "EU, UK, Quebec (CA), Maryland, Texas (US), Hong Kong"
    )
    assert listed(["QQ"]) == "QQ"


def test_every_place_that_is_found_has_a_name() -> None:
    places = load("places")
    codes = {c.alpha_2 for c in pycountry.countries} | {*places["states"], *places["names"]}
    codes |= {*places["exact"], "ES-CN", "XK"}
    assert [code for code in sorted(codes) if full_name(code) == code] == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (
            "If you live in Brazil, we share your posts with partners.",
            "We share your posts with partners.",
            "Brazil",
        ),
        (
            "For customers in Canada and Mexico, the site is run by Acme Inc.",
            "The site is run by Acme Inc.",
            "Canada, Mexico",
        ),
        (
            "Members in Japan are charged in advance for each month.",
            "Members are charged in advance for each month.",
            "Japan",
        ),
    ],
)
def test_what_held_in_one_place_and_holds_everywhere_now_has_not_ended_there(
    old: str, new: str, place: str
) -> None:
    """ "No longer Brazil" would tell the people there that they are rid of it."""
    page = "# Terms\n\nThese are the terms of Acme.\n\n## Details\n\n{}\n"
    line = compare(page.format(old), page.format(new), "text/markdown").summary
    assert f"no longer {place}" not in line
    assert place.split(", ")[0] in line


@pytest.mark.parametrize(
    "more",
    [
        "If you are in the European Union, you can view the terms of last year here.",
        "We are fully committed to the Digital Services Act for members within the European Union.",
        "Members in the European Union find the form for complaints in the help pages.",
    ],
)
def test_one_more_sentence_on_a_place_does_not_bring_it_in(more: str) -> None:
    """ "Now also EU" would be taken for the day on which the terms began to hold there."""
    page = (
        "# Terms\n\nThese are the terms of Acme.\n\n## Details\n\nIf you are in the European Union "
        "you have the rights of the GDPR.\n\n## More\n\nWrite to us.{}\n"
    )
    change = compare(page.format(""), page.format(f" {more}"), "text/markdown")
    assert more[:60] in change.summary
    assert "now also" not in change.summary


@pytest.mark.parametrize("place", ["Norway", "South Korea", "the European Union"])
def test_what_is_done_with_people_in_a_place_now_is_told_as_coming_there(place: str) -> None:
    """However often the page named the place before, of something else."""
    page = (
        f"# Terms\n\nThese are the terms of Acme.\n\n## Law\n\nIf you are in {place}, you have the "
        "rights that the law there gives you.\n\n## Posts\n\nPosts are shown to your contacts.{}\n"
    )
    more = f" From 3 November 2025 we use the posts of members in {place} to train our AI models."
    line = compare(page.format(""), page.format(more), "text/markdown").summary
    assert line.startswith("now also ")


@pytest.mark.parametrize(
    "clause",
    [
        "an identity card (from countries of the European Union only) with a chip",
        "an identity card, which is accepted only from members in the European Union",
        "an identity card, for example one that was issued in the European Union",
    ],
)
def test_what_is_kept_to_a_place_has_not_come_there(clause: str) -> None:
    """ "Now also EU" above a restriction says the opposite of it."""
    page = "# Terms\n\nThese are the terms of Acme.\n\n## Proof\n\nWe accept {}.\n"
    old, new = page.format("an identity card with a chip"), page.format(clause)
    told = compare(old, new, "text/markdown").summary
    assert "European Union" in told
    assert "now also" not in told


def test_one_more_place_of_those_that_something_is_kept_to_has_come() -> None:
    page = "# Terms\n\nThese are the terms of Acme.\n\n## Shop\n\nOrders are taken only from {}.\n"
    old, new = page.format("customers in Norway"), page.format("customers in Norway and Chile")
    assert compare(old, new, "text/markdown").summary.startswith("now also Chile")


@pytest.mark.parametrize(
    ("code", "name", "sentence"),
    [
        (
            "NO",
            "Norway",
            "Ads on political issues with the aim to influence an election, or that are likely to"
            " change how people vote in Norway, are banned",
        ),
        (
            "US-TX",
            "Texas",
            "If you are a resident of Texas and we refuse your request, you can appeal by writing"
            " to us with the words “Privacy Request Appeal”",
        ),
        (
            "BR",
            "Brazil",
            "Recordings of calls with our support are kept for eleven years where a law of Brazil"
            " obliges us to do so, and not a day longer",
        ),
    ],
)
def test_what_holds_in_a_place_is_not_cut_by_a_few_words(
    code: str, name: str, sentence: str
) -> None:
    """ "Ads on political issues with the aim … Norway" hides that they are banned."""
    place = Finding("region", "place", sentence, ("Rules",), new=code, side="added", words=(name,))
    point = Point("Added: “We sell data.”", "added", None, "We sell data.", ("Data",), "", 3.0)
    change = Change(Kind.SUBSTANTIVE, regions_added=(code,), findings=(place,), points=(point,))
    assert f": “{sentence}” · Added: “We sell data.”" in headline(change, None)


@pytest.mark.parametrize(
    "said",
    [
        "Encrypted backups can no longer be switched on by new users in the United Kingdom.",
        "Residents of France have no right to a refund once a file was opened.",
        "People in India cannot turn this off.",
        "In Norway, nobody can see your online status any more.",
    ],
)
def test_what_somebody_may_not_or_need_not_there_is_not_there_now_as_well(said: str) -> None:
    """ "now also UK" stood before what people there can no longer do."""
    told = line("", said)
    assert "now also" not in told
    assert said in told


@pytest.mark.parametrize(
    "free",
    [
        "Roaming in the EU and the UK is included at no extra charge.",
        "Returns from the EU and the UK are not charged to you.",
        "For users in the EU and the UK there is no additional fee.",
    ],
)
def test_what_is_free_somewhere_is_not_left_out_there(free: str) -> None:
    """ "now also UK" was told of a country that had to pay from then on."""
    told = line(free, free.replace(" and the UK", "") + " In the UK each day costs £2.")
    assert "now also" not in told


@pytest.mark.parametrize(
    "staff",
    [
        "Certain entities in our corporate group, located in Brazil, China and Israel, have remote"
        " access to European user data.",
        "Support agents based in the Philippines may read your tickets.",
        "Employees of our parent company in China may access the data of European users.",
        "Our affiliates in India can open your account to help you.",
    ],
)
def test_where_those_sit_who_see_the_data_is_no_place_that_it_applies_to(staff: str) -> None:
    """ "now also China" was told where people in China may read what Europeans have written."""
    told = line("", staff)
    assert "now also" not in told
    assert staff[:40] in told


def test_users_somewhere_are_those_that_it_applies_to() -> None:
    assert "now also India" in line("", "Members in India can access the new dashboard.")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "If you live in California, you can ask us to delete it.",
            "If you live in the United States, you can ask us to delete it.",
            "now also US (before only California)",
        ),
        (
            "Users in California and Texas can opt out of sales.",
            "Users in the United States can opt out of sales.",
            "now also US (before only California, Texas)",
        ),
        (
            "Users in the EU can appeal.",
            "Users in the EEA can appeal.",
            "now also EEA (before only EU)",
        ),
    ],
)
def test_a_part_of_what_a_text_now_covers_is_not_lost(old: str, new: str, told: str) -> None:
    """ "now also US · no longer California" read as if Californians had lost it."""
    said = line(old, new)
    assert said.startswith(told)
    assert "no longer" not in said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "You can ask us to delete your data.",
            "If you are in the European Union, you can ask us to delete your data.",
        ),
        ("We are happy to refund it.", "For users in France, we are happy to refund it."),
        (
            "We are also in line with the first act.",
            "We are also in line with the first act and the second one for users in the EU.",
        ),
    ],
)
def test_what_held_for_all_and_is_kept_to_a_place_is_not_there_now_as_well(
    old: str, new: str
) -> None:
    """ "now also EU" was told of a right that from then on only people in the EU have."""
    assert "now also" not in line(old, new)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "This offer holds for users in France.",
            "This offer holds for users in France and Spain, but not for users in Italy.",
            "now also Spain",
        ),
        (
            "This is for users in France.",
            "This is for users in France and Spain, and does not change your legal rights.",
            "now also Spain",
        ),
        (
            "We sell data of users in Brazil.",
            "We sell data of users in Brazil, India and Japan, unasked and not only for ads.",
            "now also India, Japan",
        ),
    ],
)
def test_a_not_in_another_clause_takes_no_place_away(old: str, new: str, told: str) -> None:
    assert told in line(old, new)


def test_wales_in_new_south_wales_is_no_part_of_the_uk() -> None:
    told = line("", "This holds for users in New South Wales, and for users in GB.")
    assert "Wales (UK)" not in told
