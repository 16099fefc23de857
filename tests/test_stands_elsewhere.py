"""Words that came and stood elsewhere already, or went and still stand there; words that moved and
were changed on the way. A reader who is told "Removed" repeats that the page says so no more.
"""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.model import Change
from monitor.render.quoted import of_points

PAGE = (
    "# Rules\n\nThese rules say what you may do on Acme and what we do with your data.\n\n"
    "## Groups\n\nWho opens a group answers for it.\n\n{groups}\n\n"
    "## Profiles & Pages\n\nYour profile is yours.\n\n{profiles}\n\n## Contact\n\nWrite to us.\n"
)
SENTENCES = [
    "Do not post photos of other people without their consent.",
    "We share your viewing history with advertisers in your country.",
    "Moderators may read reported messages for up to ninety days.",
]


def told(old: dict[str, str], new: dict[str, str]) -> Change:
    both = {"groups": "", "profiles": ""}
    return compare(PAGE.format(**both | old), PAGE.format(**both | new), "text/markdown")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_words_that_stood_in_another_section_are_not_told_as_new_to_the_page(sentence: str) -> None:
    line = told({"profiles": sentence}, {"groups": sentence, "profiles": sentence}).summary
    assert line == f"Now also under “Groups”, before only under “Profiles & Pages”: “{sentence}”"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_words_that_still_stand_in_another_section_are_not_told_as_removed(sentence: str) -> None:
    line = told({"groups": sentence, "profiles": sentence}, {"profiles": sentence}).summary
    assert line == f"No longer under “Groups”, still under “Profiles & Pages”: “{sentence}”"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_of_words_that_their_section_says_already_nothing_is_told_beside_news(
    sentence: str,
) -> None:
    """The first line would be a sentence that the reader finds in the earlier version."""
    news = "We sell the phone numbers of our members to brokers."
    change = told({"groups": sentence}, {"groups": f"{sentence}\n\n{news} {sentence}"})
    assert [point.new for point in change.points] == [news]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_holds_the_words_of_a_shorter_one_is_another_sentence(
    sentence: str,
) -> None:
    """ "We share it" is news, though the page says "We share it if you allow it"."""
    longer = f"Only where the law allows it: {sentence[0].lower()}{sentence[1:-1]}, if you agreed"
    line = told({"profiles": longer}, {"groups": sentence, "profiles": longer}).summary
    assert line.startswith(f"Added: “{sentence}”")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "You can opt out of personalised advertising, which may be a sale of data, by writing "
            "to privacy@acme.test or in your settings.",
            "You can opt out of personalised advertising in your settings or by writing to "
            "privacy@acme.test at any time.",
        ),
        (
            "Recordings of calls are kept for thirty days and are then deleted from our servers "
            "and from those of our partners.",
            "Recordings of calls are kept for ninety days and are then deleted from our servers "
            "and from those of our partners.",
        ),
        (
            "We may use the posts that you make public to improve the search of our service.",
            "We may use the posts that you make public to improve and advertise our service.",
        ),
    ],
)
def test_a_sentence_that_moved_and_was_reworded_is_one_change(old: str, new: str) -> None:
    """Told as removed, a way to object that is still there would be missed for nothing."""
    between = "\n\n".join(f"Rule {n} on something else came at number {n}." for n in range(6))
    change = told({"groups": old}, {"groups": between, "profiles": new})
    assert ("changed", old, new) in [(p.side, p.old, p.new) for p in change.points]
    assert f"Removed: “{old}" not in change.summary


@pytest.mark.parametrize("name", ["Bullying & Hate", "Ads & Sponsors", "Fees & Taxes"])
def test_headings_that_differ_by_a_sign_are_told_apart_by_those_above(name: str) -> None:
    """ "No longer under “Ads and Sponsors”, still under “Ads & Sponsors”" tells nobody where."""
    page = "# Rules\n\nAll of it.\n\n## Places\n\n### {}\n\n{}\n\n## People\n\n### {}\n\n{}\n"
    plain, words = name.replace("&", "and"), SENTENCES[0]
    old, new = page.format(plain, words, name, words), page.format(plain, "None.", name, words)
    assert (
        "No longer under “Places”, still under “People”"
        in compare(old, new, "text/markdown").summary
    )


