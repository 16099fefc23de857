"""Which of our patterns takes more than linear time on its own words, repeated?

    python bench/slow_patterns.py [--within NAME] [--part 1/2]

Every pattern of monitor's modules (also those that a cached function makes, and those of the table
of kinds) is tried on texts made of what it looks for: its literal words, one character of each of
its sets, each with something between, and PAIRS pairs of them, drawn with a seed, so that two runs
try the same. A text is doubled from START characters on until it takes ENOUGH seconds or
has MOST characters; a line for each pattern whose time grows by more than RATIO at each of the last
two doublings, and exit code 1 when there is one.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import pkgutil
import random
import re
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from re import _constants as codes
from re import _parser as parser
from types import ModuleType
from typing import Any

import monitor
from monitor.classify import forms
from monitor.classify.rules import load

RATIO = 2.3
START, MOST = 1_000, 32_000  # characters of the shortest text and of the longest one
LEAST, ENOUGH = 0.001, 1.0  # seconds below which growth is noise, and that show it
MOST_UNITS = 14  # of one pattern
PAIRS = 40  # of its units, beside each unit by itself
JOINTS = ("", " ", "\n", ", ", ". ", "-")

Found = tuple[str, re.Pattern[Any], str]  # where it is, itself, how it is used


def patterns(within_name: str) -> list[Found]:
    """Every pattern of the modules whose names begin so, and of the tables, each once."""
    modules = [
        importlib.import_module(info.name)
        for info in pkgutil.walk_packages(monitor.__path__, "monitor.")
        if ".migrations" not in info.name and not info.name.endswith("__main__")
    ]
    found = [
        one
        for module in modules
        if f"{module.__name__}.".startswith(f"monitor.{within_name}")
        for one in of_module(module, modules)
    ]
    if not within_name or "classify".startswith(within_name.partition(".")[0]):
        found += of_tables()
    return list({(one[1].pattern, one[1].flags): one for one in found}.values())


def of_module(module: ModuleType, modules: list[ModuleType]) -> Iterator[Found]:
    """Those in its names, and those that its cached functions without parameters make."""
    for name, value in vars(module).items():
        if hasattr(value, "cache_info"):
            signature = inspect.signature(value)
            own = value.__module__ == module.__name__ and not signature.parameters
            if own and "Pattern" in str(signature.return_annotation):
                for pattern in within(value()):
                    yield f"{module.__name__}.{name}()", pattern, "finditer"
            continue
        for pattern in within(value):
            yield f"{module.__name__}.{name}", pattern, usage(name, value, modules)


def of_tables() -> Iterator[Found]:
    """Those of rules/kind.toml. Those of facts see 1,200 characters at most, of places 300."""
    for name, entry in load("kind").items():
        if isinstance(entry, dict) and "pattern" in entry:
            yield f"kind {name}", forms.pattern(name), "finditer"


def usage(name: str, value: object, modules: list[ModuleType]) -> str:
    """How a pattern is used wherever it is imported: "fullmatch" or "match", else "finditer"."""
    used: set[str] = set()
    for module in modules:
        if vars(module).get(name) is not value:
            continue
        source = re.sub(rf"(?m)^{name} = ", "", inspect.getsource(module))
        source = re.sub(r"(?ms)^ *from [^\n(]+ import (?:\([^)]*\)|[^\n]*)", "", source)
        used.update(re.findall(rf"(?<![\w.]){name}\b(?:\.(\w+))?", source))
    return next((method for method in ("fullmatch", "match") if used == {method}), "finditer")


def within(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value: itself, or those in tables, tuples and our dataclasses."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth > 4:
        return
    elif isinstance(value, dict):
        for one in value.values():
            yield from within(one, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from within(one, depth + 1)
    elif type(value).__module__.startswith("monitor.") and hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from within(getattr(value, name), depth + 1)


def units(pattern: re.Pattern[Any]) -> list[str]:
    """What it looks for: runs of literals, and a character of each set."""
    found: dict[str, None] = {}
    run: list[str] = []

    def end() -> None:
        if run:
            found["".join(run)] = None
            run.clear()

    def walk(tree: Any) -> None:
        for code, value in tree:
            if code is codes.LITERAL:
                run.append(chr(value))
                continue
            end()
            if code is codes.IN:
                found[member(value)] = None
            elif code is codes.ANY:
                found["x"] = None
            else:
                for part in nested(value):
                    walk(part)
        end()

    walk(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    ordered = sorted((unit for unit in found if unit), key=len, reverse=True)
    return [*ordered[: MOST_UNITS // 2], *ordered[MOST_UNITS // 2 :][-MOST_UNITS // 2 :]]


def nested(value: Any) -> Iterator[Any]:
    """The trees inside a node of a parsed pattern."""
    if isinstance(value, parser.SubPattern):
        yield value
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from nested(one)


def member(of: Any) -> str:
    """A character of a set."""
    for code, value in of:
        if code is codes.LITERAL:
            return chr(value)
        if code is codes.RANGE:
            return chr(value[0])
        if code is codes.CATEGORY:
            return {"SPACE": " ", "DIGIT": "1"}.get(str(value).rpartition("_")[2], "a")
    return "a"


def took(pattern: re.Pattern[Any], use: str, text: str, runs: int = 1) -> float:
    """Seconds to find all, or to use it as it is used; the best of this many runs."""
    subject: Any = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
    best = float("inf")
    for _ in range(runs):
        began = time.process_time()
        if use == "finditer":
            for _ in pattern.finditer(subject):
                pass
        else:
            getattr(pattern, use)(subject)
        best = min(best, time.process_time() - began)
    return best


def texts(pattern: re.Pattern[Any]) -> Iterator[str]:
    """What is repeated: each unit with each joint, then some pairs of units."""
    own = units(pattern)
    for unit in own:
        for joint in JOINTS:
            yield unit + joint
    chosen = random.Random(repr(pattern.pattern))  # the same pairs in each run
    for _ in range(PAIRS if len(own) > 1 else 0):
        yield "".join(chosen.choice(own) + chosen.choice(JOINTS) for _ in range(2))


def steep(pattern: re.Pattern[Any], use: str) -> tuple[float, float, int, str] | None:
    """Ratio, seconds, characters and text of the first that grows too steeply; None: none does."""
    for unit in texts(pattern):
        text = unit * (MOST // len(unit) + 1)
        if took(pattern, use, text[: 2 * START]) < LEAST:
            continue
        size, times = START, [took(pattern, use, text[:START], runs=2)]
        while size < MOST and (times[-1] < ENOUGH or len(times) < 3):
            size *= 2
            times.append(took(pattern, use, text[:size], runs=2))
            if len(times) > 2 and times[-1] < RATIO * times[-2]:
                break
        ratios = [b / max(a, 1e-9) for a, b in pairwise(times)][-2:]
        if len(ratios) == 2 and min(ratios) > RATIO:
            return ratios[-1], times[-1], size, unit
    return None


def main() -> int:
    """Try them all; the exit code."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--within", default="", help="modules whose name begins so")
    options.add_argument("--part", default="1/1", help="2/3: the second of three of all patterns")
    given = options.parse_args()
    part, parts = map(int, given.part.split("/"))
    chosen = patterns(given.within)[part - 1 :: parts]
    bad = 0
    for number, (name, pattern, use) in enumerate(chosen):
        print(f"\r{number} {name:70.70}", end="\r", file=sys.stderr, flush=True)
        if found := steep(pattern, use):
            bad += 1
            ratio, seconds, size, unit = found
            which = f"{name} ({use}) {pattern.pattern[:30]!r}"
            print(f"{which}: {ratio:.1f} times at a doubling, {seconds:.2f} s for {size:,}"
                  f" characters of {unit[:40]!r}", flush=True)  # fmt: skip
    print(f"{bad} of {len(chosen)} patterns; {time.process_time():.0f} s of a processor")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
