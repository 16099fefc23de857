"""A wrong date sends a person to act too late: formats, languages, roles and pairs."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.api import compare
from monitor.classify import dates
from monitor.classify.changed_passages import Passage
from monitor.classify.lists import Lists
from monitor.classify.relative import relative
from monitor.extract import extract
from monitor.facts.reader import facts
from monitor.model import DateChange, Document, Kind


def passage(old: str, new: str, path: tuple[str, ...] = ()) -> Passage:
    """A passage all of whose text is marked."""
    return Passage(
        path,
        old,
        new,
        ((0, len(old)),) if old else (),
        ((0, len(new)),) if new else (),
    )


def changed(*pairs: tuple[str, str], language: str = "") -> list[DateChange]:
    nothing = dates.Reader(Lists(Document("", language, ())), language)
    return [m.change for m in dates.changes([passage(*p) for p in pairs], nothing, nothing)]


@pytest.mark.parametrize(
    ("text", "language", "iso"),
    [
        ("November 3, 2025", "en", "2025-11-03"),
        ("Nov. 3rd, 2025", "en", "2025-11-03"),
        ("3 November 2025", "en", "2025-11-03"),
        ("1st of December, 2025", "en", "2025-12-01"),
        ("22 December 2022", "en", "2022-12-22"),
        ("2025-11-03", "en", "2025-11-03"),
        ("11/03/2025", "en", "2025-11-03"),
        ("03/11/2025", "en-GB", "2025-11-03"),
        ("04-27-2023", "en", "2023-04-27"),
        ("27/04/2023", "en", "2023-04-27"),
        ("12/13/21", "en", "2021-12-13"),
        ("November 2025", "en", "2025-11"),
        ("04 - 2021", "en", "2021-04"),
        ("[1] May 2026", "en", "2026-05-01"),
        ("September **29,** 2021", "en", "2021-09-29"),
        ("3. November 2025", "de", "2025-11-03"),
        ("03.11.2025", "de", "2025-11-03"),
        ("1. März 2024", "de", "2024-03-01"),
        ("3 novembre 2025", "fr", "2025-11-03"),
        ("1er mars 2024", "fr", "2024-03-01"),
        ("3 de noviembre de 2025", "es", "2025-11-03"),
        ("3 de março de 2024", "pt", "2024-03-03"),
        ("3 novembre 2025", "it", "2025-11-03"),
        ("3 november 2025", "nl", "2025-11-03"),
        ("3 listopada 2025", "pl", "2025-11-03"),
        ("3 ноября 2025", "ru", "2025-11-03"),
        ("3 Kasım 2025", "tr", "2025-11-03"),
        ("2025. november 3.", "hu", "2025-11-03"),
        ("3 नवंबर 2025", "hi", "2025-11-03"),
        ("2025年11月3日", "ja", "2025-11-03"),
        ("2025년 11월 3일", "ko", "2025-11-03"),
        ("3 พฤศจิกายน 2568", "th", "2025-11-03"),
        ("3 novembre 2025", "", "2025-11-03"),
    ],
)
def test_a_date_is_read_in_any_format_and_language(text: str, language: str, iso: str) -> None:
    assert [f.iso for f in dates.find(text, language)] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "Section 2025",
        "call 555 2020",
        "13/45/2025",
        "May we help you?",
        "version 20239931",
        "31/13/24",
        "3 Foovember 2025",
    ],
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert not [f.iso for f in dates.find(text, "en")]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Effective November 3, 2025", "effective"),
        ("Effective Date: November 3, 2025", "effective"),
        ("These terms take effect on November 3, 2025.", "effective"),
        ("On November 3, 2025, we will update our Privacy Policy.", "effective"),
        ("Gültig ab 3. November 2025", "effective"),
        ("Last updated: November 3, 2025", "updated"),
        ("Effective date. This policy was last updated on November 3, 2025.", "updated"),
        ("Last updated as of November 3, 2025", "updated"),
        ("Revised as of: November 3, 2025", "updated"),
        ("Version from November 3, 2025", "updated"),
        ("As of November 3, 2025, we have never received an order.", "updated"),
        ("As of November 3, 2025", "updated"),
        ("As of November 3, 2025, refunds are no longer paid.", "effective"),
        ("Updated terms effective as of November 3, 2025", "effective"),
        ("In force since November 3, 2025", "effective"),
        ("Version: November 3, 2025", "updated"),
        ("Date: November 3, 2025", "updated"),
        ("Last Amended: November 3, 2025", "updated"),
        ("Published November 3, 2025", "updated"),
        ("November 3, 2025", "updated"),
        ("November 3, 2025: Article 14 has been revised.", "updated"),
        ("3.1. | Document updated | 3.11.2025", "updated"),
        ("最終改定日：2025年11月3日", "updated"),
        ("You must opt out by November 3, 2025.", "deadline"),
        ("Please accept the terms no later than November 3, 2025.", "deadline"),
        ("the version effective until November 3, 2025", "other"),
        ("Previous version: November 3, 2025", "other"),
        ("a report for the period from November 3, 2025", "other"),
        ("Regulation 2021/784 of November 3, 2025", "other"),
    ],
)
def test_the_words_round_a_date_give_its_role(text: str, role: str) -> None:
    assert [f.role for f in dates.with_roles(text)] == [role]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Of the claims made between July 2023 and December 2023, 1% were disputed.", "other"),
        ("Orders placed from 1 November 2025 to 31 December 2025 can be returned.", "other"),
        (
            "Of requests that were received between 1 May 2025 and 31 May 2025 you may see a list.",
            "other",
        ),
        ("You must submit your claim between 1 May 2026 and 31 May 2026.", "deadline"),
        ("Claims must be submitted between 1 May 2026 and 31 May 2026.", "deadline"),
        ("Claims have to be made from 1 May 2026 to 31 May 2026, so please register.", "deadline"),
    ],
)
def test_a_time_in_which_something_was_done_ends_with_no_deadline(text: str, last: str) -> None:
    """Figures of the past read "deadline Dec 2023 removed"."""
    assert [f.role for f in dates.with_roles(text)] == ["other", last]


@pytest.mark.parametrize(
    "moment",
    ["2025-11-03T12:16:06+02:00", "2025-11-03T12:16Z", "2025-11-03T12:16:06.123456"],
)
def test_a_moment_as_machines_print_it_is_that_day(moment: str) -> None:
    """The title of a page that ends with one read as another title each time."""
    (found,) = dates.with_roles(f"Privacy Policy {moment} Acme")
    assert (found.iso, found.end - found.start) == ("2025-11-03", len(moment))


def test_a_moved_date_pairs_old_with_new() -> None:
    """Else a reader sees one date vanish and another appear."""
    found = changed(
        (
            "Effective: June 28, 2025. Last Revised: May 29, 2025.",
            "Effective: Jan 06, 2026. Last Revised: Jan 06, 2026.",
        )
    )
    assert found == [
        DateChange("effective", "2025-06-28", "2026-01-06"),
        DateChange("updated", "2025-05-29", "2026-01-06"),
    ]


def test_a_date_on_another_line_still_pairs() -> None:
    found = changed(("Effective August 1, 2023", ""), ("", "Effective Date: March 13, 2024"))
    assert found == [DateChange("effective", "2023-08-01", "2024-03-13")]


def test_a_new_label_round_the_same_date_is_no_date_change() -> None:
    assert changed(("Last updated: May 20, 2025", "Last updated on: May 20, 2025")) == []
    assert changed(("Updated May 20, 2025", "Effective May 20, 2025")) == []


def test_a_notice_that_comes_and_goes_sets_and_removes_a_date() -> None:
    text = "We are updating our Privacy Policy, effective August 1, 2023."
    assert changed(("", text)) == [DateChange("effective", None, "2023-08-01")]
    assert changed((text, "")) == [DateChange("effective", "2023-08-01", None)]


def test_a_date_that_moved_to_another_line_did_not_change() -> None:
    assert changed(("Last updated May 20, 2025", ""), ("", "Last updated May 20, 2025")) == []


@pytest.mark.hostile
def test_thousands_of_dates_are_all_read() -> None:
    text = " ".join(f"{1 + i % 28} May 20{10 + i % 20}" for i in range(5000))
    assert len(list(dates.find(text, "en"))) == 5000
    assert len(list(dates.find("a" * 50_000, "en"))) == 0
    assert len(changed((text, "a" * 50_000))) <= 5000


def page(text: str, updated: str = "Last updated: June 1, 2025") -> str:
    return f"# Terms\n\n{updated}\n\nThese are the rules that hold for everyone.\n\n{text}\n"


def relative_dates(text: str, updated: str = "Last updated: June 1, 2025") -> list[tuple[str, str]]:
    """Role and value of what a new sentence says by another date."""
    change = compare(page("", updated), page(text, updated), "text/markdown")
    assert not change.dates, "only dates that are written count as such"
    return [(f.role, f.new or "") for f in change.findings if f.rule == "date-after"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "These changes take effect 30 days after the Last Updated date above.",
            ("effective", "2025-07-01"),
        ),
        (
            "They become effective two (2) weeks after the date of last revision.",
            ("effective", "2025-06-15"),
        ),
        ("You may object within 30 days of 1 May 2026.", ("deadline", "2026-05-31")),
        ("Fees apply one month after January 31, 2026.", ("effective", "2026-02-28")),
        (
            "Changes take effect 30 days after the date of posting.",
            ("effective", "30 days after the date of posting"),
        ),
        (
            "Changes become effective ten days after we notify you.",
            ("effective", "ten days after we notify you"),
        ),
        (
            "It takes effect 5 business days after the Last Updated date.",
            ("effective", "5 business days after the Last Updated date"),
        ),
    ],
)
def test_a_date_told_by_another_is_worked_out_where_that_one_is_known(
    text: str, found: tuple[str, str]
) -> None:
    """A person counts the days wrongly; an invented day would be worse."""
    assert relative_dates(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "We delete your data within 30 days of your request.",
        "You may return the goods within 14 days after delivery.",
        "We keep logs for 90 days after you close your account.",
    ],
)
def test_a_span_that_counts_from_what_a_user_does_is_no_date(text: str) -> None:
    assert relative_dates(text) == []


@pytest.mark.parametrize(
    ("text", "on", "iso"),
    [
        ("From 3 November, posts are used for training.", "2025-09-19", "2025-11-03"),
        ("Starting January 15, a fee of 2% applies.", "2025-12-02", "2026-01-15"),
        ("Effective on 1 December, the plan ends.", "2025-12-10", "2025-12-01"),
        (
            "It starts on March 1, 2027 for some, and from April 2 for all.",
            "2025-09-19",
            "2027-04-02",
        ),
        ("Starting June 20, a fee of 2% applies.", "2025-12-20", ""),  # of which year?
        ("From 1 January of each year a new limit applies.", "2025-12-02", ""),
        ("You may from May 2 people on share it.", "2025-12-02", ""),
    ],
)
def test_a_day_without_a_year_takes_the_one_that_is_near(text: str, on: str, iso: str) -> None:
    """ "From 3 November" in a change seen in September is this year's."""
    day = date.fromisoformat(on)
    change = compare(page("", ""), page(text, ""), "text/markdown", on=day)
    assert [d.new for d in change.dates if d.new != "2027-03-01"] == ([iso] if iso else [])


