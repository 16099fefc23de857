"""Words for what was named before: "They are kept for 30 days". Pure."""

from __future__ import annotations

from monitor.languages import alternatives

BACK = alternatives("pronouns", "back")  # as alternatives of a pattern
# With those that say nothing as the subject of a sentence, and may begin one that names its own.
SUBJECTS = f"{BACK}|{alternatives('pronouns', 'subject')}"
