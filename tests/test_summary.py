"""The line, the quote and the pieces they are cut from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.api import compare
from monitor.classify.changed_passages import passages
from monitor.classify.quotes import LIMIT, quote
from monitor.headline import LIMIT as LINE
from monitor.headline import days_left
from monitor.headline import line as headline
from monitor.model import (
    Block,
    BlockDiff,
    BlockKind,
    Change,
    Comparison,
    DateChange,
    Document,
    Finding,
    Kind,
    Point,
    SectionDiff,
)

POINT = Point("Added: “We sell it.”", "added", None, "We sell it.", weight=3.0)


def line(
    *dates: DateChange,
    classes: tuple[str, ...] = (),
    facts: tuple[Finding, ...] = (),
    points: tuple[Point, ...] = (),
) -> str:
    change = Change(Kind.SUBSTANTIVE, classes=classes, dates=dates, findings=facts, points=points)
    return headline(change, date(2025, 9, 18))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (DateChange("effective", None, "2025-11-03"), "takes effect 3 Nov 2025 (46 days)"),
        (DateChange("effective", None, "2025-09-19"), "takes effect 19 Sep 2025 (1 day)"),
        (DateChange("effective", None, "2025-11"), "takes effect Nov 2025"),
        (DateChange("effective", None, "2025-09-01"), "in effect since 1 Sep 2025"),
        (
            DateChange("effective", "2025-10-01", "2025-11-03"),
            "takes effect 3 Nov 2025 (46 days), was 1 Oct 2025",
        ),
        (DateChange("deadline", None, "2025-11-03"), "act by 3 Nov 2025 (46 days)"),
        (DateChange("updated", "2025-01-01", "2025-09-01"), "dated 1 Sep 2025"),
        (DateChange("effective", "2025-11-03", None), "date 3 Nov 2025 removed"),
    ],
)
def test_a_date_is_told_in_words(change: DateChange, text: str) -> None:
    assert line(change) == text


def test_a_month_has_no_days_left() -> None:
    assert days_left("2025-11", date(2025, 9, 18)) is None


def test_facts_have_their_place_in_the_line() -> None:
    facts = (
        Finding("ai-training", "opt-out", "q", new="in settings"),
        Finding("ai-training", "default", "q", new="on"),
        Finding("ai-training", "retroactive", "q", new="yes"),
        Finding("minors", "age", "q", old="13", new="16"),
        Finding("retention", "retention", "q", new="30 days"),
    )
    told = line(classes=("ai-training",), facts=facts)
    assert told == "on by default · opt-out in settings · retroactive"
    assert line(facts=facts[4:]) == "kept 30 days"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("not used for training", "used for training", "now used for AI training"),
        ("used for training", "not used for training", "no longer used for AI training"),
        (None, "not used for training", "says “not used for AI training”"),
        ("used for training", None, "no longer says “used for AI training”"),
        ("not used for training", None, "no longer says “not used for AI training”"),
    ],
)
def test_the_line_says_which_way_ai_training_goes(
    old: str | None, new: str | None, said: str
) -> None:
    """ "AI training" alone would let a ban be read as a permission."""
    facts = (Finding("ai-training", "class", "q", old=old, new=new),)
    assert line(classes=("ai-training",), facts=facts) == said


def test_what_a_reader_must_act_on_stands_first() -> None:
    told = line(
        DateChange("updated", "2025-01-01", "2025-09-01"),
        DateChange("effective", None, "2025-11-03"),
        DateChange("deadline", "2025-10-01", "2025-10-10"),
        classes=("effective-date", "data-use", "legal-basis", "ai-training"),
        facts=(Finding("legal-basis", "basis", "q", old="consent", new="legitimate interests"),),
    )
    assert told == (
        "act by 10 Oct 2025 (22 days), was 1 Oct 2025 · takes effect 3 Nov 2025 (46 days) · "
        "legal basis consent → legitimate interests"
    )


def test_a_date_that_has_passed_stands_last_and_hides_the_one_before_it() -> None:
    """A policy "in effect since" last month leaves nothing to act on by a day."""
    told = line(DateChange("effective", "2024-05-01", "2025-09-01"), classes=("data-use",))
    assert told == "in effect since 1 Sep 2025"
    coming = line(DateChange("effective", "2024-05-01", "2025-11-03"))
    assert coming == "takes effect 3 Nov 2025 (46 days)"


def test_an_opt_out_stands_beside_what_it_is_of_and_before_mere_names() -> None:
    facts = (
        Finding("ai-training", "class", "q", new="used for training"),
        Finding("ai-training", "data", "q", new="posts"),
        Finding("ai-training", "data", "q", new="photos"),
        Finding(
            "ai-training",
            "opt-out",
            "q",
            new="Settings > Data privacy > Data for Generative AI Improvement",
        ),
    )
    classes = ("data-use", "choice", "ai-training", "policy-change")
    assert line(classes=classes, facts=facts) == (
        "AI training on posts, photos · opt-out: Settings > … > Data for Generative AI Improvement"
    )


@pytest.mark.parametrize(
    ("fact", "old", "new", "said"),
    [
        ("opt-out", "in settings", None, "no longer says “opt-out in settings”"),
        ("opt-out", "possible", "not possible", "opt-out no longer possible"),
        ("opt-out", None, "not possible", "no opt-out"),
        ("opt-out", "in settings", "by form", "opt-out by form (was in settings)"),
        ("default", "off", "on", "on by default (was off)"),
        ("default", "off", None, "terms changed"),
        ("retroactive", None, "no", "not retroactive"),
    ],
)
def test_what_became_of_a_switch_is_told(
    fact: str, old: str | None, new: str | None, said: str
) -> None:
    facts = (Finding("choice", fact, "q", old=old, new=new),)
    assert line(classes=("choice",), facts=facts) == said


def test_terms_that_do_not_reach_back_are_no_switch() -> None:
    facts = (Finding("policy-change", "retroactive", "q", new="no"),)
    assert line(classes=("policy-change",), facts=facts) == "terms changed"


def test_topics_alone_are_never_the_line() -> None:
    """ "data use · data sharing · minors" tells nobody what changed."""
    classes = ("data-use", "data-sharing", "minors", "retention", "payment", "security")
    assert line(classes=classes, points=(POINT,)) == "Added: “We sell it.”"


def test_more_places_than_a_subject_holds_are_counted() -> None:
    codes = tuple(f"X{i}" for i in range(12))
    told = headline(Change(Kind.SUBSTANTIVE, regions_added=codes), None)
    assert told == "now also X0, X1, X2, X3, X4, X5, X6, X7 and 4 more"


def test_a_place_that_is_newly_left_out_was_never_covered_before() -> None:
    """ "no longer EU" of a page that now spares the EU would be repeated the wrong way round."""
    spared = Finding("region", "place", "q", old="EU", side="added")
    left = Finding("region", "place", "q", old="KR", side="removed")
    change = Change(Kind.SUBSTANTIVE, regions_removed=("EU", "KR"), findings=(spared, left))
    assert headline(change, None) == "not in EU: “q” · no longer South Korea: was “q”"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("place-removed", "no longer Kenya: was “Ads are shown in Kenya and Peru.”"),
        ("place-less", "Kenya: removed “Ads are shown in Kenya and Peru.”"),
    ],
)
def test_a_sentence_that_only_lost_a_place_is_not_said_to_be_removed(rule: str, told: str) -> None:
    """ "removed “Ads are shown in Kenya and Peru.”" was said where ads are still shown in Peru."""
    quote = "Ads are shown in Kenya and Peru."
    gone = Finding("region", "place", quote, old="KE", side="removed", rule=rule)
    change = Change(Kind.SUBSTANTIVE, regions_removed=("KE",), findings=(gone,))
    assert headline(change, None) == told


def test_the_point_stands_in_the_line_whatever_the_facts() -> None:
    facts = tuple(Finding("choice", "opt-out", "q", new="p" * 50 + str(n)) for n in range(9))
    point = replace(POINT, text=f"Added: “{'We sell it. ' * 15}”")
    told = line(facts=facts, points=(point,))
    assert told.endswith(point.text)
    assert len(told) <= LINE


def test_facts_of_other_sentences_are_not_told_beside_the_point() -> None:
    facts = (Finding("minors", "age", "You must be 16.", new="16"),)
    points = tuple(replace(POINT, new=f"We sell it {n} times.") for n in range(5))
    assert line(facts=facts, points=points) == POINT.text
    near = (*points[:1], replace(POINT, new="You must be 16."), *points[1:])
    assert line(facts=facts, points=near) == f"minors: “You must be 16.” · {POINT.text}"


def test_periods_are_told_and_long_conditions_are_left_to_the_body() -> None:
    facts = tuple(
        Finding("retention", "retention", "q", new=new)
        for new in ("within 30 days", "as long as your account is open and we need it")
    )
    assert line(classes=("retention",), facts=facts) == "deleted within 30 days"
    assert line(classes=("retention",), facts=facts[1:]) == "terms changed"


def test_a_change_without_any_class_still_has_a_line() -> None:
    assert line() == "terms changed"
    assert headline(Change(Kind.EDITORIAL), None) == "wording"
    assert headline(Change(Kind.EDITORIAL, points=(POINT,)), None) == f"wording: {POINT.text}"


def test_an_endless_line_is_cut_between_its_parts() -> None:
    many = tuple(DateChange("effective", None, f"20{i}-01-01") for i in range(30, 60))
    told = headline(Change(Kind.SUBSTANTIVE, regions_removed=("US",), dates=many), None)
    assert told.startswith("no longer US · takes effect 1 Jan 2030")
    assert len(told) <= LINE


def test_a_quote_is_the_sentence_and_never_too_long() -> None:
    text = "First sentence. We share data with partners. Last one."
    assert quote(text, text.index("share")) == "We share data with partners."
    words = "word " * 400
    cut = quote(words, 1000, 1004)
    assert cut.startswith("…")
    assert cut.endswith("…")
    assert len(cut) <= LIMIT + 50


def test_a_block_without_marked_words_counts_as_a_whole() -> None:
    """A comparison read back from the database may hold blocks only."""
    old, new = (Block(BlockKind.PARAGRAPH, t, t) for t in ("old words", "new words"))
    sections = (
        SectionDiff("changed", ("A",), ("A",), (BlockDiff("changed", (), old=old, new=new),)),
    )
    empty = Document("", "", ())
    (found,) = passages(Comparison(empty, empty, sections))
    assert (found.old, found.new, found.removed, found.added) == (
        "old words",
        "new words",
        ((0, 9),),
        ((0, 9),),
    )


def test_a_day_told_by_another_is_worked_out_in_the_line() -> None:
    """ "30 days after" asks the reader to count; and the day that moved is what changed."""
    text = "<main><h1>Terms</h1><p>Read this.</p><p>They take effect 30 days after {}.</p></main>"
    change = compare(
        text.format("October 1, 2025"), text.format("November 1, 2025"), on=date(2025, 9, 18)
    )
    assert change.kind is Kind.SUBSTANTIVE
    assert change.summary.split(" · “")[0] == ("takes effect 1 Dec 2025 (74 days), was 31 Oct 2025")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "We use content to run the service.",
            "We use chats to train our models. Opt out at Menu > Settings > Data at any time.",
            "AI training on conversations · opt-out: Menu > Settings > Data · Added: “We use chats"
            " to train our models.” · Removed: “We use content to run the service.”",
        ),
        (
            "We train models on chats. You can opt out under Settings > AI.",
            "We train models on chats. The former opt-out under Settings > AI was removed.",
            "opt-out no longer possible",
        ),
        (
            "We train models on chats. You can opt out in your settings.",
            "We train models on chats. Opting out in your settings is no longer possible.",
            "opt-out no longer possible · Was “You can opt out in your settings.”, now “Opting out"
            " in your settings is no longer possible.”",
        ),
    ],
)
def test_a_way_out_is_told_once(old: str, new: str, told: str) -> None:
    """A way out that names what it is of needs no sentence, one that is gone needs both."""
    start = "# Policy\n\nThis policy says what we do with personal data.\n\n"
    assert compare(start + old, start + new, "text/markdown").summary == told


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("effective", "updated", "Heading"),
        ("updated", "effective", "in effect since 1 Sep 2022"),
        ("deadline", "updated", "Heading"),
    ],
)
def test_a_day_of_which_only_the_label_changed_was_not_removed(
    old: str, new: str, said: str
) -> None:
    """ "date 1 Sep 2022 removed · dated 1 Sep 2022" says two things that are not so."""
    dates = DateChange(old, "2022-09-01", None), DateChange(new, None, "2022-09-01")
    told = line(*dates, points=(replace(POINT, text="Heading"),))
    assert said in told
    assert "removed" not in told
    editorial = Change(Kind.EDITORIAL, dates=dates, points=(replace(POINT, text="Heading"),))
    assert "removed" not in headline(editorial, date(2025, 9, 18))


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (
            Finding("retention", "retention", "q", old="1 year", new="24 months"),
            "retention 1 year → 24 months",
        ),
        (Finding("minors", "age", "q", old="13", new="16"), "age 13 → 16"),
        (Finding("data-use", "data", "q", new="biometric data"), "new data: biometric data"),
    ],
)
def test_a_value_that_is_news_wherever_it_stands_is_told(fact: Finding, said: str) -> None:
    """Twice as long a storage, among fifty sentences, was in no line."""
    points = tuple(replace(POINT, new=f"We sell it {n} times.") for n in range(5))
    assert said in line(facts=(fact,), points=points)


@pytest.mark.parametrize(
    "gone", ["not used for training (minors)", "not used for training, unless you agree"]
)
def test_what_was_denied_of_some_data_is_not_said_to_have_been_stated(gone: str) -> None:
    """ "no longer says “used for AI training”" of a denial that went is the opposite."""
    facts = (Finding("ai-training", "class", "q", old=gone),)
    assert "training" not in line(facts=facts, points=(POINT,))


def test_the_second_point_is_told_where_there_is_room() -> None:
    """A short first point leaves a third of the line empty, and the news may be the next."""
    second = replace(POINT, text="Removed: “We keep it safe.”", new=None, weight=2.0)
    assert line(points=(POINT, second)) == f"{POINT.text} · {second.text}"
    long = replace(second, text=f"Removed: “{'We keep it safe. ' * 24}”")
    assert line(points=(POINT, long)) == POINT.text
    slight = replace(second, weight=0.4)
    assert line(points=(POINT, slight)) == POINT.text
    heading = replace(second, text="New heading “Safety”")
    assert line(points=(POINT, heading)) == POINT.text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("We keep logs for 30 days.", "We keep logs for 90 days.", "retention 30 days → 90 days"),
        ("You must be 13 years old.", "You must be 16 years old.", "age 13 → 16"),
    ],
)
def test_values_that_a_fact_tells_are_told_once(old: str, new: str, said: str) -> None:
    """ "retention 30 days → 90 days · “30 days” → “90 days”" reads as if two things had changed."""
    told = compare(f"# Policy\n\n{old}\n", f"# Policy\n\n{new}\n", "text/markdown").summary
    assert told.startswith(said)
    assert told.count("→") == 1


def test_on_its_own_day_a_deadline_still_stands_first() -> None:
    """Whoever reads the mail that day can still act."""
    told = line(DateChange("deadline", None, "2025-09-18"), points=(POINT,))
    assert told.startswith("act by 18 Sep 2025 (today)")


@pytest.mark.parametrize(
    ("above", "entries"),
    [
        ("This policy covers", ["Offers Shop", "Daily Deals", "The Gift Guide"]),
        ("You must not", ["sell your account", "post spam", "pretend to be somebody else"]),
        ("We share your data with", ["Adfoo Ltd", "Trackbar Inc", "Mailhaus GmbH"]),
    ],
)
def test_short_entries_of_one_list_are_told_together(above: str, entries: list[str]) -> None:
    """ "Removed: “Offers Shop”" of a list that lost three says a third of it."""
    page = "# Policy\n\nThese are the rules of Acme.\n\n{}:\n\n- everything else\n{}"
    full, short = (page.format(above, "".join(f"- {e}\n" for e in some)) for some in (entries, []))
    for line, verb in (
        (compare(full, short, "text/markdown").summary, "Removed"),
        (compare(short, full, "text/markdown").summary, "Added"),
    ):
        told = line.partition(f"{verb} under “{above}”: ")[2].partition(" · ")[0]
        assert sorted(told.split(", ")) == sorted(f"“{entry}”" for entry in entries)
        assert all(line.count(entry) == 1 for entry in entries)


def test_of_a_long_list_the_line_tells_how_many_more_there_are() -> None:
    page = "# Policy\n\nThese are the rules of Acme.\n\nWe share your data with:\n\n- our bank\n{}"
    new = page.format("".join(f"- Company of the group number {n} Ltd\n" for n in range(1, 31)))
    told = compare(page.format(""), new, "text/markdown").summary
    names, _, more = told.partition(" · ")[0].rpartition(" and ")
    assert names.count("Company of the group") + int(more.split()[0]) == 30


@pytest.mark.parametrize("day", ["1 May 2024", "30 April 2024", "15 June 2024"])
def test_a_day_to_come_does_not_stand_beside_that_of_an_earlier_revision(day: str) -> None:
    """ "Takes effect 30 Apr · in effect since 13 Mar" contradicts itself to a reader."""
    page = "# Terms\n\nEffective {}.\n\n{}These are the terms of Acme.\n"
    old, new = (
        page.format("2 January 2023", ""),
        page.format("13 March 2024", f"New fees take effect on {day}.\n\n"),
    )
    told = compare(old, new, "text/markdown", on=date(2024, 3, 13)).summary
    assert "takes effect" in told
    assert "in effect since" not in told


@pytest.mark.parametrize(
    ("lang", "day", "old", "new"),
    [
        (
            "fr",
            "Date d'entrée en vigueur : {}",
            ("10 juin 2025", "La cour ouvre à neuf heures et le portail est en chêne."),
            ("18 mai 2026", "La cour ouvre à dix heures et le portail est en pin."),
        ),
        (
            "de",
            "Gültig ab: {}",
            ("1. Mai 2026", "Der Hof öffnet um neun Uhr, und das Tor ist aus Eiche."),
            ("3. Juni 2026", "Der Hof öffnet um zehn Uhr, und das Tor ist aus Kiefer."),
        ),
        (
            "es",
            "Fecha de entrada en vigor: {}",
            ("1 de mayo de 2026", "El patio abre a las nueve y la puerta es de roble."),
            ("3 de junio de 2026", "El patio abre a las diez y la puerta es de pino."),
        ),
    ],
)
def test_the_day_of_the_document_is_not_told_as_the_point_as_well(
    lang: str, day: str, old: tuple[str, str], new: tuple[str, str]
) -> None:
    """It took the place of what changed, and the line told the day twice."""
    page = "<html lang={}><main><h1>A</h1><p>{}</p><p>2 + 2 = 4.</p><p>{}</p></main></html>"
    pages = (page.format(lang, day.format(dated), said) for dated, said in (old, new))
    told = compare(*pages, on=date(2026, 7, 1)).summary
    assert told.startswith(f"Was “{old[1]}”")
    assert " · in effect since " in told