def test_a_day_without_a_year_takes_the_documents_own() -> None:
    """The facts of a stored document are read without a day."""
    text = page("From 3 November, posts are used.", "Last updated: 18 September 2025")
    found = facts(extract(text, "text/markdown"))
    assert ("effective", "2025-11-03") in [(f.role, f.new) for f in found]


def test_british_pages_write_the_day_first() -> None:
    """ "en" is all that most pages declare."""
    text = "# Terms\n\nLast updated {}\n\nThe organisation may authorise a programme.\n"
    change = compare(text.format("03/09/2025"), text.format("05/11/2025"), "text/markdown")
    assert change.dates == (DateChange("updated", "2025-09-03", "2025-11-05"),)


def test_the_label_above_a_date_gives_its_role() -> None:
    """A list of definitions puts the label and its date into two lines."""
    text = "# Terms\n\nEffective date\n\n{}\n\nThese are the rules.\n"
    change = compare(text.format("1 May 2025"), text.format("1 June 2025"), "text/markdown")
    assert change.dates == (DateChange("effective", "2025-05-01", "2025-06-01"),)


@pytest.mark.parametrize("label", ["Effective Date:", "Effective as of", "In force since"])
def test_the_date_of_a_document_moves_to_a_line_of_its_own(label: str) -> None:
    """It would be told as one date that went and another that came."""
    rest = "This policy says what we collect, how we keep it safe and how we use it for you."
    old = f"# Policy\n\n{label} July 1, 2024 {rest}\n\n## Data\n\nWe collect your name.\n"
    new = f"# Policy\n\n{label} May 2, 2025\n\n## Data\n\nWe collect your name.\n\n{rest}\n"
    change = compare(old, new, "text/markdown", on=date(2025, 6, 1))
    assert change.dates == (DateChange("effective", "2024-07-01", "2025-05-02"),)


