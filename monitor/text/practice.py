"""Sentences that only a policy says, however much else about them reads like a page's controls.

"Chat with us is recorded", "Download our app and it reads your contacts": what is done with a
reader's things, or what a reader must or may, is text in whatever box and words it stands. Pure.
"""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.text.scripts import ASKS

_LONGEST = 400  # characters; nothing but text is longer
# What people hand in on a page itself, and are told about there.
_HANDED_IN = (
    r"(?:feedback|answers?|responses?|ratings?|comments?|votes?|reviews?|submissions?|patience"
    r"|interest|choices?|preferences?|selection)"
)
_DOES = (
    r"(?:sells?|shares?|uses?|keeps?|stores?|collects?|records?|reads?|follows?|tracks?|trains?"
    r"|discloses?|transfers?|scans?|process(?:es)?|retains?|owns?|charges?|analy[sz]es?|deletes?"
    r"|publish(?:es)?|licen[cs]es?|copies|copy|monitors?|profiles?)"
)
_DOING = (
    r"(?:selling|sharing|using|keeping|storing|collecting|recording|reading|tracking|disclosing"
    r"|transferring|scanning|processing|profiling|analy[sz]ing|publishing|copying)"
)
_DONE = (
    r"(?:recorded|kept|sold|shared with|stored|collected|tracked|disclosed|transferred|retained"
    r"|processed|monitored|scanned|deleted|analy[sz]ed|used (?:to|for|in|by)|published|charged)"
)
_PRACTICE = re.compile(
    rf"\b(?:we|it|they|that|which|who|partners?|brokers?|advertisers|models?|third parties) "
    rf"(?:\w+ ){{0,2}}?{_DOES} (?:with \w+ |on |across )?(?:your|you|it|them)\b(?! {_HANDED_IN}\b)"
    rf"|\bwe (?:\w+ ){{0,2}}?{_DOES} (?:[\w-]+ ){{1,4}}?(?:of|from|about) (?:the )?(?:people|users"
    r"|members|customers|visitors|children|minors|residents|readers)\b"
    rf"|(?<!\bresponse )(?<!\bvote )(?<!\banswer )\b(?:is|are|was|were|be|been|being)"
    rf" (?:\w+ly |also |then |not )?{_DONE}\b"
    rf"|^[^:]{{2,40}}: (?:not |never )?(?:sold|shared with|kept|stored|recorded)\b"
    r"|\byou (?:must|may not|can ?not|can['’]t|shall|agree that|lose|pay|waive|let us|are (?:liable"
    r"|responsible))\b"
    r"|\b(?:becomes? (?:ours|our property)|pass(?:es)? to us)\b"
    r"|\btrains? (?:our|its|their) (?:\w+ )?models?\b"
    rf"|\bus (?:to |from )?(?:{_DOES}|{_DOING}) (?:\w+ ){{0,2}}?(?:your|you)\b(?! {_HANDED_IN}\b)"
    r"|\b(?:opt(?:ing)?[- ]out of|object(?:ing)? to|refuse|stop) (?:the |any |all )?(?:sale"
    r"|sharing|processing|profiling|training|use) ?\b"
    rf"|\bwe (?:send|give|pass) your\b(?! {_HANDED_IN}\b)|\bmay be used by\b"
    r"|\bwir (?:ihre?n?|deine?n?) (?:[\w-]+ ){1,3}?(?:verkaufen|teilen|weitergeben|speichern"
    r"|verwenden|nutzen)\b"
    r"|\bwir (?:verkaufen|teilen|nutzen|verwenden|speichern|erheben|sammeln|übermitteln|verarbeiten"
    r"|lesen) (?:ihre?n?|deine?n?|sie|dich)\b|\b(?:wird|werden) (?:[\w-]+ ){0,6}?(?:gespeichert"
    r"|verkauft|aufgezeichnet|weitergegeben|übermittelt|verarbeitet|erhoben|genutzt)\b"
    r"|\b(?:nous|on) (?:vendons|partageons|utilisons|conservons|collectons|enregistrons"
    r"|lisons) vos\b"
    r"|\b(?:est|sont|serons?|seront) (?:vendue?s?|partagée?s?|enregistrée?s?|conservée?s?"
    r"|transmise?s?|collectée?s?)\b|\b(?:vendemos|compartimos|usamos|utilizamos|conservamos|recopilamos|leemos"
    r"|compartilhamos|coletamos|armazenamos) (?:sus?|tus?|seus?|suas?|os seus|as suas)\b"
    r"|\b(?:vendiamo|condividiamo|usiamo|utilizziamo|conserviamo|raccogliamo) (?:i|le|la|il) "
    r"(?:tuoi|tue|tua|tuo|suoi|sue|vostri|vostre)\b|\bwij? (?:verkopen|delen|gebruiken|bewaren"
    r"|verzamelen) (?:uw|je|jouw)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def is_practice(text: str) -> bool:
    """Does it say what is done with a reader's things, or what a reader must or may not?

    What cookie banners say reads the same, and is left to the rules for those.
    """
    if len(text) > _LONGEST or text.endswith(ASKS) or "cookie" in text.casefold():
        return False
    return bool(_PRACTICE.search(text))
