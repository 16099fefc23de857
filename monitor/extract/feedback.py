"""What asks a visitor how the page was, in more words than a button has. Pure."""

from __future__ import annotations

import re

from monitor.text.cues import has_any

_FEEDBACK = re.compile(
    r"\b(?:was|is|did|were) (?:this|the) (?:\S+ ){0,3}(?:helpful|useful|answer your question"
    r"|help you)\b"
    r"|(?:did you find (?:this|it|what)|how (?:can|could) we improve|rate this"
    r"|how would you rate|help us improve)\b"
    r"|(?:^|[.!?] )(?:please )?(?:tell us (?:what you think|how we (?:did|are doing))"
    r"|(?:take|fill in|complete) (?:our|the|a) (?:\S+ ){0,2}(?:survey|questionnaire))\b"
    r"|^(?:do you have|got) (?:a|one|two|five|\d) (?:minutes?|moment)\b.{0,80}$"
    r"|^how (?:satisfied|happy|useful|easy|clear|likely) (?:are you|is|was|were)\b.{0,60}"
    r"\b(?:page|article|site|website|content|visit|experience|document|recommend)\b.{0,40}\?$"
    r"|^(?:very|somewhat|extremely|not(?: at all)?|neutral or) (?:dis|un)?(?:satisfied|likely)$"
    r"|^(?:wie zufrieden (?:sind|waren) sie|quel est votre (?:niveau|degré) de satisfaction)\b.*\?$"
    r"|^helpful\?? (?:👍|👎|\d|yes|no|[ (),·|])+$|^(?:donnez|laissez)-nous votre avis\b"
    r"|^(?:thanks|thank you)(?: so much| very much| a lot)?[!.,]? .{0,40}\b(?:feedback|note|vote"
    r"|rating|answer|opinion|response)\b.{0,60}$|^(?:anything|something|what(?:['’]s| is))"
    r" (?:unclear|missing|wrong|confusing)\b.{0,40}\?$|^(?:vielen )?dank für (?:ihr|dein)e?n?"
    r" (?:feedback|rückmeldung|bewertung|antwort)\b.{0,60}$"
    r"|^merci (?:pour|de) votre (?:avis|retour|réponse)\b.{0,60}$"
    r"|^gracias por (?:su|tu) (?:opinión|respuesta|valoración)\b.{0,60}$"
    r"|\brépondez à (?:notre|l[ae']) ?enquête\b|^wie gefällt (?:ihnen|dir) (?:unsere|diese)"
    r" (?:neue )?(?:seite|website)\b"
    r"|\bfound this (?:\S+ )?helpful\b|\bout of \d+ found this\b"
    r"|(?:vous a-t-(?:il|elle) été utile|war (?:das|dies|dieser|diese|dieses) .{0,20}hilfreich"
    r"|(?:fue|ha sido|resultó|resultado) útil|foi útil|è stat[oa] utile|nuttig\?)",
    re.IGNORECASE,
)
# One of these is in whatever it finds; to look for them is far cheaper. A test holds that.
_FEEDBACK_CUES = (
    *("helpful", "help you", "useful", "answer your", "did you find", "improve", "rate this"),
    *("you rate", "tell us", "survey", "questionnaire", "minute", "moment", "satisf", "likely"),
    *("how happy", "how easy", "how clear", "out of ", "zufrieden", "-nous votre avis", "enquête"),
    *("thank", "unclear", "missing", "wrong", "confusing", "dank für", "merci ", "gracias por"),
    *("wie gefällt", "utile", "hilfreich", "útil", "nuttig?"),
)


def asks_for_feedback(text: str, low: str) -> bool:
    """Does a text ask for it? `low`: the text, case-folded."""
    return has_any(low, _FEEDBACK_CUES) and bool(_FEEDBACK.search(text))
