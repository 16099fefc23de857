"""Switch each rule of classify/ off by its name and say which labelled changes need it.

    python bench/ablate.py PAIRS LABELS [PAIRS LABELS …] [--only PART-OF-A-NAME] [--list] [--never]

A rule is an entry of rules/*.toml ("kind/boilerplate/chat", "places/context/laws") or a function
of classify/ or headline/ ("edited._by_version"). Each pair is read and compared once; a first run
notes on which of them a function says anything (not None, False, "" or nothing), and with it off
only these are judged again, so that most functions take seconds. A line tells how many answers
moved, how many of them were right with it and are wrong without (it is needed) and the reverse (it
harms), for the kind, the places, the dates and the first point, and the companies of the pairs
that need it. A rule that only the company needs from which it was written has not shown that it
holds elsewhere; one that nothing needs can go. `--never` lists the functions that said nothing of
any pair.

An entry is tried on all pairs: two minutes for 700. Nothing is written.
"""

from __future__ import annotations

import argparse
import copy
import functools
import inspect
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import FunctionType
from typing import Any

from pairs import read, seen_on

from monitor.api import extract
from monitor.classify import classify, rules
from monitor.diff import diff
from monitor.model import Comparison

TABLES = ("kind", "places", "dates", "headings", "classes", "facts/common", "facts/en")
NEVER = "(?!)"  # matches nothing; as a word or a name it stands in no text
JUDGES = ("monitor.classify", "monitor.headline")
FOUNDED = 0.7  # part of a point's words that a labelled passage holds
LASTING = ("load", "own", "table", "part_of", "_sections", "codes")  # of files, not of texts
_load = rules.load.__wrapped__


@dataclass(frozen=True)
class Pair:
    """Two versions, compared once, and what their label says."""

    comparison: Comparison
    label: dict[str, Any]
    on: date | None
    company: str


@dataclass(frozen=True)
class Answer:
    """What is right of one pair."""

    kind: bool
    places: bool
    dates: bool
    point: bool


@dataclass(frozen=True)
class Judge:
    """A function, and where it is called by name."""

    function: Callable[..., Any]
    places: tuple[tuple[Any, str], ...]

    def put(self, other: Callable[..., Any]) -> None:
        """Let everybody who asks it ask another one."""
        for module, name in self.places:
            setattr(module, name, other)


