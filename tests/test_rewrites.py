"""A rewrite of hundreds of sentences: what still stands in other words is not told as removed."""

from __future__ import annotations

import pytest

import monitor

THINGS = ("orders", "parcels", "invoices", "tickets", "reviews", "coupons", "photos", "letters")
DEEDS = ("archived", "numbered", "weighed", "counted", "listed", "sorted", "scanned", "stamped")


def filler(count: int, before: str, after: str) -> list[str]:
    """Sentences of which no two rewrites share more than half of their words."""
    return [
        f"{before} {THINGS[n % 8]} {n} {DEEDS[n // 8 % 8]} {after} {n * 7 + len(before)}."
        for n in range(count)
    ]


def told(old: list[str], new: list[list[str]]) -> monitor.Change:
    """The change of one long paragraph into several."""
    was = "<p>" + " ".join(old) + "</p>"
    now = "".join("<p>" + " ".join(part) + "</p>" for part in new)
    pages = (f"<main><h1>Terms of Service</h1>{text}</main>" for text in (was, now))
    return monitor.compare(*pages)


PROMISES = [
    (
        "You agree that we may use your content, including inputs and outputs, to train, develop,"
        " evaluate and improve our artificial intelligence models.",
        "You agree that we may use your content to train, develop, evaluate and improve our"
        " artificial intelligence models.",
    ),
    (
        "Either party may bring a dispute only before the courts of the customer's own country of"
        " residence, as the law of that country has it.",
        "Either party may bring a dispute only before the courts of the customer's own country of"
        " habitual residence.",
    ),
    (
        "Wir löschen die Aufzeichnungen Ihrer Gespräche spätestens nach dreißig Tagen, auch auf"
        " allen Sicherungskopien.",
        "Wir löschen die Aufzeichnungen Ihrer Gespräche, auch auf allen Sicherungskopien,"
        " spätestens nach dreißig Tagen.",
    ),
]


@pytest.mark.parametrize("count", [90, 230])
@pytest.mark.parametrize(("was", "now"), PROMISES)
def test_a_sentence_that_stands_in_a_late_paragraph_is_not_removed(
    was: str, now: str, count: int
) -> None:
    """Else a company is said to have dropped what it still claims."""
    old = filler(count, "Formerly", "beside shelf")
    new = filler(count, "Hereafter our", "under roof near dock")
    c = told([*old[:5], was, *old[5:]], [new[: count // 2], [*new[count // 2 :], now]])
    removed = [p.old for p in c.points if p.side == "removed" and p.old]
    assert not any(text in was or was in text for text in removed)
    assert f"Removed: “{was[:30]}" not in c.summary


def test_a_sentence_that_is_gone_from_a_rewrite_is_still_told_as_removed() -> None:
    """Pairing with what came must not hide that a promise went."""
    was = "We do not sell the recordings of your conversations to advertisers or to data brokers."
    old, new = filler(90, "Formerly", "beside shelf"), filler(90, "Hereafter our", "near dock")
    c = told([*old[:5], was, *old[5:]], [new[:45], new[45:]])
    assert any(p.side == "removed" and p.old and "data brokers" in p.old for p in c.points)


def test_a_list_run_together_in_one_long_sentence_is_not_told_as_removed_and_added() -> None:
    """Else both points begin with the same words, and nobody sees what differs."""
    rules = "; ".join(
        f"({n}) {verb} the {thing} of another member of the service without asking first"
        for n, (verb, thing) in enumerate((v, t) for v in DEEDS for t in THINGS)
    )
    was = f"You agree that you will not do any of the following: {rules}."
    now = was.replace("(9)", "(9) resell or")
    old, new = filler(9, "Formerly", "beside shelf"), filler(9, "Hereafter our", "near dock")
    c = told([was, *old], [new[:4], [*new[4:], now]])
    ours = [p for p in c.points if "of another member" in f"{p.old}{p.new}"]
    assert [p.side for p in ours] == ["changed"]
    assert "resell or" in (ours[0].new or "")
