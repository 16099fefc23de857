"""Recorded snapshots through the same pipeline as the daemon's, in memory.

A record is JSON Lines, plain or .zst: one object per snapshot with watch, fetched_at, body and,
where known, url, status and content_type. The snapshots of one watch stand in order of time.
The answer is one plain dict per snapshot; the same records give the same answer whatever the
number of jobs and the order of the files.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import zstandard

from monitor import pipeline
from monitor.config.foreign import selectors_and_ranges
from monitor.errors import ConfigError
from monitor.model import (
    Document,
    ExtractRules,
    Fetched,
    Op,
    PageState,
    Range,
    SectionDiff,
)

SUFFIXES = (".jsonl", ".jsonl.zst", ".ndjson", ".ndjson.zst")
# Files compressed with a long window need as much memory to be read.
WINDOW = 2**31

Rules = Mapping[str, ExtractRules]  # by watch id
Row = dict[str, Any]
Report = Callable[[int, str], None]  # bytes read since the last call, name of the file


# --------------------------------------------------------------------------- what to replay


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The record files in files and folders, sorted. Raises ConfigError where there are none."""
    found: set[Path] = set()
    for path in paths:
        if path.is_dir():
            inside = {p for p in path.iterdir() if p.name.endswith(SUFFIXES)}
            if not inside:
                raise ConfigError(f"{path}: no recorded snapshots (*.jsonl, *.jsonl.zst) in it")
            found |= inside
        elif path.is_file():
            found.add(path)
        else:
            raise ConfigError(f"{path}: no such file or folder")
    return sorted(found)


def rules_from_manifest(path: Path) -> Rules:
    """The selectors of a manifest: a JSON list of objects with watch and selectors."""
    try:
        entries = json.loads(path.read_text("utf-8"))
        return {e["watch"]: _rules(e.get("selectors") or {}) for e in entries}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"{path}: not a manifest of recorded pages: {error}") from None


def _rules(selectors: Mapping[str, Any]) -> ExtractRules:
    select, ranges = _places(selectors.get("select"))
    remove, cuts = _places(selectors.get("remove"))
    return ExtractRules(select=select, ranges=ranges, remove=remove, cuts=cuts)


def _places(value: Any) -> tuple[tuple[str, ...], tuple[Range, ...]]:
    """CSS selectors and ranges, given as one, as a list, or not at all."""
    return selectors_and_ranges(value if isinstance(value, list) else [value] if value else [])


# --------------------------------------------------------------------------- one file


def replay_file(
    path: Path, rules: Rules, report: Report | None = None, *, diffs: bool = False
) -> list[Row]:
    """The answers to one file's snapshots, in the file's order; with `diffs` their word diffs.

    Raises ConfigError where the file is not a record.
    """
    pages: dict[str, Page] = {}
    answers: list[Row] = []
    with closing(_lines(path, report)) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            where = f"{path}, line {number}"
            row, answer = _read(line, where)
            watch, fetched_at = row["watch"], row["fetched_at"]
            page = pages.setdefault(watch, Page(rules.get(watch, ExtractRules()), diffs))
            if page.at and answer.fetched_at < page.at:
                raise ConfigError(f"{where}: {watch} goes back in time to {fetched_at}")
            answers.append({"watch": watch, "fetched_at": fetched_at} | page.see(answer))
    return answers


def _read(line: bytes, where: str) -> tuple[Row, Fetched]:
    try:
        row: Row = json.loads(line)
        at = datetime.fromisoformat(row["fetched_at"])
        return {"watch": str(row["watch"]), **row}, answer_of(row, at)
    except KeyError as error:
        raise ConfigError(f"{where}: not a recorded snapshot: {error} is missing") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise ConfigError(f"{where}: not a recorded snapshot: {error}") from None


@dataclass
class Page:
    """One watch while it is replayed: what the database would hold."""

    rules: ExtractRules
    diffs: bool = False
    state: PageState = field(default_factory=PageState)
    current: Document | None = None
    at: datetime | None = None

    def see(self, answer: Fetched) -> Row:
        """One snapshot's answer; the page moves on."""
        self.at = answer.fetched_at
        _, decision = pipeline.examine(
            answer, rules=self.rules, state=self.state, current=self.current
        )
        self.state = decision.state
        self.current = decision.version or self.current
        row: Row = {"outcome": str(decision.outcome)}
        if decision.reason:
            row["reason"] = decision.reason
        if decision.turned:
            row["note"] = decision.turned
        if decision.change is not None and decision.version is not None:
            row |= decision.change.to_dict()
            if self.diffs:
                row["diff"] = diff_text(decision.change.sections)
        return row