def test_a_day_that_is_told_twice_is_quoted_from_where_it_stands() -> None:
    """Else the second sentence is taken for the first, which did not change."""
    text = "It takes effect 30 days after posting. It takes effect 30 days after posting."
    reader = dates.Reader(Lists(extract("", "text/plain")))
    first, second = relative(text, reader)
    assert text[first.start : first.end] == text[second.start : second.end] == first.words
    assert second.start > first.end


def test_what_a_document_says_now_has_its_relative_dates() -> None:
    document = extract(page("You may object within 30 days of 1 May 2026."), "text/markdown")
    found = [(f.role, f.new) for f in facts(document) if f.rule == "date-after"]
    assert found == [("deadline", "2026-05-31")]


@pytest.mark.parametrize(
    "text",
    [
        "You may object within 999 months of 1 May 9990.",  # no such year
        "You may object within 30 days of our letter of 1 May 2026.",  # not of that day
    ],
)
def test_a_day_that_cannot_be_known_is_not_made_up(text: str) -> None:
    document = extract(page(text), "text/markdown")
    assert not [f for f in facts(document) if f.rule == "date-after" and f.new[:2] in ("20", "99")]


def test_a_relative_date_beside_other_changed_words_did_not_change() -> None:
    """It is no news that a reader would act on."""
    stays = "You may object within 30 days of 1 May 2026"
    change = compare(
        page(f"{stays}, by post. We share your data."),
        page(f"{stays}, by post. We sell your data."),
        "text/markdown",
    )
    assert not [f for f in change.findings if f.rule == "date-after"]


