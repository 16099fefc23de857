"""What a reader with the token says of a change, from a form. Pure."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from urllib.parse import parse_qs

from monitor.model.records import FALSE_ALARM, NOTE, SEEN
from monitor.text.safe import clean

KINDS = (NOTE, SEEN, FALSE_ALARM)
LEAST_TOKEN = 16  # characters; shorter ones can be guessed
MOST_BYTES = 20_000  # of a form
_MOST = {"kind": 20, "text": 4_000, "by": 80, "token": 400}  # characters


@dataclass(frozen=True, slots=True)
class Said:
    """A filled form; `problem` is why it cannot be taken, "" where it can."""

    kind: str = NOTE
    text: str = ""
    by: str = ""
    problem: str = ""
    refused: bool = False  # for its token


def read(form: bytes, token: str) -> Said:
    """The form as it was sent, urlencoded, held against the token that opens."""
    fields = parse_qs(form.decode("utf-8", "replace"), max_num_fields=10)
    given = {name: fields.get(name, [""])[0][:most] for name, most in _MOST.items()}
    kind = given["kind"] if given["kind"] in KINDS else NOTE
    text, by = clean(given["text"]).strip(), clean(given["by"]).strip()
    said = Said(kind, text, by)
    if not hmac.compare_digest(given["token"].encode(), token.encode()):
        return Said(kind, text, by, "That is not the token: nothing was written.", refused=True)
    if not by:
        return Said(kind, text, by, "Say who you are: nothing was written.")
    if kind == NOTE and not text:
        return Said(kind, text, by, "A note needs words: nothing was written.")
    return said
