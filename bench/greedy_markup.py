"""Which markup takes a reader more than its share? Every tag in twenty shapes, at n, 2n and 4n.

    python bench/greedy_markup.py [--size 16000] [--seconds 3] [--tags p,font,…]

Each page is read in a process with the limits that readers have. A shape is reported when the time
or the memory grows faster than the page (ratio above 2.3 at a doubling, from 50 ms or 20 MB on) and
when its reader was ended. Whatever is found fails alone: the table says how soon, and at what size.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable

from monitor.errors import ReaderLostError
from monitor.extract import extract
from monitor.service.readers import Readers, rules_loaded

_TAGS = """
a abbr address applet area article aside audio b base bdi bdo big blockquote body br button
caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em
embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 head header hgroup hr
html i iframe img input ins kbd label legend li link main map mark marquee math menu meta meter
nav nobr noembed noframes noscript object ol optgroup option output p param plaintext pre progress
q rp rt ruby s samp script search section select slot small source span strike strong style sub
summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var
video wbr xmp
"""
TAGS = tuple(_TAGS.split())

SHAPES: dict[str, Callable[[str, int], str]] = {
    "open": lambda t, i: f"<{t}>",
    "open, text": lambda t, i: f"<{t}>word ",
    "open, attribute": lambda t, i: f"<{t} a={i}>",
    "open, attribute, p": lambda t, i: f"<{t} a={i}><p>",
    "open, attribute, div": lambda t, i: f"<{t} a={i}><div>",
    "open, attribute, li": lambda t, i: f"<{t} a={i}><li>",
    "open, p": lambda t, i: f"<{t}><p>",
    "p, open": lambda t, i: f"<p><{t}>",
    "table, open": lambda t, i: f"<table><{t}>",
    "td, open": lambda t, i: f"<table><tr><td><{t}>",
    "select, open": lambda t, i: f"<select><{t}>",
    "svg, open": lambda t, i: f"<svg><{t}>",
    "closed": lambda t, i: f"<{t}>word</{t}>",
    "closed in p": lambda t, i: f"<p><{t}>word</{t}></p>",
    "only closing": lambda t, i: f"</{t}>",
    "closing the other": lambda t, i: f"<{t}></b><b></{t}>",
    "misnested": lambda t, i: f"<b><{t}></b></{t}>",
    "misnested with i": lambda t, i: f"<{t}><i></{t}></i>",
    "attributes": lambda t, i: f"<{t} a{i}=1 b{i}=2 c{i}=3>",
    "id and class": lambda t, i: f"<{t} id=x{i} class='y{i} z{i}'>word",
}
FROM_SECONDS, FROM_BYTES, RATIO = 0.05, 20_000_000, 2.3


def page(tag: str, shape: str, size: int) -> str:
    """About this many bytes of one shape."""
    one = SHAPES[shape]
    return "".join(one(tag, i) for i in range(size // len(one(tag, 1000))))


def cost(body: str) -> tuple[float, int]:
    """Seconds of computing and bytes at most, in a reader that has read nothing else."""
    began = time.process_time()
    extract(body, "text/html")
    return time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def tried(body: str, seconds: float) -> tuple[float, int] | str:
    """The cost in a fresh reader, or why it was ended."""
    with Readers(1, seconds=seconds) as readers:
        try:
            idle = readers.run(cost, "")[1]
            took, most = readers.run(cost, body)
            return took, most - idle
        except ReaderLostError as lost:
            return str(lost).rpartition("wanted ")[2]


def finding(tag: str, shape: str, size: int, seconds: float) -> str:
    """What is wrong with this markup, "" for nothing."""
    costs: list[tuple[float, int]] = []
    for factor in (1, 2, 4):
        body = page(tag, shape, factor * size)
        found = tried(body, seconds)
        if isinstance(found, str):
            return f"{len(body):9,} bytes: {found}"
        costs.append(found)
    (_, _), (time_2, bytes_2), (time_4, bytes_4) = costs
    said = []
    if time_4 > FROM_SECONDS and time_4 > RATIO * time_2:
        said.append(f"{time_4:.2f} s, {time_4 / time_2:.1f} times that of half")
    if bytes_4 > FROM_BYTES and bytes_4 > RATIO * bytes_2:
        said.append(f"{bytes_4 / 1e6:.0f} MB, {bytes_4 / max(bytes_2, 1):.1f} times that of half")
    return f"{4 * size:9,} bytes: {'; '.join(said)}" if said else ""


def main() -> None:
    """Try them all; a line for each finding."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=16_000, help="bytes of the smallest page")
    parser.add_argument("--seconds", type=float, default=3.0, help="of computing for each page")
    parser.add_argument("--tags", default=",".join(TAGS))
    given = parser.parse_args()
    rules_loaded()
    count = 0
    for tag in given.tags.split(","):
        for shape in SHAPES:
            if said := finding(tag, shape, given.size, given.seconds):
                count += 1
                print(f"<{tag}> {shape:22} {said}", flush=True)
    print(f"{count} of {len(given.tags.split(',')) * len(SHAPES)}")


if __name__ == "__main__":
    main()
