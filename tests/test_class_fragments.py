"""A change is filed by what its pieces say, each by itself, and every class shows its words."""

from __future__ import annotations

from monitor.api import compare
from monitor.classify.changed_passages import Passage, passages
from monitor.classify.contacts import one_sided
from monitor.classify.fragments import fragments
from monitor.diff import diff
from monitor.extract import extract

CARD = "We keep the number of your card for ninety days after a purchase."
OLD = f"# Policy\n\n## Payment\n\n{CARD}\n\n## Your choices\n\nYou can write to us.\n"


def pieces(old: str, new: str) -> list[tuple[str, ...]]:
    """The section of every piece of a change."""
    found = diff(extract(old, "text/markdown"), extract(new, "text/markdown"))
    return [f[0].path[-1:] for f in fragments(passages(found))]


def test_what_changed_below_different_headings_is_told_apart() -> None:
    new = OLD.replace("ninety", "thirty").replace("write to us", "opt out in your settings")
    assert pieces(OLD, new) == [("Payment",), ("Your choices",)]


def test_a_piece_that_only_respells_or_dates_is_passed_over() -> None:
    old = OLD + "\n## Security\n\nVersion 3 of May 2024: Personal Data is encrypted.\n"
    new = old.replace("3 of May 2024: Personal Data", "4 of June 2025: personal data")
    assert pieces(old, new.replace("ninety", "thirty")) == [("Payment",)]
    assert pieces(old, new) == [("Security",)], "unless there is nothing else"


def test_passages_of_one_section_stay_together() -> None:
    section = ("Policy", "Payment")
    one = Passage(section, "", "Refunds end.", (), ((0, 12),))
    two = Passage(section, "", "Fees rise.", (), ((0, 10),))
    assert fragments((one, two)) == ((one, two),)


def test_every_class_is_told_with_changed_words_that_speak_for_it() -> None:
    """A class without a quote would ask to be believed."""
    new = OLD.replace("You can write to us.", "You can opt out of cookies in your settings.")
    change = compare(OLD, new, "text/markdown")
    assert "choice" in change.classes
    for cls in change.classes:
        findings = [f for f in change.findings if f.cls == cls]
        assert any(f.quote and f.words for f in findings), cls


def test_words_that_stayed_do_not_make_a_class() -> None:
    new = OLD.replace("your card", "your loyalty badge")
    assert "choice" not in compare(OLD, new, "text/markdown").classes


def test_a_company_that_moved_has_another_address_to_write_to() -> None:
    old = OLD.replace("write to us", "write to us at Birkenweg 12, 20354 Hamburg")
    change = compare(old, old.replace("Birkenweg 12, 20354", "Am Hafen 3, 20457"), "text/markdown")
    assert "contact-entity" in change.classes
    [finding] = [f for f in change.findings if f.cls == "contact-entity"]
    assert "20457" in finding.quote
    assert "20457" in finding.words[0]


def test_an_editorial_change_of_an_email_address_is_told_as_one() -> None:
    old = OLD.replace("write to us", "write to help@example.com")
    change = compare(old, old.replace("help@", "care@"), "text/markdown")
    assert (change.kind, change.classes) == ("editorial", ("contact-entity",))


def test_a_list_of_subprocessors_is_about_sharing_whatever_its_rows_say() -> None:
    old = "# Terms\n\nWe use others.\n\n## Sub-processors\n\n- Cloudy, hosting\n- Wing, mail\n"
    change = compare(old, old + "- Yonder, fraud and abuse detection\n", "text/markdown")
    assert "data-sharing" in change.classes


def test_a_change_of_a_cookie_policy_is_about_tracking() -> None:
    old = "# Cookie Policy\n\nThis is what we do.\n\n| Name | Domain |\n| a | shop.example |\n"
    change = compare(old, old.replace("shop.ex", "shop.example, pay.ex"), "text/markdown")
    assert "tracking" in change.classes


def test_days_and_numbers_are_no_addresses() -> None:
    passage = Passage((), "", "Since May 12, 2025 we kept 20457 items.", (), ((0, 39),))
    assert one_sided((passage,)) == ()


def test_a_product_that_joins_a_list_beside_words_on_ai_is_no_training() -> None:
    old = OLD + "\n## Information we collect\n\n- Photos and Gemini, your AI assistant\n"
    new = old.replace("Photos and", "Photos, Calendar and")
    change = compare(old, new, "text/markdown")
    assert change.classes
    assert "ai-training" not in change.classes
    assert all(f.words for f in change.findings if f.fact == "class")


def test_an_age_is_told_once_and_also_where_nobody_says_or_older() -> None:
    new = OLD.replace(
        "You can write", "You must be 18 or older; under 18 you may not. You can write"
    )
    assert "minors: age 18 ·" in f"{compare(OLD, new, 'text/markdown').summary} ·"
    new = OLD.replace("You can write", "Users must be 16. You can write")
    assert "minors: age 16" in compare(OLD, new, "text/markdown").summary
