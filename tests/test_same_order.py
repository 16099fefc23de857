"""Text that is only cut into blocks otherwise is no change that matters."""

import pytest

from monitor.api import compare
from monitor.model import Kind

PAGE = (
    "# Privacy\n\n## Part A\n\nIf you want to use a right that the law gives you, please {}\n\n"
    "## Part B\n\nIf you have questions about the security of your data, you can {}\n\n"
    "## Part C\n\nIf a child has given us personal data, please {}\n\n"
    "## Part D\n\nWe answer letters about this policy within a month.\n"
)


@pytest.mark.parametrize("link", ["opt out", "withdraw your consent", "request deletion"])
def test_a_link_on_a_line_of_its_own_is_still_part_of_its_sentence(link: str) -> None:
    """The line said that people can do now what they always could."""
    apart, within = f"[](#to)\n\n[{link}](#to)\n\n.", f"[{link}](#to)."
    old, new = (PAGE.format(*[text] * 3) for text in (apart, within))
    for a, b in ((old, new), (new, old)):
        assert compare(a, b, "text/markdown").kind is not Kind.SUBSTANTIVE


def test_text_that_comes_to_stand_below_another_heading_is_not_only_cut_otherwise() -> None:
    """The same words in another order say something else."""
    old = "# Data\n\n## Never shared\n\n- Your address\n- Your name\n\n## Shared\n\n- Your age\n"
    new = "# Data\n\n## Never shared\n\n- Your name\n\n## Shared\n\n- Your address\n- Your age\n"
    assert compare(old, new, "text/markdown").kind is Kind.SUBSTANTIVE


def test_a_sign_that_turns_is_not_only_cut_otherwise() -> None:
    """A cross that became a tick is no arrangement."""
    old = "# Data\n\n| Data | Sold |\n|---|---|\n| Location | ✗ |\n| Name | ✗ |\n"
    change = compare(old, old.replace("Location | ✗", "Location | ✓"), "text/markdown")
    assert change.kind is Kind.SUBSTANTIVE