@pytest.mark.parametrize("text", ["April 31, 2027", "31 April 2027", "31.04.2027", "2027-04-31"])
def test_a_day_that_its_month_does_not_have_is_told_by_the_month(text: str) -> None:
    """A day that no calendar has would be told, and then be missing among the dates to come."""
    change = compare(page(""), page(f"You can opt out until {text}."), "text/markdown")
    assert [(d.role, d.new) for d in change.dates] == [("deadline", "2027-04")]


NOTICE = (
    "<html lang='en'><body><main><h1>Terms</h1><p>Read this page.</p><p>{}</p></main></body></html>"
)


@pytest.mark.parametrize(
    ("old", "new", "rule", "said"),
    [
        (
            "You may use it.",
            "Support for version 2 ends on December 1, 2025.",
            "date-end",
            "ends 1 Dec 2025",
        ),
        (
            "You may use it.",
            "On December 15, 2025, the old editor will be shut down.",
            "date-end",
            "ends 15 Dec 2025",
        ),
        (
            "You may use it.",
            "The interface will no longer be available from December 1, 2025.",
            "date-end",
            "ends 1 Dec 2025",
        ),
        (
            "From 1 December 2025 we share your location with partners.",
            "The sharing of your location with partners is delayed until further notice.",
            "date-postponed",
            "postponed, was 1 Dec 2025",
        ),
        (
            "From 20 October 2025 we train AI on chats.",
            "Training of AI on chats, planned for October, is on hold.",
            "date-postponed",
            "postponed, was 20 Oct 2025",
        ),
        (
            "From 1 December 2025 we read messages to choose ads.",
            "From 20 August 2025 we read messages to choose ads.",
            "date-effective",
            "in effect since 20 Aug 2025, was 1 Dec 2025",
        ),
        (
            "You can object until 30 November 2025.",
            "You can object until 15 August 2025.",
            "date-deadline",
            "deadline over since 15 Aug 2025, was 30 Nov 2025",
        ),
    ],
)
def test_what_a_day_is_the_day_of_is_told(old: str, new: str, rule: str, said: str) -> None:
    """ "Takes effect" for the end of a thing, "removed" for what is only put off and "act by" for a
    day that is over would each be the opposite of what the page says."""
    change = compare(NOTICE.format(old), NOTICE.format(new), on=date(2025, 9, 1))
    assert change.kind is Kind.SUBSTANTIVE
    assert rule in {f.rule for f in change.findings}
    assert said in change.summary


