"""Words for what was named before: "They are kept for 30 days". Pure."""

from __future__ import annotations

import re
from functools import cache

from monitor.languages import alternatives

BACK = alternatives("pronouns", "back")  # as alternatives of a pattern
# With those that say nothing as the subject of a sentence, and may begin one that names its own.
SUBJECTS = f"{BACK}|{alternatives('pronouns', 'subject')}"


def hangs(sentence: str) -> bool:
    """Does it say nothing without the one before it: "In the UK, this starts on 1 May", "We do not
    use your messages for this"?
    """
    return bool(_hanging().search(sentence))


@cache
def _hanging() -> re.Pattern[str]:
    """Compiled when it is asked for."""
    begins, purpose = (alternatives("pronouns", key) for key in ("begins", "purpose"))
    where = rf"(?!(?:{alternatives('clauses', 'condition')})\b)[^,.;]{{1,60}}, "
    return re.compile(rf"^\W*(?:{where})?(?:{begins})\b|\b(?:{purpose})(?!\w)", re.IGNORECASE)
