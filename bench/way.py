"""How far one check goes through the code, and how large the house is. One command:

    python bench/way.py [--calls]

A page that changes is checked until its change counts; the check that records it is traced. A room
is a package of `monitor`, or a module that lies beside the packages. Told are

- the modules and rooms that this check passes;
- its steps from one room into another, and how many of them lead back into a room that it had left
  (a step into a room from which no call is under way, though one was before). Steps into rooms that
  know no other room but a single module, and into the words of the product (`model`), are not
  counted: those rooms are below every stage. Neither are coroutines, which only wait;
- the number of files, rooms, and imports between modules.

All in one thread's order and without processes of their own, so the figures are the same each time.
"""

from __future__ import annotations

import argparse
import inspect
import sys
import tempfile
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import grimp

import monitor
from monitor.app import make_monitor
from monitor.config import Config
from monitor.model import Fetched, Route, Watch

ROOT = Path(monitor.__file__).parent
URL = "https://plaza.example/terms"
CLAUSES = "".join(
    f"<h2>{n}. Clause {n}</h2><p>We handle what you give us for purpose {n} with care.</p>"
    for n in range(1, 20)
)
OLD, NEW = (
    f"<html lang=en><title>Plaza Terms</title><main><h1>Terms</h1>{more}{CLAUSES}</main>"
    for more in ("", "<p>From 3 November 2099 we train AI models on your posts in Canada.</p>")
)


class Way:
    """Hears every call within `monitor`, in order."""

    def __init__(self, below: set[str]) -> None:
        self._below = below  # rooms that do not count
        self.modules: Counter[str] = Counter()
        self.rooms: set[str] = set()
        self.steps: Counter[tuple[str, str]] = Counter()
        self.back: Counter[tuple[str, str]] = Counter()
        self._open: Counter[str] = Counter()  # calls under way, by room
        self._stacks: dict[int, list[str]] = {}

    def hear(self, frame: FrameType, event: str, _: Any) -> None:
        """A profile function, for all threads."""
        if event not in ("call", "return"):
            return
        module = _module(frame.f_code.co_filename)
        code = frame.f_code
        if not module or code.co_name == "<module>" or code.co_flags & inspect.CO_COROUTINE:
            return
        stack = self._stacks.setdefault(threading.get_ident(), [])
        room = module.partition(".")[0]
        if room in self._below:
            room = stack[-1] if stack else ""
        if event == "return":
            if stack:
                self._open[stack.pop()] -= 1
            return
        self.modules[module] += 1
        if stack and stack[-1] != room:
            self.steps[stack[-1], room] += 1
            if room in self.rooms and not self._open[room]:
                self.back[stack[-1], room] += 1
        self.rooms.add(room)
        self._open[room] += 1
        stack.append(room)


def _module(file: str) -> str:
    if not file.startswith(f"{ROOT}/"):
        return ""
    return ".".join(Path(file).relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _below(graph: grimp.ImportGraph) -> set[str]:
    """The rooms that import no other one but single modules, and the words of the product."""
    known: dict[str, set[str]] = {}
    for module in graph.modules - {"monitor"}:
        room = module.split(".")[1]
        names = graph.find_modules_directly_imported_by(module) - {"monitor"}
        known.setdefault(room, set()).update({name.split(".")[1] for name in names} - {room})
    alone = {room for room, others in known.items() if not others}
    single = {room for room in alone if not graph.find_children(f"monitor.{room}")}
    return alone | {r for r, others in known.items() if others <= single} | {"model", "templates"}


class Net:
    """A fetcher of one page."""

    body = OLD

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    async def fetch(self, watch: Watch, **_: object) -> Fetched:
        """The page as it is now."""
        headers = (("content-type", "text/html; charset=utf-8"),)
        return Fetched(watch.url, watch.url, 200, headers, self.body.encode(), self.clock())

    async def aclose(self) -> None:
        """Nothing is open."""


class Clock:
    """Moves by seven hours at each check."""

    now = datetime(2026, 1, 5, 6, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time, as the product asks for it."""
        return self.now


def traced_check(below: set[str]) -> Way:
    """The way of the check that records a change of the page.

    It is gone once untraced: a module that is loaded when it is first called for runs the bodies of
    its classes, and these are no steps of a check.
    """
    _check(None)
    way = Way(below)
    _check(way)
    return way


def _check(way: Way | None) -> None:
    clock = Clock()
    net = Net(clock)
    watch = Watch(id="terms", service="Plaza", document="Terms", url=URL)
    route = Route(name="team", urls=("json://team.example/hook",))
    with tempfile.TemporaryDirectory() as folder:
        config = Config(
            path=Path(folder) / "watchlist.yaml",
            watches=(watch,),
            routes=(route,),
            database=f"sqlite:///{folder}/monitor.db",
            snapshots=Path(folder) / "snapshots",
        )
        with make_monitor(config, fetcher=net, clock=clock) as made:
            for body in (OLD, OLD, NEW):
                net.body = body
                made.check()
                clock.now += timedelta(hours=7)
            if way is not None:
                threading.setprofile(way.hear)
                sys.setprofile(way.hear)
            (result,) = made.check()
            sys.setprofile(None)
            threading.setprofile(None)  # type: ignore[arg-type]  # as documented
    if str(result.outcome) != "substantive":
        sys.exit(f"the traced check came to {result.outcome}, no change: nothing was measured")


def main() -> None:
    """Trace, count, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--calls", action="store_true", help="list the steps that lead back")
    options = parser.parse_args()
    # With a second thread there is no safe copy of the process: pages are read in this one.
    idle = threading.Event()
    threading.Thread(target=idle.wait, daemon=True).start()
    graph = grimp.build_graph("monitor")
    way = traced_check(_below(graph))
    idle.set()
    files = [path for path in ROOT.rglob("*.py") if "migrations" not in path.parts]
    rooms = {_module(str(path)).partition(".")[0] for path in files} - {"__init__", ""}
    print(f"one check passes {len(way.modules)} of {len(files)} modules in {len(way.rooms)} rooms")
    print(
        f"it steps {way.steps.total()} times from one room into another,"
        f" {way.back.total()} of them back into a room it had left"
    )
    print(
        f"{len(files)} files, {len(rooms)} rooms, {graph.count_imports()} imports between modules"
    )
    if options.calls:
        for (before, room), count in way.back.most_common():
            print(f"{count:6} {before} -> {room}")


if __name__ == "__main__":
    main()