def entries(table: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The paths of all entries; of a list of named tables their names."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from entries(value, (*path, key))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield from ((*path, key, str(row.get("name", i))) for i, row in enumerate(value))
        elif isinstance(value, (str, list)):
            yield (*path, key)


def without(table: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """A copy of a table in which an entry is never met."""
    changed = copy.deepcopy(table)
    node: Any = changed
    for key in path[:-1]:
        node = node[key]
    if isinstance(node, list):
        named = {str(row.get("name", i)): row for i, row in enumerate(node)}
        node.remove(named[path[-1]])
    elif isinstance(node[path[-1]], str):
        node[path[-1]] = NEVER
    else:
        node[path[-1]] = [NEVER]
    return changed


def tables() -> dict[str, Callable[[], None]]:
    """Name of an entry -> what switches it off; `_reload(_load)` switches all on."""
    return {
        "/".join((name, *path)): functools.partial(_off, name, path)
        for name in TABLES
        for path in entries(_load(name), ())
    }


def judges() -> dict[str, Judge]:
    """The functions of classify/ and headline/ by name, with all modules that know each."""
    found: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    functions: dict[str, Callable[..., Any]] = {}
    for module in [m for n, m in sorted(sys.modules.items()) if n.startswith("monitor.")]:
        for name, value in vars(module).items():
            plain = inspect.unwrap(value) if callable(value) else None
            if isinstance(plain, FunctionType) and plain.__module__.startswith(JUDGES):
                title = f"{plain.__module__.rpartition('.')[2]}.{plain.__name__}"
                functions[title] = value
                found[title].append((module, name))
    return {title: Judge(functions[title], tuple(found[title])) for title in sorted(found)}


def fired(known: dict[str, Judge], pairs: list[Pair]) -> dict[str, dict[int, Any]]:
    """Function -> the pairs of which it said anything, each with an example of nothing."""
    said: dict[str, dict[int, Any]] = {title: {} for title in known}
    now = 0

    def noting(title: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def asked(*args: Any, **kwargs: Any) -> Any:
            answer = function(*args, **kwargs)
            if inspect.isgenerator(answer):
                answer = iter(answers := tuple(answer))
                said[title] |= {now: iter} if answers else {}
            elif answer:
                said[title][now] = type(answer)
            return answer

        return asked

    for title, judge in known.items():
        judge.put(noting(title, judge.function))
    for now, pair in enumerate(pairs):  # noqa: B007 - the functions note it
        _forget()
        right(pair)
    for judge in known.values():
        judge.put(judge.function)
    return said


def silent(kind: Any) -> Callable[..., Any]:
    """A function that says nothing, in the place of one whose answers are of a kind."""
    if kind is iter:
        return lambda *_, **__: iter(())
    if kind in (bool, str, tuple, list, set, frozenset, dict, int, float):
        return lambda *_, **__: kind()
    return lambda *_, **__: None


def _off(table: str, path: tuple[str, ...]) -> None:
    _reload(lambda name: without(_load(name), path) if name == table else _load(name))


def _reload(load: Callable[[str], dict[str, Any]]) -> None:
    """Let every module of classify/ read its tables again."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("monitor.classify") and getattr(module, "load", None) is not None:
            module.load = load  # type: ignore[attr-defined]
    _forget(tables=True)


def _forget(*, tables: bool = False) -> None:
    """Empty what is remembered of texts, and of tables where they changed."""
    for module in [m for n, m in sys.modules.items() if n.startswith("monitor.")]:
        for value in vars(module).values():
            if hasattr(value, "cache_clear") and (tables or _of_texts(value)):
                value.cache_clear()


@functools.cache
def _of_texts(function: Callable[..., Any]) -> bool:
    return bool(inspect.signature(function).parameters) and function.__name__ not in LASTING


def right(pair: Pair) -> Answer:
    """Judge one pair and hold it against its label."""
    change, label = classify(pair.comparison, on=pair.on), pair.label
    places = (set(change.regions_added), set(change.regions_removed))
    wanted = {(d["role"], d["old"], d["new"]) for d in label.get("dates") or ()}
    first = next((p.new or p.old or "" for p in change.points), "")
    return Answer(
        change.kind == label["kind"],
        places == (set(label.get("regions_added") or ()), set(label.get("regions_removed") or ())),
        {(d.role, d.old, d.new) for d in change.dates} == wanted,
        _founded(first, label.get("items") or ()),
    )


def _founded(point: str, items: Iterable[dict[str, Any]]) -> bool:
    """Does it rest on a passage that readers named first?"""
    words = re.findall(r"\w+", point.casefold())
    for item in (i for i in items if i["weight"] == max(j["weight"] for j in items)):
        held = set(re.findall(r"\w+", f"{item['old'] or ''} {item['new'] or ''}".casefold()))
        if words and sum(word in held for word in words) >= FOUNDED * len(words):
            return True
    return False


def company(pair: dict[str, Any], label: dict[str, Any]) -> str:
    """Whose page it is."""
    first = str(pair.get("service", "")).split(" ")[0].lower()
    return str(label.get("company") or re.sub(r"[^a-z0-9]", "", first))


def row(name: str, before: list[Answer], after: list[Answer], whose: list[str]) -> str:
    """One line of the table."""
    needs: Counter[str] = Counter()
    harms: Counter[str] = Counter()
    companies: set[str] = set()
    for one, two, owner in zip(before, after, whose, strict=True):
        for what in ("kind", "places", "dates", "point"):
            was, is_now = getattr(one, what), getattr(two, what)
            needs[what] += was and not is_now
            harms[what] += is_now and not was
            if was and not is_now:
                companies.add(owner)
    told = ", ".join(sorted(companies)[:6]) + (" …" if len(companies) > 6 else "")
    figures = " ".join(f"{w} {needs[w]}/{harms[w]}" for w in needs)
    return f"{name:44} {figures:44} {len(companies):3} {told}"


def loaded(files: list[Path]) -> Iterator[Pair]:
    """Labelled pairs of files of pairs and of labels, in turn."""
    for file, labels in zip(files[::2], files[1::2], strict=True):
        known = {label["id"]: label for label in read(labels)}
        for pair in (p for p in read(file) if p["id"] in known):
            both = (extract(pair[side], pair["media_type"]) for side in ("old", "new"))
            label = known[pair["id"]]
            yield Pair(diff(*both), label, seen_on(pair), company(pair, label))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*", help="pairs and labels, in turn")
    parser.add_argument("--only", default="", help="rules whose name holds this")
    parser.add_argument("--list", action="store_true", help="only the rules' names")
    parser.add_argument("--never", action="store_true", help="functions that said nothing")
    options = parser.parse_args()
    known = {name: judge for name, judge in judges().items() if options.only in name}
    named = {name: off for name, off in tables().items() if options.only in name}
    if options.list:
        print("\n".join((*known, *named)))
        return
    pairs = list(loaded(options.files))
    before = [right(pair) for pair in pairs]
    said = fired(known, pairs)
    if options.never:
        print("\n".join(name for name, where in said.items() if not where))
        return
    print(f"{'rule':44} {'needed by / harms: pairs':44} companies that need it")
    for name, where in said.items():
        if not where:
            continue
        known[name].put(silent(next(iter(where.values()))))
        print(_line(name, [pairs[n] for n in where], [before[n] for n in where]), flush=True)
        known[name].put(known[name].function)
    for name, off in named.items():
        off()
        print(_line(name, pairs, before), flush=True)
        _reload(_load)


def _line(name: str, pairs: list[Pair], before: list[Answer]) -> str:
    after = []
    for pair, was in zip(pairs, before, strict=True):
        _forget()
        try:
            after.append(right(pair))
        except (TypeError, AttributeError, KeyError, ValueError, IndexError):
            after.append(was)  # no rule but a step that nothing works without
    return row(name, before, after, [pair.company for pair in pairs])


if __name__ == "__main__":
    main()
