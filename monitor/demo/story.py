"""The story in five steps, after what a large network did in autumn 2025. All names are made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# How long each step is watched: its first check, a second look at what is new, the next tick.
DAY = timedelta(hours=9)

WATCHLIST = """\
# Written by `monitor demo`. The pages live only while the demo runs; their history stays here.
settings:
  host_pause: 0s
defaults:
  allow_private: true # the demo's site is on this machine
watches:
  - service: Alderlink
    document: Generative AI FAQ
    url: http://{address}/faq
  - service: Alderlink
    document: User Agreement
    url: http://{address}/terms
notify:
  - name: inbox
    urls:
      - json://{address}/inbox/mail?format=html
      - json://{address}/inbox/chat?format=text
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One day of the story: the site's `number`, what its owner did, what a reader should get."""

    number: int
    at: datetime
    title: str
    site: str
    expect: str


def _at(month: int, day: int) -> datetime:
    return datetime(2025, month, day, 6, 0, tzinfo=UTC)


STEPS = (
    Step(
        1,
        _at(9, 10),
        "The first look",
        "The FAQ names the United States as the only place where data is used for training.",
        "nothing: this is what later versions are compared with",
    ),
    Step(
        2,
        _at(9, 15),
        "A banner with a date",
        "Both pages announce changes that take effect on November 3, 2025.",
        "what is announced, and how many days are left",
    ),
    Step(
        3,
        _at(9, 18),
        "Six more places",
        "EU, EEA, UK, Switzerland, Canada and Hong Kong join; the terms mention AI models.",
        "which places are new, with the sentence that says so",
    ),
    Step(
        4,
        _at(10, 2),
        "The opt-out is reworded",
        "The setting is on by default; what has been used for training stays used.",
        "how to opt out, and what it does not undo",
    ),
    Step(
        5,
        _at(10, 20),
        "Only the frame changes",
        "New menu entries, another cookie banner, other related articles, a new copyright year.",
        "nothing: no word of a policy has changed",
    ),
)
