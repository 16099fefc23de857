"""What a page says of its visitor, or to one: where they are, whether they are signed in, who would
answer them now, how long they will read. Of the policy it says nothing. Pure.
"""

from __future__ import annotations

import re

from monitor.extract.in_passing import matters
from monitor.languages import alternatives, said
from monitor.text.cues import has_any

LONGEST_DESK = 160  # characters of what a chat window says when nobody sits at it

# Where the visitor stands, as the server takes it: of the page it says nothing.
_VISITOR = re.compile(
    rf"^(?:{alternatives('visitors', 'where')}"
    r"|[\U0001f1e6-\U0001f1ff]{2} ?\S.{0,24} ?[|·/–-] ?"
    rf"(?:{'|'.join(map(re.escape, said('document', 'names')))}))$",
    re.IGNORECASE,
)

# Whether the visitor is known, and as whom.
_SESSION = re.compile(rf"(?:{alternatives('visitors', 'session')}).{{0,90}}", re.IGNORECASE)
# Who answers, how soon, and what to do as long as nobody does.
_DESK = re.compile(alternatives("visitors", "desk"), re.IGNORECASE)
_DESK_CUES = said("visitors", "desk_cues")
_READ = rf"(?:{alternatives('reading', 'time')})"
_NEARLY = rf"(?:{alternatives('reading', 'nearly')}|~|≈)"
_MINUTES = rf"(?:{alternatives('reading', 'minutes')})"
_READING_TIME = re.compile(
    rf"(?:{_READ}\W{{0,4}}(?:{_NEARLY} ?)?\d{{1,3}} ?(?:[-–] ?\d{{1,3}} ?)?{_MINUTES}"
    rf"|(?:{_NEARLY} ?)?\d{{1,3}} ?[-–]? ?min(?:ute)?[ns]?\.? (?:de )?"
    rf"(?:{alternatives('reading', 'behind')})"
    rf"|(?:この記事は)?(?:{_NEARLY})?\d{{1,3}}分で読め(?:ます|る記事です))[.。]?",
    re.IGNORECASE,
)


def of_visitor(text: str) -> bool:
    """Is all of it where the visitor is, or whether they are signed in?"""
    text = text.replace("’", "'")
    if _VISITOR.match(text):
        return True
    return bool(_SESSION.fullmatch(text)) and not matters(text)


def is_desk(text: str) -> bool:
    """Does it tell who would answer in a chat, and how soon?"""
    low = text.casefold().replace("’", "'")
    if not has_any(low, _DESK_CUES) or not _DESK.fullmatch(low):
        return False
    return not matters(low.replace("right now", "now"))  # which is no right


def is_reading_time(text: str) -> bool:
    """Is it how long the page takes to read?"""
    return bool(_READING_TIME.fullmatch(text))
