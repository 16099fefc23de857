"""The text of a model's answer as a line and its claims, whatever is around the JSON. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from monitor.errors import AnswerError
from monitor.model.reading import Claim

CLAIMS = 20
WORDS = 400  # characters of one claim
_TRIES = 20  # places at which an object may begin
_THOUGHT = re.compile(
    r"<think(?:ing)?>(?:[^<]++|<(?!/?think(?:ing)?>))*+</think(?:ing)?>", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote."""

    line: str
    claims: tuple[Claim, ...]


def content_of(answer: object) -> str:
    """The text in the JSON of /chat/completions. Raises AnswerError."""
    try:
        message: dict[str, Any] = answer["choices"][0]["message"]  # type: ignore[index]
        content = message.get("content")
        refused = bool(message.get("refusal"))
    except (KeyError, IndexError, TypeError, AttributeError):
        raise AnswerError("it answers in another form than /chat/completions") from None
    if refused:
        raise AnswerError("it refused")
    if isinstance(content, list):  # in parts
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        content = "".join(part for part in parts if isinstance(part, str))
    if not isinstance(content, str) or not content.strip():
        raise AnswerError("its answer is empty")
    return content


def parsed(content: str) -> Answer:
    """The first object in the text that has a line and claims. Raises AnswerError."""
    text = _THOUGHT.sub("", content)
    for _, match in zip(range(_TRIES), re.finditer(r"\{", text), strict=False):
        try:
            found, _ = json.JSONDecoder().raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict) and "line" in found:
            return _answer(found)
    raise AnswerError("its answer is not the JSON that was asked for")


def _answer(found: dict[str, Any]) -> Answer:
    line, claims = found["line"], found.get("claims")
    if not isinstance(line, str) or not isinstance(claims, list) or len(claims) > CLAIMS:
        raise AnswerError("its answer does not follow the schema")
    return Answer(line.strip(), tuple(_claim(claim) for claim in claims))


def _claim(found: object) -> Claim:
    if not isinstance(found, dict):
        raise AnswerError("a claim does not follow the schema")
    number, side, words = (found.get(name) for name in ("passage", "side", "words"))
    if not isinstance(number, int) or isinstance(number, bool):
        raise AnswerError("a claim names no passage")
    if side not in ("old", "new") or not isinstance(words, str) or not 0 < len(words) <= WORDS:
        raise AnswerError("a claim does not follow the schema")
    return Claim(number, side, " ".join(words.split()))
