"""What a change that matters is filed under: a route by class hears of it, or of nothing."""

import pytest

from monitor.api import compare
from monitor.classify.class_model import learned_classes
from monitor.classify.heading_model import about, chances, model, values
from monitor.classify.lexicon import words
from monitor.classify.topics import terms
from monitor.model import Kind
from monitor.text.training import trains

TERMS = (
    "# Terms of Service\n\n## Using the service\n\nYou can use the service at home and at work.\n"
)
LONG = "".join(
    f"The shop sends parcel number {n} by van on the following day.\n\n" for n in range(90)
)


def names(text: str) -> list[str]:
    """A text as the model counts it."""
    return terms(words(text))


@pytest.mark.parametrize(
    ("cls", "text"),
    [
        ("retention", "We keep your records for as long as your account exists, then erase them."),
        ("minors", "Children under 13 may not create an account without a parent's consent."),
        ("dispute-resolution", "Any claim is settled by binding arbitration under Delaware law."),
        ("payment", "Subscription fees are billed in advance and are not refunded."),
        ("liability", "To the maximum extent permitted by law we disclaim implied warranties."),
        ("security", "Passwords are stored encrypted and access is limited to staff who need it."),
    ],
)
def test_a_sentence_is_about_what_policies_put_it_under(cls: str, text: str) -> None:
    """Else a change without one of our phrases is filed nowhere."""
    likely = dict(zip(model().classes, chances(names(text)), strict=True))
    assert cls in sorted(likely, key=lambda c: -likely[c])[:2]


def test_the_table_knows_every_class_and_no_other() -> None:
    """A class that is renamed would silently lose its weights."""
    assert tuple(model().classes) == learned_classes()
    assert all(len(numbers) == 1 + len(learned_classes()) for numbers in model().terms.values())


def test_a_text_without_known_words_is_about_nothing() -> None:
    """The model must not stumble over an empty text or another script."""
    assert values(names("ὦ ξεῖν"), {}) == {}
    assert max(chances([])) < 0.5
    assert max(about(()).sentences.values(), default=0.0) == 0.0


def test_what_matters_in_the_middle_of_a_long_change_is_filed() -> None:
    """Only the first and last screen were read: a route for the class heard nothing."""
    added = LONG + "Any claim is settled by binding arbitration under Delaware law.\n\n" + LONG
    change = compare(TERMS, TERMS + "\n## More\n\n" + added, "text/markdown")
    assert change.kind is Kind.SUBSTANTIVE
    assert "dispute-resolution" in change.classes


def test_a_new_last_updated_line_reaches_no_route_for_days_to_come() -> None:
    """Whoever asks for deadlines is not told that a document was saved again."""
    old = TERMS + "\nLast updated: 1 May 2025\n"
    change = compare(old, old.replace("1 May", "2 June"), "text/markdown")
    assert change.kind is Kind.EDITORIAL
    assert "effective-date" not in change.classes
    assert [d.role for d in change.dates] == ["updated"]


def test_training_in_passing_is_filed_under_training_beside_all_else_that_changed() -> None:
    """It is what most people route by, and too rare in the labels for weights alone to keep it."""
    more = "".join(
        f"If you save place {n} in your account, it helps you get directions there.\n\n"
        for n in range(12)
    )
    told = (
        "Acme Ireland Limited is the data controller responsible for processing information to "
        "train Acme's AI models for services it provides in the European Economic Area.\n\n"
    )
    change = compare(
        TERMS, f"{TERMS}\n## Location\n\n{more}## Controller\n\n{told}", "text/markdown"
    )
    assert "ai-training" in change.classes


@pytest.mark.parametrize(
    "beside",
    [
        "Your plan can be cancelled at any time, and you get a refund of what you paid.",
        "An account that breaks the rules is suspended until further notice.",
        "Frozen goods are delivered in boxes that must not be left in the sun.",
    ],
)
def test_a_day_that_went_is_not_put_off_by_what_a_paragraph_beside_it_cancels(beside: str) -> None:
    """ "Postponed" is news, and untrue where a page only drops the day on which it took effect."""
    old = f"{TERMS}\nEffective as of August 8, 2025, unless you are new.\n\n{beside} Rules apply.\n"
    new = f"{TERMS}\nLast update: August 3, 2026.\n\n{beside} Rules and prices apply.\n"
    assert "postponed" not in compare(old, new, "text/markdown").summary


