"""Does a text apply to a place that it names, leave it out, or only mention it?

Decided by the words right before and after it, and by what its sentence is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from monitor.classify.rules import load
from monitor.languages import table
from monitor.text import sentences

SINGLED_OUT, MAY_BE, MENTIONED, BESIDE, LEFT_OUT = 2, 1, 0, -1, -2
# What stands above a list of places that something holds in; a list of companies is none.
ASKS_WHERE = re.compile(
    r"\b(where|regions?|countr(?:y|ies)|locations?|markets?|territor(?:y|ies)|jurisdictions?"
    r"|states?|availab\w+|rollout|liv(?:e|es|ing)|resid(?:e|es|ing|ence|ency))\b",
    re.IGNORECASE,
)
COMPANIES = re.compile(
    r"\b(sub-?process\w*|vendors?|suppliers?|partners?|recipients?|providers?|affiliates?|entit\w+"
    r"|compan\w+|offices?|contact\w*|address\w*|e-?mail|name|purposes?|data cent\w+|transfer\w*"
    r"|stor(?:ed|age)|cookies?|laws?|court\w*|authorit\w+)\b",
    re.IGNORECASE,
)
NO_REGIONS = re.compile(
    r"\bsub-?process\w*|\bvendors?|\bsuppliers?|\boffices?|\bcontacts?\b|\baddress\w*|\be-?mail"
    r"|\bphone|\btelephone|\bdata cent\w+|\btransfer\w*|\bstor(?:ed|age)\b|\bhost\w*|\bservers?"
    r"|\baffiliates?|\bsubsidiar\w+|\bentit\w+|\brecipients?",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(r"\{([a-z_]+)\}")
_CONDITION = re.compile(r"\b(?:if|when|where|once|should|unless)\b[^,.;]{3,120},", re.IGNORECASE)
_IN = re.compile(r"\bin[ “\"]*\Z")
_BUT = re.compile(r"\bnon-\Z", re.IGNORECASE)
# "or 16 if you live in", "(15 or older in"; behind it: ", where it is 16".
_AGED = re.compile(
    r"[(,;–—] ?(?:or |and |but )?(?:at least |over )?\b\d\d(?: years?)?(?: of age| old)?"
    r"(?: (?:or|and) (?:older|over|above|up))?,? (?:if|when|where|for|in)\b"
    r"(?! (?:we|it|this)\b)[^.;\d]{0,50}$",
    re.IGNORECASE,
)
_AGE = re.compile(
    r",?(?: (?:where|in which))? (?:(?:it|the (?:minimum )?age|the limit) is|you must be) \d\d\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[,;:]\s")
_NOT = r"not|never|no longer|nobody|neither|nor|cannot|\w+n['’]t"
_TAKES = re.compile(
    r"\b(?:limit|affect|restrict|exclude|prevent|waive|reduce|only|unless|without)\w*", re.I
)
_MARKS = ' .:*_”"’)'
_ENDS = re.compile(r"[.!?][\"”’)]* $")
_SUBJECT = 6  # words of a subject, up to its place
_SAID = 3  # words that leave a place out and say more than a title
_BEFORE, _AFTER, _NEARBY, _SENTENCE = 90, 90, 90, 300  # characters that are looked at


def _excepted(before: str, lead: str, rest: str) -> int | None:
    """What the words right before a place leave it out of; None where they do not."""
    if excluded := _context("left_out").search(before):
        lead = lead[: max(0, len(lead) - len(before) + excluded.start())]
        if _context("meaning").search(lead) or _bare(excluded[0], lead, rest):
            return MENTIONED  # what a word means
        if _context("addressed").search(lead):
            return BESIDE  # "if you live in a country other than Japan"
        return SINGLED_OUT if negated(lead) else LEFT_OUT  # "not … except in": only there
    if outside := _context("outside_before").search(before):
        lead = lead[: max(0, len(lead) - len(before) + outside.start())]
        return LEFT_OUT if _left_out_of_practice(lead, rest) else MENTIONED
    return None


def of(text: str, start: int, end: int, *, heading: bool = False, joined: int = 0) -> int:
    """How a text speaks of the place, or the list of places, that it names at [start, end).

    `joined` is the answer for the places before it that the same is said of, 0 where there are
    none.
    """
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    if "." in text[end - 2 : end]:
        after = after.removeprefix(".")  # of "U.S."
    lead, rest = _sentence(text, start), _rest(text, end)
    if _origin(before, rest, f"{lead} {rest}"):
        return MENTIONED  # "made in Poland, not in China"
    if (excepted := _excepted(before, lead, rest)) is not None:
        return excepted
    if _IN.search(before) and text[start:end].split()[0].strip(",") in _tongues():
        return MENTIONED  # "available in German and French"
    if _BUT.search(before) or _context("not_before").search(before) or _after("not_after", after):
        return MENTIONED  # "Non-California residents"
    if _context("staff").search(lead):
        return MENTIONED
    strength = max(_strength(before, after, heading), joined)
    if strength < SINGLED_OUT and joined >= 0:
        strength = max(strength, _practice(lead), _practice_of(lead, rest))
    if joined < 0:
        strength = joined
    if strength > 0 and _passing(rest):
        return MENTIONED
    if _after("left_out_after", rest) and not _context("mere").search(lead):
        return LEFT_OUT
    if heading or not (strength or _context("where_before").search(lead)):
        return strength
    whole = f"{lead} {rest}"
    if any((negated(lead), stopped(lead), _ends(rest), undone(text, end), denied(lead, rest))):
        passing = _context("without").search(rest) if strength else _context("mere").search(whole)
        return strength if strength < 0 else MENTIONED if passing else LEFT_OUT
    return strength


def _bare(words: str, lead: str, rest: str) -> bool:
    """Is all that is said a title, as "Outside the EU" is?"""
    said = [word for word in words.split() if word.lower() not in ("of", "the")]
    return not (lead or rest.strip(_MARKS)) and (len(said) < _SAID or not rest)


@cache
def _tongues() -> frozenset[str]:
    """The English names of languages, many of which are also what is of a country."""
    from babel import Locale

    return frozenset(Locale.parse("en").languages.values())


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence begins and ends that names a place."""
    return start - len(_sentence(text, start)), end + len(_rest(text, end))