_MARKS = {Op.EQUAL: ("", ""), Op.DELETE: ("[-", "-]"), Op.INSERT: ("{+", "+}")}
CONTEXT = 80  # characters of unchanged text shown on each side


def diff_text(sections: Iterable[SectionDiff]) -> str:
    """Section diffs as text: [-removed-], {+added+}, long unchanged runs shortened."""
    lines = []
    for section in sections:
        lines.append(f"# {' › '.join(section.path) or '(top)'} ({section.fate})")
        for block in section.blocks:
            words = "".join(_marked(span.op, span.text) for span in block.spans)
            lines.append(f"- {block.fate}: {words}")
    return "\n".join(lines)


def _marked(op: Op, text: str) -> str:
    if op is Op.EQUAL and len(text) > 2 * CONTEXT:
        text = f"{text[:CONTEXT]} … {text[-CONTEXT:]}"
    before, after = _MARKS[op]
    return before + text + after


def answer_of(row: Row, at: datetime) -> Fetched:
    """A recorded row as the pipeline takes it."""
    url = row.get("url") or ""
    # The body was decoded when it was recorded: whatever charset it once had, it is UTF-8 here.
    media = str(row.get("content_type") or "text/html").partition(";")[0].strip()
    return Fetched(
        url=url,
        final_url=row.get("final_url") or url,
        status=int(row.get("status") or 200),
        headers=(("content-type", f"{media}; charset=utf-8"),),
        body=row["body"].encode("utf-8", "surrogatepass"),
        fetched_at=at,
    )


def _lines(path: Path, report: Report | None) -> Generator[bytes, None, None]:
    """The lines of a plain or compressed file, never more of it in memory than needed."""
    with ExitStack() as stack:
        file: Any = stack.enter_context(path.open("rb"))
        source: Any = file
        if path.name.endswith(".zst"):
            decompressor = zstandard.ZstdDecompressor(max_window_size=WINDOW)
            reader = stack.enter_context(decompressor.stream_reader(file))
            source = stack.enter_context(io.BufferedReader(reader, 1 << 20))
        done = 0
        try:
            for line in source:
                yield line
                if report and (here := file.tell()) > done:
                    report(here - done, path.name)
                    done = here
        except zstandard.ZstdError as error:
            raise ConfigError(f"{path}: cannot be decompressed: {error}") from None


# --------------------------------------------------------------------------- many files


def replay(
    files: Sequence[Path],
    *,
    rules: Rules | None = None,
    jobs: int = 1,
    report: Report | None = None,
    diffs: bool = False,
) -> list[Row]:
    """The answers to all snapshots, sorted by watch, then time.

    `jobs` files are read at once, each in a process of its own. `report` hears of progress.
    Raises ConfigError where a file is not a record, or where two files hold the same watch.
    """
    chosen: Rules = dict(rules or {})
    if jobs <= 1 or len(files) <= 1:
        batches = [replay_file(path, chosen, report, diffs=diffs) for path in files]
    else:
        batches = _in_processes(files, chosen, jobs, report, diffs)
    seen: dict[str, Path] = {}
    for path, batch in zip(files, batches, strict=True):
        for watch in {row["watch"] for row in batch}:
            if seen.setdefault(watch, path) != path:
                raise ConfigError(f"{watch} is recorded in both {seen[watch]} and {path}")
    rows = [row for batch in batches for row in batch]
    return sorted(rows, key=lambda row: (row["watch"], row["fetched_at"]))


def _in_processes(
    files: Sequence[Path], rules: Rules, jobs: int, report: Report | None, diffs: bool
) -> list[list[Row]]:
    # The largest first, so that no process is left alone with it at the end.
    order = sorted(files, key=lambda path: (-path.stat().st_size, path))
    # Fresh processes: a fork would copy the locks of the progress bar's thread.
    fresh = get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(files)), mp_context=fresh) as pool:
        running = {pool.submit(replay_file, path, rules, diffs=diffs): path for path in order}
        results: dict[Path, list[Row]] = {}
        for done in as_completed(running):
            path = running[done]
            results[path] = done.result()
            if report:
                report(path.stat().st_size, path.name)
    return [results[path] for path in files]
