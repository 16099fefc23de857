"""What stands below "You may not:" is read with it, also in a contract's numbered paragraphs."""

from __future__ import annotations

import pytest

from monitor.api import compare
from monitor.classify.list_leads import SHOWN, denies, shown

LONG = (
    "Besides what else these terms say on the use of the service, the Customer will not, and will"
    " not let its users or anybody else, do any of the following"
)


@pytest.mark.parametrize(
    "lead",
    ["You may not:", "You agree never to", f"{LONG}:", "Sie dürfen nicht:", "Vous ne devez pas :"],
)
def test_a_line_that_denies_its_list_is_known(lead: str) -> None:
    assert denies(lead)


@pytest.mark.parametrize(
    "lead",
    [
        "If you do not agree to these terms, we may:",
        "We do not pass it on, except to:",
        "We use what you write to:",
        "We do not sell it. We share it with:",
    ],
)
def test_a_line_with_a_not_that_is_of_something_else_denies_nothing(lead: str) -> None:
    """Read as a denial it would hide who gets the data, or that AI is trained on it."""
    assert not denies(lead)


def test_a_long_line_is_told_from_where_it_denies() -> None:
    """Cut anywhere else it could lose its "not"."""
    assert shown(f"{LONG}:").startswith("… the Customer will not, and will not let")
    assert len(shown(f"{LONG}:")) <= SHOWN + 2
    assert not shown(f"We never do what {'you or others ' * 12}have asked for:")


@pytest.mark.parametrize(
    ("first", "second"),
    [("19.3.1", "19.3.2"), ("(a)", "(b)"), ("1)", "2)")],
)
def test_training_among_what_customers_must_not_do_is_not_told_as_done(
    first: str, second: str
) -> None:
    """ "AI training: “use the output to train models”" of a list below "will not" is untrue."""
    page = f"# Terms\n\nThey apply to you.\n\n{LONG}:\n\n{first} sell the output to others;\n\n{{}}"
    banned = f"{second} use the output and the data of others to train our or other AI models;\n\n"
    change = compare(page.format(""), page.format(banned), "text/markdown")
    assert "AI training" not in change.summary
    assert "Customer will not" in change.points[0].text
    assert "used for training" not in [f.new for f in change.findings]


def test_a_numbered_paragraph_behind_the_list_is_no_item_of_it() -> None:
    """ "Under “You may not”: “19.4 We keep …”" would turn what we do into what nobody may."""
    page = "# Terms\n\nYou may not:\n\n19.3.1 sell it;\n\n19.3.2 copy it.\n\n19.4 {} your name.\n"
    change = compare(page.format("We keep"), page.format("We publish"), "text/markdown")
    assert "You may not" not in change.summary