def generalised(new: str, old: str) -> bool:
    """Does the new text say "depending on where you live" where the old one gave a list?"""
    return _only_there("general", new, old) or counted(new, old)


def counted(new: str, old: str) -> bool:
    """Does the new text say "in more than 90 countries" where the old one gave no number?"""
    return _only_there("counted", new, old)


def everybody(text: str) -> bool:
    """Does it speak of all: "anybody can ask us"?"""
    return bool(_context("everybody").search(text))


def _only_there(name: str, text: str, other: str) -> bool:
    return bool(_context(name).search(text)) and not _context(name).search(other)


def is_instance(between: str) -> bool:
    """Does what follows a place stand for what lies elsewhere?"""
    return ", such as in" in between


def is_aside(between: str) -> bool:
    """Does a bracket open right behind a place that leaves out parts of it?"""
    return bool(_context("aside").fullmatch(between))


def _origin(before: str, rest: str, whole: str) -> bool:
    """Is a place where goods come from, and nothing said of people or their data?"""
    if not _context("origin_before").search(before) or not _context("origin_behind").match(rest):
        return False
    return not _context("object").search(whole)


def _passing(rest: str) -> bool:
    """Is the place's sentence about which law governs, what needs consent there, or where else to
    read on?"""
    return any(_context(name).search(rest) for name in ("decided", "consented", "elsewhere"))


def in_a_name(text: str, end: int) -> bool:
    """Does a place's name go on as that of a law, an office or a company: "Dutch law"?"""
    return _after("not_after", text[end : end + _AFTER])


def mere(text: str, start: int, end: int) -> bool:
    """Is a place's sentence about where something is kept, sent, decided or seated, or where to
    read on?"""
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    if _context("not_before").search(before) or _after("not_after", after):
        return True
    lead, rest = _sentence(text, start), _rest(text, end)
    whole = f"{lead} {rest}"
    return bool(_context("mere").search(whole)) or _passing(rest) or _origin(before, rest, whole)


