"""What facts tell in the line: "retention 30 days → 90 days (messages)", "on by default"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from monitor.languages import alternatives
from monitor.model.change import Finding
from monitor.text.place_names import as_said, listed
from monitor.text.safe import begun

DELETED = "fact-retention-deleted"  # the rule of a period after which something is deleted
OF = 40  # characters of what a period is of
PATH = 50  # characters of the way to a switch
NOTICE = {"payment": "price changes", "termination": "termination", "policy-change": "changes"}
SOME_WAY, NO_WAY = "possible", "not possible"  # of an opt-out
USED, NOT_USED = "used for training", "not used for training"
SAYS_NOT = "says “not used for AI training”"

# Numbers that may be an age, and are no day or period.
_AGES = re.compile(
    r"\b(?:1[0-9]|2[01])\b"
    r"(?!\.? ?(?:days?|hours?|weeks?|months?|minutes?|%"
    r"|(?:de )?[^\W\d]+\.?,? (?:de )?(?:19|20)\d\d))"
)


def _training(findings: Iterable[Finding]) -> str:
    """Which way it goes, where the text says so: "now used for AI training".

    A sentence may speak of some data only: unless one replaced its opposite, it is quoted.
    """
    stated = [f for f in findings if f.cls == "ai-training" and f.fact == "class"]
    turned = {f.new for f in stated if f.old and f.new and NOT_USED in (f.old, f.new)}
    came, went = {f.new for f in stated if f.new}, {f.old for f in stated if f.old and not f.new}
    if turned == {USED}:
        return "now used for AI training"
    if turned == {NOT_USED}:
        return "no longer used for AI training"
    if came == {NOT_USED}:
        return SAYS_NOT
    if USED in came:
        data = [f.new for f in findings if (f.cls, f.fact) == ("ai-training", "data") and f.new]
        return f"AI training on {', '.join(dict.fromkeys(data[:3]))}" if data else ""
    if not came and went in ({USED}, {NOT_USED}):
        return f"no longer says “{'not ' if NOT_USED in went else ''}used for AI training”"
    return ""


def _age(findings: Iterable[Finding]) -> str:
    """ "under 18" beside "18" says it twice; an age that is new for one place is none elsewhere.
    Of two in one sentence that sentence alone says where which holds.
    """
    told = tuple(findings)
    found = [f for f in told if f.fact == "age" and f.new and (f.old or len(_ages(f.quote)) < 2)]
    ages = {f.new for f in found}
    said = [f for f in found if str(f.new).removeprefix("under ") not in ages - {f.new}]
    text = _from_to(said, "age", "age", "minors: age")
    if len(said) != 1 or said[0].old:
        return text
    here = (f for f in told if f.fact == "place" and f.quote == said[0].quote)
    places = [place for f in here if f.new for place in as_said(f.new, f.quote)]
    return f"{text} in {listed(places)}" if places else text


def _ages(sentence: str) -> set[str]:
    return set(_AGES.findall(sentence))


def _retention(findings: Iterable[Finding]) -> str:
    """ "retention 30 days → 90 days", else "kept 30 days", or "deleted after 12 months" as the page
    says of what nobody uses; long conditions stay in the body.
    """
    short = [f for f in findings if f.fact == "retention" and _SHORT.fullmatch(f.new or "")]
    alone = [f for f in short if not f.old]
    deleted = alone == short and all(f.rule == DELETED for f in alone)
    told = _from_to(short, "retention", "retention", "deleted after" if deleted else "kept")
    if deleted and any(_within().search(f.quote) for f in alone):
        told = told.replace("deleted after", "deleted within")
    return told.replace("deleted after within", "deleted within").replace(
        "kept within", "deleted within"
    )


@cache
def _within() -> re.Pattern[str]:
    """A limit behind the period, in scripts that have it there."""
    return re.compile(rf"\d ?\S{{1,3}} ?(?:{alternatives('periods', 'within')})")


def _from_to(findings: Iterable[Finding], fact: str, turned: str, stated: str) -> str:
    """How the values of a fact went: "age 13 → 16" where both are known, else "minors: age 16"."""
    found = [f for f in findings if f.fact == fact and f.new]
    pairs = list(dict.fromkeys(f"{turned} {f.old} → {f.new}{_of(f)}" for f in found if f.old))
    alone = list(dict.fromkeys(f.new for f in found if f.new and not f.old))
    texts = pairs[:2] or ([f"{stated} {', '.join(alone[:2])}"] if alone else [])
    return ", ".join(texts)


def _of(f: Finding) -> str:
    """Of what: "retention 1 year → 2 years (call recordings)"."""
    of = ""
    if f.fact == "retention":
        from monitor.headline.of_what import scope  # its patterns take long, and few need them

        of = scope(f)
    return f" ({of})" if 0 < len(of) <= OF else ""


def _recipients(findings: Iterable[Finding]) -> str:
    """Who gets data now: "data sharing with advertisers"."""
    found = [f for f in findings if f.fact == "recipient" and f.new and not f.old]
    names = [f.new for f in found if f.new and not f.new.startswith("not sold")]
    return "data sharing with " + ", ".join(list(dict.fromkeys(names))[:3]) if names else ""


def _data(findings: Iterable[Finding]) -> str:
    """Data that the page did not name before: "new data: biometric data"."""
    new = [f.new for f in findings if (f.cls, f.side) == ("data-use", "added") and f.fact == "data"]
    return f"new data: {', '.join(dict.fromkeys(filter(None, new[:3])))}" if new else ""


def _basis(findings: Iterable[Finding]) -> str:
    """Only a change from one to another: a basis alone says little."""
    pairs = [f for f in findings if f.fact == "basis" and f.old and f.new]
    return f"legal basis {pairs[0].old} → {pairs[0].new}" if pairs else ""


def beside_classes(findings: Iterable[Finding]) -> list[str]:
    """The facts worth a place in the line beside the classes: opt-outs and defaults first."""
    found = [(f, text) for f in findings if f.fact in SAID and (text := SAID[f.fact](f))]
    order = list(SAID)
    ranked = sorted(found, key=lambda pair: (pair[0].new is None, order.index(pair[0].fact)))
    texts = list(dict.fromkeys(text for _, text in ranked))
    return [text for text in texts if not text.startswith("no longer says") or len(texts) == 1][:4]


def _default(f: Finding) -> str:
    if not f.new:
        return ""
    return f"{f.new} by default" + (f" (was {f.old})" if f.old else "")


def opt_out(f: Finding) -> str:
    """ "opt-out in settings", 'no longer says "opt-out by form"'; "" where it says nothing."""
    if not f.new:
        return f"no longer says “{_way(f.old, f.cls)}”" if f.old else ""
    if f.new == SOME_WAY and f.old not in (None, NO_WAY):
        return ""  # "only by letter" is known to be another way, and no more
    if f.new == NO_WAY:
        return "opt-out no longer possible" if f.old else "no opt-out"
    return _way(f.new, f.cls) + (f" (was {_short(f.old)})" if f.old else "")


def _way(value: str, cls: str) -> str:
    colon = "" if value.startswith(("in ", "by ", "on ", "possible", "not ")) else ":"
    of = " of arbitration" if cls == "dispute-resolution" else ""
    return f"opt-out{of}{colon} {_short(value)}"


def _short(path: str) -> str:
    """A long way to a switch by its two ends."""
    steps = re.split(r" ?[>›→»] ?", path)
    if len(path) > PATH and len(steps) > 2:
        path = f"{steps[0]} > … > {steps[-1]}"
    return begun(path, PATH + 10)


def _retroactive(f: Finding) -> str:
    if f.cls == "policy-change" or not f.new:
        return ""
    return "retroactive" if f.new == "yes" else "not retroactive"


def _notice(f: Finding) -> str:
    """Only where it became longer or shorter: "notice of price changes 130 days → 30 days"."""
    return f"notice of {NOTICE.get(f.cls, 'changes')} {f.old} → {f.new}" if f.old and f.new else ""


def _price(f: Finding) -> str:
    """Only where it rose or fell: "price $10 a month → $15 a month"."""
    return f"price {f.old} → {f.new}" if f.old and f.new else ""


def _ban(f: Finding) -> str:
    """Of others, for who forbids users to train a model may well train one on what they write."""
    return f"forbids {f.new} by others" if f.new else f"no longer forbids {f.old} by others"


def _pause(f: Finding) -> str:
    return "paused" if f.new else "no longer paused"


_SHORT = re.compile(r"(?:\D{0,12} )?\d{1,3} \w+|indefinitely")

# What a fact tells of its class better than the class's name.
TOLD: Mapping[str, Callable[[Iterable[Finding]], str]] = {
    "ai-training": _training,
    "data-sharing": _recipients,
    "data-use": _data,
    "legal-basis": _basis,
    "minors": _age,
    "retention": _retention,
}

# What a fact tells by itself, in this order.
SAID: Mapping[str, Callable[[Finding], str]] = {
    "default": _default,
    "opt-out": opt_out,
    "retroactive": _retroactive,
    "ban": _ban,
    "pause": _pause,
    "notice": _notice,
    "price": _price,
}
