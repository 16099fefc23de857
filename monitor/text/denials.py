"""Words for "not", in all languages that have them. Pure."""

from __future__ import annotations

import re
from functools import cache

from monitor.languages import alternatives


@cache
def denied() -> re.Pattern[str]:
    """Compiled when it is asked for."""
    return re.compile(rf"\b(?:{alternatives('headline', 'not')})\b", re.IGNORECASE)