def terms(text: str) -> Iterator[tuple[str, int, int]]:
    """Names for groups of places that a text defines, with where the places stand."""
    if not _context("quoted_term").search(text):
        return
    for m in _context("defined").finditer(text):
        which = "" if m["term"] else "2"
        name = m[f"term{which}"]
        if _context("term").search(name):
            yield name, m.start(f"places{which}"), m.end(f"places{which}")


def _left_out_of_practice(lead: str, rest: str) -> bool:
    """ "Outside the EU, we use posts to train": what is done elsewhere is not done there."""
    whole = f"{lead} {rest}"
    if _context("living").search(lead) or _context("mere").search(whole):
        return False
    return practised(whole)


def narrows(text: str, start: int, end: int) -> bool:
    """Is something kept to the places in a range, are they examples, or is another age asked for
    there? Nothing comes there by that: "from EU countries only", "elections, including those in the
    EU", "at least 13, or 16 if you live in the EU".
    """
    before = text[max(0, start - _NEARBY) : start]
    if _AGED.search(before) or _AGE.match(text, end):
        return True
    return bool(_context("only_ahead").search(before) or _context("only_behind").match(text, end))


def practised(text: str) -> bool:
    """Does a text say that something is done with people or their data?"""
    return bool(_context("practice").search(text) and _context("object").search(text))


def negated(sentence: str) -> bool:
    """Does the sentence say up to here that something is not done? Neither a condition does ("if
    this does not help, people in the EEA may complain") nor that something is free.
    """
    sentence = _context("free").sub(" ", _CONDITION.sub(" ", sentence))
    return bool(_not().search(sentence) and _context("negated").search(sentence))


def denied_of(text: str, start: int, end: int, language: str) -> bool:
    """Does the clause of a list of places say "not", of whatever is not done there? Not where it
    says that nothing is taken away: "does not limit your rights in Norway and Finland".
    """
    lead = _CLAUSES.split(_sentence(text, start))[-1]
    rest = _CLAUSES.split(_rest(text, end), maxsplit=1)[0]
    clause = _context("free").sub(" ", f"{lead} {rest}")
    return bool(_denial(language).search(clause)) and not _TAKES.search(clause)


@cache
def _denial(language: str) -> re.Pattern[str]:
    """A language's own words for "not": the Portuguese "no" says where, not that nothing is."""
    own = table(re.split(r"[-_]", language.lower())[0]).get("places", {})
    said = own.get("denial") or own.get("words", {}).get("negation") or _NOT
    return re.compile(rf"\b(?:{said})\b", re.IGNORECASE)


def denies_all(sentence: str, language: str) -> bool:
    """Does a sentence say that something is not done, or no more, to nobody and without a "but"?"""
    said = stopped(sentence) or negated(sentence) or _denial(language).search(sentence)
    return bool(said) and not _TAKES.search(sentence) and not spares(sentence)


def stopped(sentence: str) -> bool:
    """Does the sentence say up to here that something is paused, or off?"""
    return bool(_context("stopped").search(sentence))


def untouched(sentence: str) -> bool:
    """Does a sentence say that something does not affect those whom it names?"""
    return bool(_context("untouched").search(sentence))


def closed(sentence: str) -> bool:
    """Does a sentence say that something has ended there?"""
    return bool(_context("closed").search(sentence)) and not untouched(sentence)


def _ends(rest: str) -> bool:
    """Does the sentence go on to say that it is stopped there, not that it can be?

    Behind "Japan: " stands what is excluded there.
    """
    if rest.startswith(":") and rest.count(" ") > _SAID:
        return False
    m = _context("stopped").search(rest, 0, _AFTER)
    return m is not None and not _context("may_be").search(rest, 0, m.start())


def undone(text: str, end: int) -> bool:
    """Does the sentence go on to say what is not done there? "In the EU, we do not use …"."""
    rest = _rest(text, end)
    # The subject may be what is there: "reviews from Spain do not count".
    return negated(f"they{rest}") and not _context("meaning").search(rest)


