"""That something is not trained on is told after what is new, and not in the place of it."""

from __future__ import annotations

import pytest

from monitor import compare

PAGE = (
    "<html lang=en><main><h1>Privacy policy</h1><p>We collect your name and your address to run "
    "the service.</p><h2>Features</h2><p>Features can be switched off.</p>{}</main></html>"
)


def line(*added: str) -> str:
    came = "".join(f"<p>{text}</p>" for text in added)
    return compare(PAGE.format(""), PAGE.format(came)).summary


@pytest.mark.parametrize(
    ("news", "denial"),
    [
        (
            "We now scan the photos in your library to find faces and group them by person.",
            "Face groups are not used to train our AI models.",
        ),
        (
            "We share your shopping history with advertisers who pay us for it.",
            "Advertisers may not receive it for AI training, and we do not train models on it.",
        ),
        (
            "The assistant reads your calendar and your messages to plan your day.",
            "We do not use calendars to train generative AI.",
        ),
    ],
)
def test_what_is_not_trained_on_does_not_stand_before_what_is_new(news: str, denial: str) -> None:
    """ "AI training: “… not …”" began the line and reads like the contrary of what it says."""
    assert not line(news, denial).startswith("AI training: “")


@pytest.mark.parametrize(
    "ban",
    [
        "You may not use the site to train or fine-tune AI models.",
        "Users must not scrape pages to develop machine learning models.",
    ],
)
def test_a_ban_on_training_by_others_keeps_its_place(ban: str) -> None:
    """Of a page that reserves its texts it is the news."""
    told = line("Some of the pages are kept in an archive that opens on Mondays.", ban)
    assert told.startswith("forbids AI training by others")