@pytest.mark.parametrize(
    ("text", "end"),
    [
        (
            "If you create an account with an address of your employer, or of a school, or of "
            "another organisation that gave it to you, we may tell that organisation that you have "
            "created it, and let its administrators read what you have written there, and "
            "show them whom you have met and where, and keep it for as long as they want to, and "
            "more",
            "created it",
        ),
        (
            "We share your name, your address, your telephone number and the list of your contacts "
            "with the companies of our group, with those who advertise on our pages, and with the "
            "buyers of our business, unless you have told us in writing that we must not do so, by "
            "a letter that bears your own hand and the day on which you wrote it to us",
            "on our pages",
        ),
        (
            "We may keep the recordings of calls, of chats and of meetings that you attend, the "
            "transcripts of them (also those that others have made of you, of which we are told by "
            "them or by their employers, and which they may correct at any time) for eleven years "
            "from the day on which you last wrote to us or to one of them",
            "or to one of them",
        ),
        (
            "To the extent that using cookies, pixels and other technologies of our own or of the "
            "companies that advertise on our pages and elsewhere with the aim of showing you what "
            "they want to sell amounts to a sale, we have sold your address to advertisers, and "
            "we intend to do so again in the years that follow",
            "in the years that follow",
        ),
        (
            "All claims of any kind arising out of these terms or of any of the products and "
            "services that belong to them, including every dispute on the reading of the terms, on "
            "the making of them and on their breach will be decided by one arbitrator in Dover, in "
            "English, under the rules of the chamber of trade",
            "of the chamber of trade",
        ),
        (
            "Alle Ansprüche jeder Art aus diesen Bedingungen oder aus einem der eigenen Dienste "
            "und Erzeugnisse, einschließlich jedes Streits über ihre Auslegung, ihr Zustandekommen "
            "und ihre Verletzung oder über die Folgen einer solchen Verletzung für Dritte, werden "
            "durch ein Schiedsgericht in Köln entschieden, in englischer Sprache, nach den Regeln "
            "der Kammer, und zwar nach dem Recht des Landes, in dem die Kammer ihren Sitz hat",
            "in Köln entschieden, in englischer Sprache",
        ),
    ],
)
def test_a_long_sentence_is_cut_where_it_has_said_something(text: str, end: str) -> None:
    """Cut within brackets, before "unless", or before its main clause, it says something else."""
    line = told({}, {"groups": f"{text}."}).summary
    assert line.removeprefix("Added: “").rstrip("”. …").endswith(end)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_mail_does_not_call_new_what_its_line_calls_one_more_place(sentence: str) -> None:
    """Beside "Now also under …" a label "New" would say the opposite of the line."""
    both, one = {"groups": sentence, "profiles": sentence}, {"profiles": sentence}
    more, less = told(one, both), told(both, one)
    assert [said.side for said in of_points(more, "Rules")] == ["Also here"]
    assert [said.side for said in of_points(less, "Rules")] == ["No longer here"]
    assert [point.side for point in (*more.points, *less.points)] == ["moved", "moved"]


@pytest.mark.parametrize(
    ("sentence", "more"),
    [
        ("You can delete your account{} in the settings.", "and all data that belongs to it"),
        ("When we say “we”, we mean Acme{} PBC of Delaware.", "Social"),
        ("We share your address with partners{} of our group.", "and with advertisers"),
    ],
)
def test_what_was_put_into_a_sentence_is_shown_beside_it(sentence: str, more: str) -> None:
    """ "Now says “You can delete your account and …”" could pass for a new right to delete it."""
    new = sentence.format(f" {more}")
    line = told({"groups": sentence.format("")}, {"groups": new}).summary
    assert f"Now with “{more}”: “{new}”" in line


@pytest.mark.parametrize(
    ("old", "new", "came"),
    [
        (
            "We follow the Platform Rules and the Monetization Policies for every show.",
            "We follow the Platform Rules, the Monetization Policies, the Advertising Policies and"
            " the Promotional Guidelines for every show.",
            "“the Advertising Policies and the Promotional Guidelines”",
        ),
        (
            "Kept until you delete your account or ask for it: summaries, styles, commands.",
            "Kept until you delete your account or ask for it: summaries, assistant history,"
            " styles, labels, commands.",
            "“assistant history”, “labels”",
        ),
        (
            "We share your address with couriers and your name with our banks in Europe.",
            "We share your address with couriers and insurers and your name with our banks and"
            " brokers in Europe.",
            "“insurers”, “and brokers”",
        ),
    ],
)
def test_all_that_was_put_into_a_sentence_is_shown_beside_it(old: str, new: str, came: str) -> None:
    """ "Now says …" of a list that grew leaves its reader to look for what is new."""
    line = told({"groups": old}, {"groups": new}).summary
    assert f"Now with {came}: “{new}”" in line


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "You can repost content from Acme elsewhere, provided that you attribute the content"
            " back to Acme and respect the rights of the original poster, including any mark that"
            " it is not for reproduction, and do not use automated tools.",
            "You can repost a small portion of any post elsewhere, provided that you attribute such"
            " content back to Acme and respect the rights of the original poster, including any"
            " mark that it is not for reproduction, and do not use automated tools.",
            "Was “You can repost content from Acme elsewhere, provided that you attribute the"
            " content back to Acme and respect the rights of the original poster …”, now “You can"
            " repost a small portion of any post elsewhere, provided that you attribute such"
            " content back to Acme and respect the rights of the original poster …”",
        ),
        (
            "When you visit this website, use our apps (hereafter “services”) or open one of our"
            " letters by mail or print, your address is shared with our carriers in Europe.",
            "When you visit this website, use our apps (hereafter “services”) or open one of our"
            " letters by mail or print, your address and your birthday may be sold to advertisers"
            " or brokers in Europe.",
            "Was “… your address is shared with our carriers in Europe.”, now “… your address"
            " and your birthday may be sold to advertisers or brokers in Europe.”",
        ),
        (
            "This may include prompts, code snippets, and edits made to this code.",
            "This may include prompts, code snippets, edits, and indexed files.",
            "Was “This may include prompts, code snippets, and edits made to this code.”, now “This"
            " may include prompts, code snippets, edits, and indexed files.”",
        ),
    ],
)
def test_a_sentence_in_other_words_is_shown_beside_what_it_was(
    old: str, new: str, line: str
) -> None:
    """ "Now says …" alone leaves its reader to look for the difference."""
    assert line in told({"groups": old}, {"groups": new}).summary


def test_two_wordings_are_not_cut_before_what_takes_them_back() -> None:
    """ "Now “we sell your address …”" would hide that nobody's is sold who objects."""
    until = ", unless you object to it in writing within thirty days of the day you joined"
    old = f"We give your name to the carriers of our group{until}, as the law of your country has"
    old += " it and as the annex of these rules, which is part of them, explains for each country."
    new = old.replace("give your name to the carriers of", "sell your address to every brand of")
    assert "in writing" in told({"groups": old}, {"groups": new}).summary