def affirmed(text: str, start: int, end: int) -> bool:
    """Does the sentence of a place that it merely names say that something is done, without any
    word that may deny it?
    """
    lead, rest = _sentence(text, start), _rest(text, end)
    whole = f"{lead} {rest}"
    if (
        _not().search(whole)
        or _context("left_out").search(lead)
        or _context("stopped").search(whole)
    ):
        return False
    doubtful = any(_context(name).search(whole) for name in ("mere", "spares", "may_be"))
    return not doubtful and not _passing(whole) and bool(_context("practice").search(whole))


def spares(sentence: str) -> bool:
    """May a sentence leave somebody out?"""
    return bool(_context("spares").search(sentence))


def denied(lead: str, rest: str) -> bool:
    """Is a sentence about none of what is there: "No calls made in Brazil are recorded"?"""
    return bool(_context("no_one").search(lead) and _context("done_to").search(rest))


def excludes(line: str) -> bool:
    """Does a line or heading introduce places that are left out? "Not available in:"."""
    excluded = _context("left_out").search(line.rstrip(": "))
    return bool(excluded or _context("not_these").search(line)) or negated(line) or stopped(line)


def ends_sentence(text: str) -> bool:
    """Does a sentence end in a text and another one begin?"""
    return any(True for _ in sentences.breaks(text, also=";"))


def _sentence(text: str, start: int) -> str:
    """The sentence up to a place."""
    return text[sentences.start_of(text, start, within=_SENTENCE, also=";") : start]


def _rest(text: str, end: int) -> str:
    """The sentence behind a place."""
    return text[end : sentences.end_of(text, end, within=_SENTENCE, also=";")]


def _strength(before: str, after: str, heading: bool) -> int:
    if _after("strong_after", after) or _context("strong_before").search(before):
        return SINGLED_OUT
    if heading:
        return SINGLED_OUT
    weak = (
        _context("weak_before").search(before)
        or (after[:1] in (".", ":") and _ENDS.search(before))  # "Brazil. You may …"
    )
    return MAY_BE if weak else MENTIONED


def _practice(sentence: str) -> int:
    """Is something done with people or their data there, or is this a list of regions?"""
    done = _context("list_before").search(sentence) or (
        _context("where_before").search(sentence)
        and _context("practice").search(sentence)
        and (_context("object").search(sentence) or _context("many").search(sentence))
    )
    return SINGLED_OUT if done and not _context("mere").search(sentence) else MENTIONED


def _practice_of(lead: str, rest: str) -> int:
    """Is something done with what is there: "Photos from Norway are added"?"""
    whole = f"{lead} {rest}"
    if not _context("where_before").search(lead) or not practised(whole):
        return MENTIONED
    subject = lead.rpartition(", ")[2]  # without "Since 1 May, "
    of_it = len(subject.split()) <= _SUBJECT and _context("done_to").match(rest.lstrip())
    done = of_it or _context("too").search(whole)
    return SINGLED_OUT if done and not _context("mere").search(whole) else MENTIONED


def _after(name: str, after: str) -> bool:
    return bool(_context(name).match(after))


@cache
def _not() -> re.Pattern[str]:
    return re.compile(
        r"n[o’'i][tn ’']|\bnever|\bstopped|\bceased|\bnone\b|\bnothing\b"
        + filled(r"|\b(?:{negation}|{particle})\b|{not_unspaced}"),
        re.IGNORECASE,
    )


def filled(pattern: str) -> str:
    """A pattern with the words of every language in the place of "{negation}" and the like."""
    words = load("places")["words"]
    return _FRAGMENT.sub(lambda m: words[m[1]].replace("\n", "|"), pattern)


@cache
def _context(name: str) -> re.Pattern[str]:
    body = filled("|".join(load("places")["context"][name]))
    if not name.endswith(("before", "left_out", "many")):
        return re.compile(body, re.IGNORECASE)
    tail = filled(
        r"(?: (?:the|our|all|certain|mainland|continental|metropolitan|states?|countr(?:y|ies)|of"
        r"|either|both|{articles}))*(?: (?:{elided})?(?:l)?[’'])?[ “\"(*:]*\Z"
    )
    return re.compile(rf"(?:(?<!\w)|^)(?:{body}){tail}", re.IGNORECASE)
