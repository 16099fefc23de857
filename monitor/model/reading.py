"""The optional second reader: which server, and what it made of a change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

READER_TIMEOUT = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class ReaderServer:
    """An OpenAI-compatible server of the operator's choice. `url` ends before /chat/completions."""

    url: str
    model: str
    key: str = field(default="", repr=False)  # a secret
    timeout: float = READER_TIMEOUT  # seconds that an alert waits for its line


@dataclass(frozen=True, slots=True)
class Claim:
    """Words of the line, and the passage that they rest on: its number, from 1, and the side."""

    passage: int
    side: str  # "old" or "new"
    words: str

    def to_dict(self) -> dict[str, Any]:
        """Plain types for JSON."""
        return {"passage": self.passage, "side": self.side, "words": self.words}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a model answered on a change. `line` is "" where it was not taken: `problem` says why.

    The claims name passages by number: the change's points in their order.
    """

    model: str
    at: datetime
    line: str = ""
    claims: tuple[Claim, ...] = ()
    problem: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain types for JSON."""
        return {
            "model": self.model,
            "at": self.at.isoformat(),
            "line": self.line,
            "claims": [claim.to_dict() for claim in self.claims],
            "problem": self.problem,
        }