@pytest.mark.parametrize(
    "text",
    [
        "We will change these terms on 1 February 2027.",
        "Starting 1 February 2027 your posts are public.",
        "The new prices will apply from 1 February 2027.",
    ],
)
def test_an_announcement_is_substantive_whenever_it_is_read(text: str) -> None:
    """Whoever compares two files gives no day; what comes is announced all the same."""
    change = compare(NOTICE.format("You may use it."), NOTICE.format(f"You may use it. {text}"))
    assert change.kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("11/02/2021", "November 2, 2021"),
        ("02.11.2021", "2021-11-02"),
    ],
)
def test_a_document_s_own_date_in_other_figures_is_the_same(old: str, new: str) -> None:
    """ "No longer dated" would send a reader looking for what went."""
    text = "# Rules\n\n{}\n\nBe kind to the others.{}\n"
    change = compare(
        text.format(old, f"\n\nLast updated: {old}"), text.format(new, " Always."), "text/markdown"
    )
    assert change.dates == ()


@pytest.mark.parametrize(
    "price",
    [
        "$12 a month from 1 February 2027",
        "$12 per year from February 1, 2027",
        "12 euros each month from 1 February 2027",
    ],
)
def test_a_price_from_a_day_on_is_in_force_from_that_day(price: str) -> None:
    """ "30 days from" counts from a day; "$12 a month from" begins on it."""
    page = "# Terms\n\nThese are the terms.\n\n## Plans\n\nThe Plus plan costs {}.\n"
    found = compare(
        page.format("$10"), page.format(price), media_type="text/markdown", on=date(2026, 11, 28)
    )
    assert [(d.role, d.new) for d in found.dates] == [("effective", "2027-02-01")]


@pytest.mark.parametrize(
    "sentence",
    [
        "You agree (for example with Acme, Inc.) to them from December 3, 2026.",
        "We share data with partners (e.g. Umbrella Corp.) from 3 December 2026.",
        "Wir teilen sie mit Partnern (zum Beispiel der Nord GmbH) ab dem 3. Dezember 2026.",
        "Nous les partageons (par exemple avec Acme S.A.) à partir du 3 décembre 2026.",
    ],
)
def test_an_example_in_brackets_before_a_date_does_not_make_the_date_an_example(
    sentence: str,
) -> None:
    (found,) = dates.with_roles(sentence)
    assert (found.iso, found.role) == ("2026-12-03", "effective")


def test_a_date_within_an_example_in_brackets_is_none_of_ours() -> None:
    (found,) = dates.with_roles("We bill you yearly (for example from December 3, 2026).")
    assert found.role == "other"


@pytest.mark.parametrize(
    ("text", "language", "role"),
    [
        ("2026年11月3日以降、写真を利用します。", "ja", "effective"),
        ("从2026年11月3日开始，我们将使用您的照片。", "zh", "effective"),
        ("2026年11月3日之后，我们会使用您的照片。", "zh", "effective"),
        ("Z dniem 3 listopada 2026 r. zmieniamy regulamin.", "pl", "effective"),
        ("Per 3 november 2026 gebruiken wij foto’s.", "nl", "effective"),
        ("Le prix passera à 6 euros le 10 décembre 2026.", "fr", "effective"),
        ("Der Preis wird am 10. Dezember 2026 erhöht.", "de", "effective"),
        ("El precio será de 6 euros el 10 de diciembre de 2026.", "es", "effective"),
        ("Вы можете возразить до 3 ноября 2026 года.", "ru", "deadline"),
        ("Możesz wnieść sprzeciw do 3 listopada 2026 r.", "pl", "deadline"),
        ("Du kan invända fram till den 3 november 2026.", "sv", "deadline"),
        ("2026년 11월 3일까지 거부할 수 있습니다.", "ko", "deadline"),
    ],
)
def test_the_role_of_a_day_is_read_in_other_languages(text: str, language: str, role: str) -> None:
    """A day to act by would be told as one on which something begins, or not at all."""
    assert [f.role for f in dates.with_roles(text, language)] == [role]


