"""What asks a visitor how the page was, in more words than a button has. Pure."""

from __future__ import annotations

import re

from monitor.languages import alternatives, said
from monitor.text.cues import has_any

_FEEDBACK = re.compile(alternatives("interface", "feedback"), re.IGNORECASE)
# One of these is in whatever it finds; to look for them is far cheaper. A test holds that.
_FEEDBACK_CUES = said("interface", "feedback_cues")


def asks_for_feedback(text: str, low: str) -> bool:
    """Does a text ask for it? `low`: the text, case-folded."""
    return has_any(low, _FEEDBACK_CUES) and bool(_FEEDBACK.search(text))
