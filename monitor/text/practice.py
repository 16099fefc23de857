"""Sentences that only a policy says, however much else about them reads like a page's controls.

"Chat with us is recorded", "Download our app and it reads your contacts": what is done with a
reader's things, or what a reader must or may, is text in whatever box and words it stands. Pure.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.languages import alternatives
from monitor.text.scripts import ASKS

_LONGEST = 400  # characters; nothing but text is longer
_PRACTICE = re.compile(alternatives("practice", "says"), re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_practice(text: str) -> bool:
    """Does it say what is done with a reader's things, or what a reader must or may not?

    What cookie banners say reads the same, and is left to the rules for those.
    """
    if len(text) > _LONGEST or text.endswith(ASKS) or "cookie" in text.casefold():
        return False
    return bool(_PRACTICE.search(text))