@pytest.mark.parametrize(
    "louder",
    [
        "We sell your precise location to advertisers and data brokers without asking you.",
        "You agree to binding arbitration and waive your right to a class action.",
        "We keep your messages and photos for ten years after you close your account.",
    ],
)
def test_ai_training_is_told_in_its_own_words_beside_another_point(louder: str) -> None:
    """ "AI training · Added: “We keep …”" says that the words behind it are about training."""
    trained = "Acme Ireland is the controller for processing data to train our AI models."
    added = f"\n## News\n\n{louder}\n\n## Controller\n\n{trained}\n"
    summary = compare(TERMS, TERMS + added, "text/markdown").summary
    assert "AI training · Added: “Acme" in summary or "AI training · Added" not in summary
    assert "AI models" in summary or "AI training" not in summary


@pytest.mark.parametrize(
    ("lead", "said"),
    [
        (
            "We keep your messages, your photos and the list of those whom you follow, your "
            "searches and all that you buy in our shop for as long as you have an account, and ",
            "train our AI models on them",
        ),
        ("", "We do not use your messages to train our AI models, except where you ask us to"),
        (
            "Whoever writes a review does not grant us any licence, be it to show it, to translate "
            "it, to shorten it, to quote it in our own advertising wherever we like, or to ",
            "fine-tune language models on it",
        ),
    ],
)
def test_training_is_told_wherever_in_a_rewritten_page_it_came(lead: str, said: str) -> None:
    """It is what this product is for: behind forty other news nobody would read of it."""
    page = "# Terms\n\nThese are the terms of Acme.\n\n## Money\n\n{}\n\n## Content\n\n{}\n"
    news = "\n\n".join(
        f"From order {n} on we may raise the price of delivery by {n + 1} percent without notice, "
        f"and you waive every claim for damages that exceed {n + 2} euros."
        for n in range(8)
    )
    old, new = page.format("You pay.", "Post."), page.format(news, f"Post. {lead}{said}.")
    change = compare(old, new, "text/markdown")
    first, second, *_ = change.summary.split(" · ")
    if "not" in f"{lead}{said}":  # comes after what is new, and is not told as its contrary
        assert trains(second)
        assert "not" in second
    else:
        assert first == "AI training on messages, photos" or (trains(first) and said in first)


@pytest.mark.parametrize(
    "ban",
    [
        "use the service to train a model of your own",
        "copy our answers in order to fine-tune another assistant",
        "collect pages of other members to develop artificial intelligence",
    ],
)
def test_what_users_must_not_train_is_not_announced_as_training(ban: str) -> None:
    """ "AI training · …" above a ban on scraping reads as if the platform began to train."""
    page = (
        "# Rules\n\nThese are the rules of Acme.\n\n## Conduct\n\nYou must not:\n\n- send spam{}\n"
    )
    change = compare(page.format(""), page.format(f"\n- {ban}"), "text/markdown")
    assert ban in change.summary
    assert "AI training" not in change.summary


@pytest.mark.parametrize(
    "more",
    [
        "It does not affect training that has already taken place.",
        "What we trained on before stays in our models.",
        "Opting out has no effect on AI models that were trained earlier.",
    ],
)
def test_what_facts_tell_of_training_is_not_quoted_beside_them(more: str) -> None:
    """ "AI training: “It does not affect training …” · not retroactive" says one thing twice."""
    page = "# Generative AI\n\nWe use posts to train our AI models.\n\n## Can I opt out?\n\n{}\n"
    old = page.format("Yes. Go to Settings › Privacy and switch it off.")
    new = page.format(f"Yes. The setting is on by default. Go to Settings › Privacy. {more}")
    line = compare(old, new, "text/markdown").summary
    assert line.startswith(("AI training · on by default · ", "on by default · "))
    assert line.count(more[:20]) + line.count("retroactive") == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Lights go out at ten.", "Lights go out at eleven."),
        ("The piano is tuned by Ms Weber.", "The piano is tuned by nobody."),
        ("Half of our eggs are from free hens.", "All of our eggs are from free hens."),
    ],
)
def test_a_change_on_no_known_subject_is_filed_under_other(old: str, new: str) -> None:
    """A class by chance of one in ten sends it to whoever asked for another subject."""
    page = "# Our pledge\n\nWelcome to the page of our club.\n\n{}\n\nThe bell rings at noon.\n"
    change = compare(page.format(old), page.format(new), "text/markdown")
    assert (change.kind, change.classes) == (Kind.SUBSTANTIVE, ("other",))
