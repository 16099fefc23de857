"""What pages say instead of their text: blocks, errors, logins, in the languages we read. Pure."""

from __future__ import annotations

import re

from monitor.languages import having, part_of


def compiled(part: str) -> re.Pattern[str]:
    """One pattern for a table of all languages, English first; the name of the group that matched
    begins with the reason.
    """
    phrases = (
        (reason, pattern)
        for code in sorted(having(part), key=lambda code: code != "en")
        for reason, pattern in part_of(code, part).items()
    )
    groups = (
        f"(?P<{reason.replace('-', '_')}__{i}>{pattern})"
        for i, (reason, pattern) in enumerate(phrases)
    )
    return re.compile("|".join(groups), re.IGNORECASE)


BLOCK_PAGE, REQUEST = compiled("block_pages"), compiled("requests")