def test_a_day_in_figures_is_the_same_day_in_words() -> None:
    """“03/09” beside “3 September” would be told as a day in March that went."""
    old = "# Guide\n\n03/09/2022\n\nBe fair to sellers.\n\nRevised: September 3, 2022\n"
    new = "# Guide\n\nSeptember 3, 2022\n\nBe fair to sellers. Sellers get a score.\n"
    change = compare(old, new, media_type="text/markdown")
    assert change.dates == ()


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        (
            "ja",
            "この規約は令和8年4月1日から施行します。",
            "この規約は令和9年4月1日から施行します。",
        ),
        (
            "vi",
            "Có hiệu lực từ ngày 01 tháng 07 năm 2026.",
            "Có hiệu lực từ ngày 1 tháng 9 năm 2026.",
        ),
        (
            "ar",
            "تسري هذه الشروط اعتبارًا من ١ يونيو ٢٠٢٦.",
            "تسري هذه الشروط اعتبارًا من ١ سبتمبر ٢٠٢٦.",
        ),
        ("zh", "本辦法自民國115年7月1日起施行。", "本辦法自民國115年9月1日起施行。"),
        ("th", "ข้อกำหนดนี้มีผลตั้งแต่วันที่ 1 ก.ค. 2569", "ข้อกำหนดนี้มีผลตั้งแต่วันที่ 1 ก.ย. 2569"),
        ("hi", "ये शर्तें १ जुलाई २०२६ से प्रभावी हैं।", "ये शर्तें १ सितंबर २०२६ से प्रभावी हैं।"),
    ],
)
def test_a_day_in_force_in_another_calendar_is_told(language: str, old: str, new: str) -> None:
    """Years of an era, digits of another script, words between the numbers, dotted months."""
    first, second = (
        f'<html lang="{language}"><body><main><h1>Acme</h1><p>{text}</p></main></body></html>'
        for text in (old, new)
    )
    change = compare(first, second, on=date(2026, 5, 4))
    assert change.kind == "substantive"
    assert "takes effect 1 " in change.summary


def test_days_of_eras_are_read() -> None:
    """The first year of an era has a sign of its own."""
    assert [f.iso for f in dates.find("令和元年10月1日から平成31年4月まで", "ja")] == [
        "2019-10-01",
        "2019-04",
    ]


@pytest.mark.parametrize(
    "line", ["Prices as of {}", "List of our subprocessors as of {}", "Rates as of {}:"]
)
def test_what_is_listed_as_of_a_day_is_in_effect_since_none(line: str) -> None:
    """ "in effect since 11 May" was told of a list that is of that day."""
    page = "<html lang=en><main><h1>T</h1><p>{}</p><p>A ticket costs 5 euros.</p></main></html>"
    old, new = (page.format(line.format(f"{day} May 2026")) for day in (4, 11))
    assert [d.role for d in compare(old, new).dates] == ["updated"]
    begins = page.format("Effective as of {} May 2026")
    assert [d.role for d in compare(begins.format(4), begins.format(11)).dates] == ["effective"]


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        (
            "fr",
            "Vos messages restent privés.",
            "Vos messages servent à la recherche, sauf si vous vous y opposez avant le 28 septembre"
            " 2026.",
        ),
        (
            "es",
            "Sus mensajes son privados.",
            "Sus mensajes sirven para investigar, salvo que se oponga antes del 28 de septiembre"
            " de 2026.",
        ),
        (
            "it",
            "I messaggi sono privati.",
            "I messaggi servono alla ricerca, salvo che si opponga entro il 28 settembre 2026.",
        ),
    ],
)
def test_a_day_to_object_by_is_a_day_to_act_by(language: str, old: str, new: str) -> None:
    """The line told the way out, and not until when."""
    page = "<html lang={}><main><h1>A</h1><p>{}</p></main></html>"
    change = compare(page.format(language, old), page.format(language, new))
    assert [(d.role, d.new) for d in change.dates] == [("deadline", "2026-09-28")]
