"""What is known of each language, one file each: adding a language is adding a file.

``<code>.toml`` (BCP 47, two letters) may have any of these tables; what it lacks is not read in
that language. English is what the rules themselves are written in (``classify/rules``), so its
file holds only what other modules ask.

- ``[document] words``: the commonest, by which a text is known to be in the language;
  ``answers``: of which a line consists that answers the line above it; ``names``: its own name,
  as lists of languages have it; ``yes``: how an answer begins that affirms, ``no``: that
  denies, ``refuses``: that says of anything that it is not so
- ``[times]``: how long ago a page was touched: the units of "3 days ago" (``units``, those of "2d"
  ``short``), how it is said (``ago``, with ``{before}``, ``{count}`` and ``{units}``), the word for
  "ago" where the time before it needs no more (``ago_behind``), what means "so long before
  something" as well (``ago_or_before``), "in the last" (``lately``), "yesterday" (``days``); that a
  page was touched (``touched``), where no spaces are in front of the time (``touched_before``) and
  behind it (``touched_behind``); what stands before the day (``on``) and the hour (``at``).
  One of ``cues`` is in each such time, one of ``touched_cues`` in each word for touched, in lower
  case: they are looked for first
- ``[sentences]``: words with a dot that ends no sentence: whatever follows (``always``), before a
  number (``numbered``), behind the number of a day (``after_days``), or where what follows does not
  begin one (``may_end``), as ``openers`` do; what stands behind the dot of an ordinal (``months``,
  ``ordinals``) and before it (``counted``), and before a single letter (``lettered``)
- ``[block_pages]``, ``[requests]``: patterns of what a page says in the place of its text, by the
  reason (``challenge``, ``blocked``, ``not-found``, ``error``, ``maintenance``, ``redirect``,
  ``not-the-page``), and of what healthy pages say beside it as well (``login``, ``consent``,
  ``javascript``, ``browser``, ``age``)
- ``[interface]``: what a page says around its text, read of any page: what asks how the page was
  (``feedback``, one of ``feedback_cues`` in each) and what is pressed below it (``yes_no``), heads
  of links (``related``), windows to chat in (``chat``, ``caution``), cookie dialogs (``choice``;
  without buttons ``prompt`` behind the word, ``prompt_first`` in front of it), newsletters
  (``newsletter``, ``subscribe``), menus (``command``), who wrote it (``byline``), the words round
  the number of a page (``page``, ``of``, ``to``) as long as there is no text (``loading``), over a
  box (``callout``), and what is counted (``counts_behind``, ``helpful``) or was ``touched``
- ``[notices]``: what changes (``of_document``), and that it does (``of_change``)
- ``[passing]``: tips that rotate (``tip``, ``tip_cues``), links that invite (``invites``,
  ``whole``), offers (``code``, ``off``, ``deal``), requests for scripts (``scripts``), lists of
  what is new (``updated``), other such lines (``otherwise``), what becomes of an answer
  (``answer``); and what keeps a line for the text: words of the document (``matters``,
  ``of_itself``) and of the day from which something holds (``from_day``, ``from_day_behind``)
- ``[hours]``: lines of opening hours: ``heads``, ``days``, ``from`` and ``to``, ``shut``;
  ``begins``: the first two letters of such a line
- ``[visitors]``: ``where`` they are, whether they are signed in (``session``), who would answer
  them now (``desk``, ``desk_cues``; other entries fill its braces)
- ``[reading]``: how long a page takes to read: the words before it (``time``, ``nearly``), its
  ``minutes``, and what stands ``behind`` them
- ``[live]``: figures of the moment: what leaves ``next``, the day that figures are ``as_of``, what
  is measured ``now``, reviews, stocks, the ``sky``, countdowns (``d``, ``h``, ``m``,
  ``s``; ``limits`` before an hour that is no figure) and so on
- ``[samples]``: lists that a page makes anew: "three of our 40 partners" (``two_to_twelve``,
  ``out_of``, ``ours``), what is read most or new in a shop (``ranked``), ``events`` and ``news``
- ``[consent]``: requests for consent that do not speak of cookies: of what (``tracks``), what for
  (``aims``), how one ``asks`` and ``answers``
- ``[pictures]``: what a picture or a list of choices says that is no text: it ``depicts``
  something, it ``shows`` something on ``a`` thing, unless it ``binds``; how the page ``looks``
- ``[gates]``: what the first answer of a page reads like in the place of its policy: a check for
  ``robots``, a ``queue``, a request for ``consent``, a choice of ``country``, a ``wall`` of
  payment or login, a check of ``age``
- ``[titles]``: what a title or the head of a list says that it is of: ``subprocessors``,
  ``recipients``, ``cookies``, ``privacy``
- ``[addresses]``: streets: the words behind a name (``street``), at its end (``joined``), in front
  of it (``before``) and with a number in front of them (``numbered``)
- ``[prices]``: what a price is for (``thing``), that it is for ``each`` or ``all_of`` them, and
  before a period ``how_often``
- ``[months] names``: each with its short forms; ``[eras] begin``: eras with the year before their
  first
- ``[introductions]``: words that make a few words a statement (``states``), how a line begins that
  says what is listed below (``ours``, and not ``elsewhere`` behind it; ``who``), or that says that
  something is (``listed``)
- ``[amounts]``: what stands before the number of an amount (``about``), before the time it is for
  (``per``), names of money (``money``), and what heads an age (``age``)
- ``[practice] says``: patterns of sentences that only a policy says, in whatever box they stand;
  the table's other entries fill their braces
- ``[facts]``: words, hints, names and examples for ``classify/rules/facts/common.toml``;
  ``[facts.of]``: what a period or a way out is of (``of_what.py``)
- ``[kind]``, ``[dates]``, ``[severity]``, ``[places]``: added to the tables of these names in
  ``classify/rules``, words to words and entries to lists; ``[places.words]`` fills the patterns'
  braces (``[places] denial``: the words for "not" where they mean something else in other
  languages)
- ``[clauses]``: the words before which a long sentence may be cut (``seam``) and those that join
  it to what follows (``joins``), what takes back some of what was said (``limits``), how a
  sentence begins that says what it says behind a comma (``opens``) or a condition (``condition``),
  verbs of a main clause (``verb``), who speaks or is spoken to (``speaker``), what a heading says
  of text that is not so, or not always (``bars``) or is forbidden (``forbids``), that the order of
  a list matters (``ranks``), the words that no sentence ends with (``waits``), those for ``and``,
  ``or`` and ``but``, and those that a name follows (``before_names``)
- ``[asides]``: how a line begins that is of the site and the day (``feedback``, ``desk``,
  ``site``, ``greeting``, ``status``, ``visitor``, ``byline``, ``forum``: who is there; ``around``,
  the way to another page), the day of the look (``today``) with what may stand beside it
  (``weekdays``) and before a temperature (``weather``), what heads the names of those who wrote a
  page (``people``), links to other pages (``elsewhere``), names of what is sold (``goods``), what
  customers said (``praise``) and what is on (``events``, with the ``months`` of their days), what
  a page counts of itself (``counted``) and the words beside such a number (``beside``); the words
  with which any of them is policy text after all (``binds``), those for who speaks and is spoken
  to (``parties``), and those inside a person's name (``particles``)
- ``[labels]``: words of the lines that a short value stands below: of what a page counts or a part
  of it that has a number (``counted``), what may be had at most (``limits``), of years
  (``years``), of what is no longer in force (``earlier``), before who edited it (``by``), and of
  the page itself (``itself``, ``page``, and by themselves ``only``); that a line
  without a full stop has a verb (``asserts``; in English ``verbs``, ``verbs_or_nouns``, what
  stands before a noun, ``before_nouns``, and before what something is done to,
  ``before_things``, words that are never one, ``no_verbs``, ``plurals``)
- ``[counts]``: the words before a number that a site counts anew at each look: how often its page
  was read (``views``) and, where the number is large, how many came (``visits``), with what may
  stand before them (``of``); sentences with such a number, "#" (``said``), and the words beside it
  (``times``); the share of a broker's clients that lose money, or of a shop's that recommend it
  (``lost``); what heads a table of visitors (``heads``), and the words before rates of exchange
  (``rates``). All are read of any page, whatever its language
- ``[promises]``: that something is not done (``denies``), who speaks of it (``we``), whose things
  it is done with, besides ``[kind] owner_you`` (``yours``), how the reader is told not to do it
  (``orders``), and beginnings of words by which it is nobody's promise (``disclaims``)
- ``[periods] words``: units of time behind their number, where ``[times] units`` has none;
  ``unspaced``: those of a script without spaces, and what limits them behind (``within``)
- ``[losses]``: what a reader loses by where it is new (``taken``: face recognition, arbitration,
  no refunds), whatever is said of it (``barred``: class actions), and by where it is gone
  (``shields``: end-to-end encryption)
- ``[gender]``: patterns of two words that name women and men (``pair``) and of one that names both
  (``joined``), the group being the stem; ``ending`` of the form for both, and the ``articles``
- ``[pronouns]``: words for what was named before (``back``), and others that name nothing as the
  subject of a sentence (``subject``); how a sentence begins that says nothing without the one
  before it (``begins``), and words for what that one says (``purpose``)
- ``[columns]``: that the title of a column says that data goes to others (``shared``) or is taken
  (``collected``), and a heading how long something is kept (``kept``)
- ``[training]``: that a model is trained (``verb``; in English ``trains``, with models that are not
  trained, ``other_models``, and people of whom it is said, ``trades``), how one asks whether
  something is used for it (``asked``); who is trained without being a model (``people``), what
  stands before them (``teaches``) or behind them (``taught``)
- ``[headline] not``: words for "not" that are no word of another language; how a sentence begins
  that only shows what another one means (``example``), what the document is for (``itself``), or
  that who uses it agrees (``accepts``); a switch that the sentence does not name (``control``)
- ``[kind] restated``: words, the first of which may stand for the others, and ``style``: words that
  only say it in another way, where a difference is told after all else; ``courts``: of law
- ``[companies]``: what stands before the sum of a company's ``capital``
- ``[said_of]``: beginnings of words that are said of ``anything`` that has a period or a price, and
  words for ``everyone``
- ``[places.exact_here]``: abbreviations that mean something else in other languages
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Table = dict[str, Any]
_HEAD = re.compile(r"^\[([\w.-]+)\]", re.MULTILINE)
_GAP = re.compile(r"\{([a-z_]+)\}")


@cache
def codes() -> tuple[str, ...]:
    """The languages that have a file, in the order of the alphabet."""
    found = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def table(code: str) -> Table:
    """The file of a language; empty where it has none. Callers only read it."""
    if code not in codes():
        return {}
    return tomllib.loads("".join(text for _, text in _sections(code)))


@cache
def _sections(code: str) -> tuple[tuple[str, str], ...]:
    """A file's tables by their names, not parsed yet; what comes before the first has none."""
    text = files(__name__).joinpath(f"{code}.toml").read_text(encoding="utf-8")
    heads = [(0, ""), *((m.start(), m[1]) for m in _HEAD.finditer(text))]
    ends = [at for at, _ in heads[1:]] + [len(text)]
    return tuple((name, text[at:end]) for (at, name), end in zip(heads, ends, strict=True))


