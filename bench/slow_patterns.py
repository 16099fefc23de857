"""Which of our patterns takes more than linear time on its own words, repeated?

    python bench/slow_patterns.py [--size 4000] [--from-seconds 0.02] [--within NAME] [--part 1/2]

Every compiled pattern in monitor's modules is tried on texts made of what it looks for: each of its
literal words, one of each of its sets of characters, its optional parts, alone and in pairs,
repeated to n, 2n and 4n characters. A line for each whose time grows by more than 2.3 at a
doubling; the exit code is 1 when there is one.
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from re import _constants as codes
from re import _parser as parser
from typing import Any

import monitor

RATIO = 2.3
BEYOND = 8000  # characters of the shortest text with which a steep pattern is tried again
MOST_UNITS = 14  # of one pattern; with their pairs some 200 texts
JOINTS = ("", " ", "\n", ", ", ". ", "-")


def patterns(package: str) -> Iterator[tuple[str, re.Pattern[Any], str]]:
    """Every compiled pattern of this package's modules: where it is, and how it is used."""
    seen: set[int] = set()
    for info in pkgutil.walk_packages(monitor.__path__, "monitor."):
        if ".migrations" in info.name or info.name.endswith("__main__"):
            continue
        if not f"{info.name}.".startswith(f"monitor.{package}"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            for pattern in within(value):
                if id(pattern) not in seen:
                    seen.add(id(pattern))
                    yield f"{info.name}.{name}", pattern, usage(inspect.getsource(module), name)


def usage(source: str, name: str) -> str:
    """How a module's own pattern is used there: "fullmatch" or "match", else "finditer"."""
    used = set(re.findall(rf"(?<![\w.]){name}\b(?:\.(\w+))?", source.replace(f"{name} =", "")))
    for method in ("fullmatch", "match"):
        if used == {method}:
            return method
    return "finditer"


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


def took(pattern: re.Pattern[Any], use: str, text: str, runs: int = 2) -> float:
    """Seconds to find all, or to use it as it is used; the best of so many runs."""
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


def steep(
    pattern: re.Pattern[Any], use: str, size: int, least: float
) -> tuple[float, float, str] | None:
    """The first text that grows too steeply: ratio, seconds, unit; None where all is linear."""
    own = units(pattern)
    pairs = [a + joint + b for a in own[:5] for b in own[:5] for joint in JOINTS[:3]]
    for unit in [*(u + joint for u in own for joint in JOINTS), *pairs]:
        text = unit * (4 * size // len(unit) + 1)
        if took(pattern, use, text[: 4 * size], runs=1) < least:
            continue
        times = [took(pattern, use, text[: factor * size]) for factor in (1, 2, 4)]
        ratio = times[2] / max(times[1], 1e-9)
        if ratio > RATIO and times[1] / max(times[0], 1e-9) > RATIO:
            if size < BEYOND:  # a run that is bounded shows it only in a text that is longer
                return steep(pattern, use, BEYOND, least)
            return ratio, times[2], unit
    return None


def main() -> int:
    """Try them all; the exit code."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--size", type=int, default=4000, help="characters of the shortest text")
    options.add_argument("--from-seconds", type=float, default=0.02)
    options.add_argument("--within", default="", help="modules whose name begins so")
    options.add_argument("--part", default="1/1", help="2/3: the second of three of all patterns")
    given = options.parse_args()
    part, parts = map(int, given.part.split("/"))
    count = bad = 0
    for number, (name, pattern, use) in enumerate(patterns(given.within)):
        if number % parts != part - 1:
            continue
        count += 1
        print(f"\r{number} {name:70.70}", end="\r", file=sys.stderr, flush=True)
        if found := steep(pattern, use, given.size, given.from_seconds):
            bad += 1
            ratio, seconds, unit = found
            print(f"{name}: {ratio:.1f} times at a doubling, {seconds:.2f} s for"
                  f" {4 * given.size:,} characters of {unit[:40]!r}", flush=True)  # fmt: skip
    print(f"{bad} of {count} patterns")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
