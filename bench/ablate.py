"""Switch each rule of classify/ off by its name and say which labelled changes need it.

    python bench/ablate.py PAIRS LABELS [PAIRS LABELS …] [--only PART-OF-A-NAME] [--list]

A rule is an entry of rules/*.toml ("kind/boilerplate/chat", "places/context/laws") or a function
of the judgement of one block ("edited._by_version"). With each of them off all pairs are compared
again; a line tells how many answers moved, how many of them were right with it and are wrong
without (it is needed) and the reverse (it harms), for the kind, the places and the dates, and the
companies of the pairs that need it. A rule that only the company needs from which it was written
has not shown that it holds elsewhere; one that nothing needs can go.

Half a minute for each rule and 866 pairs. Nothing is written.
"""

from __future__ import annotations

import argparse
import copy
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pairs import read, seen_on

from monitor.api import compare
from monitor.classify import edited, parts, rules

TABLES = ("kind", "places", "dates", "headings", "classes", "facts/common", "facts/en")
NEVER = "(?!)"  # matches nothing; as a word or a name it stands in no text
JUDGES = (edited, parts)
_load = rules.load.__wrapped__


@dataclass(frozen=True)
class Answer:
    """What is right of one pair: its kind, its places, its dates."""

    kind: bool
    places: bool
    dates: bool


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


def switches() -> dict[str, Callable[[], None]]:
    """Name of a rule -> what switches it off. `restore` switches all on."""
    found: dict[str, Callable[[], None]] = {}
    for name in TABLES:
        for path in entries(_load(name), ()):
            found["/".join((name, *path))] = lambda name=name, path=path: _off(name, path)
    for module in JUDGES:
        for name in (n for n in vars(module) if n.startswith("_by_")):
            title = f"{module.__name__.rpartition('.')[2]}.{name}"
            found[title] = lambda m=module, n=name: setattr(m, n, lambda *_: None)
    return found


def _off(table: str, path: tuple[str, ...]) -> None:
    _reload(lambda name: without(_load(name), path) if name == table else _load(name))


def _reload(load: Callable[[str], dict[str, Any]]) -> None:
    """Let every module of classify/ read its tables again."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("monitor."):
            if getattr(module, "load", None) is not None and name.startswith("monitor.classify"):
                module.load = load  # type: ignore[attr-defined]
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def restorer() -> Callable[[], None]:
    """A function that switches all rules on again."""
    kept = {(m, n): getattr(m, n) for m in JUDGES for n in vars(m) if n.startswith("_by_")}

    def restore() -> None:
        for (module, name), function in kept.items():
            setattr(module, name, function)
        _reload(_load)

    return restore


def answer(pair: dict[str, Any], label: dict[str, Any]) -> Answer:
    """Compare one pair and hold it against its label."""
    change = compare(pair["old"], pair["new"], pair["media_type"], on=seen_on(pair))
    places = (set(change.regions_added), set(change.regions_removed))
    wanted = {(d["role"], d["old"], d["new"]) for d in label.get("dates") or ()}
    return Answer(
        change.kind == label["kind"],
        places == (set(label.get("regions_added") or ()), set(label.get("regions_removed") or ())),
        {(d.role, d.old, d.new) for d in change.dates} == wanted,
    )


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
        for what in ("kind", "places", "dates"):
            was, is_now = getattr(one, what), getattr(two, what)
            needs[what] += was and not is_now
            harms[what] += is_now and not was
            if was and not is_now:
                companies.add(owner)
    told = ", ".join(sorted(companies)[:6]) + (" …" if len(companies) > 6 else "")
    figures = " ".join(f"{w} {needs[w]}/{harms[w]}" for w in needs)
    return f"{name:44} {figures:34} {len(companies):3} {told}"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=Path, nargs="*", help="pairs and labels, in turn")
    parser.add_argument("--only", default="", help="rules whose name holds this")
    parser.add_argument("--list", action="store_true", help="only the rules' names")
    options = parser.parse_args()
    named = {name: off for name, off in switches().items() if options.only in name}
    if options.list:
        print("\n".join(named))
        return
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for file, labels in zip(options.files[::2], options.files[1::2], strict=True):
        known = {label["id"]: label for label in read(labels)}
        pairs += [(pair, known[pair["id"]]) for pair in read(file) if pair["id"] in known]
    whose = [company(*one) for one in pairs]
    before = [answer(*one) for one in pairs]
    print(f"{'rule':44} {'needed by / harms: pairs':34} companies that need it")
    restore = restorer()
    for name, off in named.items():
        off()
        print(row(name, before, [answer(*one) for one in pairs], whose), flush=True)
        restore()


if __name__ == "__main__":
    main()