def having(part: str, key: str = "") -> tuple[str, ...]:
    """The languages with such a table, and in it such a key."""
    return tuple(c for c in codes() if (found := part_of(c, part)) and (not key or key in found))


def alternatives(part: str, key: str) -> str:
    """What all languages have under a key of a table ("facts.words": one inside another), as
    alternatives of a pattern. LookupError: none has it, and the pattern would match any text.
    """
    found = said(part, key)
    if not found:
        raise LookupError(f"no language has {key!r} in [{part}]")
    return "|".join(found)


def said(part: str, key: str, *only: str) -> tuple[str, ...]:
    """What languages have under a key of a table, of a list its entries; each once. "{name}" stands
    for what the language has under that name in the same table.
    """
    found: dict[str, None] = {}
    for own in (part_of(code, part) for code in only or having(part, key)):
        entries = own[key] if isinstance(own[key], list) else [own[key]]
        found |= dict.fromkeys(filled(entry, own) for entry in entries)
    return tuple(found)


def filled(pattern: str, words: Mapping[str, str]) -> str:
    """A pattern with words in the place of "{name}", and so in what it is filled with; a name that
    has none is left to the caller.
    """
    while (full := _GAP.sub(lambda m: words.get(m[1], m[0]), pattern)) != pattern:
        pattern = full
    return pattern


@cache
def part_of(code: str, part: str) -> Table:
    """One table of a file. Only that is parsed: to parse all files is a tenth of `changes`."""
    inside = f"{part}."
    found: Table = tomllib.loads(
        "".join(
            text
            for name, text in _sections(code)
            if f"{name}.".startswith(inside) or inside.startswith(f"{name}.") or not name
        )
    )
    for name in part.split("."):
        found = found.get(name, {})
    return found


def extended(part: str, base: Mapping[str, Any]) -> Table:
    """A table of rules with what every language adds to it; strings are joined with a new line."""
    found = dict(base)
    for code in codes():
        found = _joined(found, table(code).get(part, {}))
    return found


def _joined(base: Mapping[str, Any], more: Mapping[str, Any]) -> Table:
    found = dict(base)
    for key, value in more.items():
        if key not in found:
            found[key] = value
        elif isinstance(value, dict):
            found[key] = _joined(found[key], value)
        elif isinstance(value, str):
            found[key] = f"{found[key]}\n{value}"
        else:
            found[key] = [*found[key], *value]
    return found
