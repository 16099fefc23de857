"""Replay the recorded pages, score the answers and write bench/replay.md. One command:

    python bench/replay.py [--jobs 2] [--selectors] [--errors]

Needs the recorded pages and their labels beside the checkout (../shared/corpus). `--selectors` uses
the selectors of the record's manifest and writes bench/replay-selectors.md instead. The rule of the
score: an alert meets a labelled change when the change first appeared in that snapshot or in one of
the three before it.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import zstandard

from monitor import replay
from monitor.diff import diff
from monitor.extract import extract
from monitor.model import Document

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "shared" / "corpus"
WINDOW = 3
DIFFS = "replay-diffs"  # folder beside this file
# A page with more in quarantine is looked at by a person.
NOTEWORTHY = 0.01

Row = dict[str, Any]


def main() -> None:
    """Run, score, write the table and print the totals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--selectors", action="store_true", help="use the manifest's selectors")
    parser.add_argument("--answers", type=Path, help="keep the answers in this file")
    options = parser.parse_args()
    if not options.corpus.is_dir():
        sys.exit(f"{options.corpus}: the recorded pages are not here")
    streams = options.corpus / "streams"
    rules = replay.rules_from_manifest(streams / "manifest.json") if options.selectors else {}
    began = time.monotonic()
    files = replay.find_files([streams])
    answers = replay.replay(files, rules=rules, jobs=options.jobs, diffs=True)
    seconds = time.monotonic() - began
    if options.answers:
        lines = (json.dumps(answer, ensure_ascii=False) + "\n" for answer in answers)
        options.answers.write_text("".join(lines), "utf-8")
    events = [json.loads(line) for line in (options.corpus / "events.jsonl").open("rb")]
    pages = score(events, answers)
    write_diffs(pages, streams)
    name = "replay-selectors.md" if options.selectors else "replay.md"
    (HERE / name).write_text(report(pages, seconds, options), "utf-8")
    print(totals(pages))
    print(f"{len(answers)} snapshots in {seconds:.0f} s with {options.jobs} jobs; see bench/{name}")


# --------------------------------------------------------------------------- score


def score(events: Iterable[Row], answers: Iterable[Row]) -> dict[str, Row]:
    """Per page: counts, and the alerts and changes that did not meet, with their times."""
    labels: dict[str, dict[str, Row]] = defaultdict(dict)
    for event in events:
        labels[event["watch"]][event["at"]] = event
    streams: dict[str, list[Row]] = defaultdict(list)
    for answer in answers:
        streams[answer["watch"]].append(answer)
    return {watch: _page(labels[watch], streams[watch]) for watch in sorted(labels)}


def _page(labels: dict[str, Row], stream: list[Row]) -> Row:
    page: Row = {"count": Counter(), "false": [], "editorial": [], "missed": [], "reasons": []}
    count, met = page["count"], set()
    count["snapshots"] = len(stream)
    for at, answer in enumerate(stream):
        count[answer["outcome"]] += 1
        if answer["outcome"] != "substantive":
            continue
        times = [before["fetched_at"] for before in stream[max(0, at - WINDOW) : at + 1]]
        near = [labels[time] for time in times if time in labels]
        kinds = {event["kind"] for event in near}
        count["alerts"] += 1
        if "substantive" in kinds:
            count["met"] += 1
            met |= {event["at"] for event in near if event["kind"] == "substantive"}
        elif "editorial" in kinds:
            page["editorial"].append(answer)
        elif "unlabelled" not in kinds:
            page["false"].append(answer)
    changes = {at: event for at, event in labels.items() if event["kind"] == "substantive"}
    count["changes"] = len(changes)
    page["missed"] = [event for at, event in sorted(changes.items()) if at not in met]
    reasons = (a["reason"].partition(":")[0] for a in stream if a["outcome"] == "quarantined")
    page["reasons"] = Counter(reasons).most_common()
    return page


def _sum(pages: dict[str, Row]) -> tuple[Counter[str], int, int, int]:
    count: Counter[str] = Counter()
    for page in pages.values():
        count.update(page["count"])
    wrong = {name: sum(len(p[name]) for p in pages.values()) for name in _LISTS}
    return count, wrong["missed"], wrong["false"], wrong["editorial"]


_LISTS = ("missed", "false", "editorial")


def totals(pages: dict[str, Row]) -> str:
    """The figures in one line."""
    count, missed, false, editorial = _sum(pages)
    told = count["met"] + false + editorial
    return (
        f"recall {1 - missed / max(1, count['changes']):.3f}, "
        f"precision {count['met'] / max(1, told):.3f}, "
        f"{told / max(1, count['changes']):.2f} alerts a change, "
        f"{1000 * false / max(1, count['snapshots']):.2f} false alerts per 1,000 snapshots, "
        f"{count['quarantined']} of {count['snapshots']} snapshots quarantined"
    )


# --------------------------------------------------------------------------- the table


def report(pages: dict[str, Row], seconds: float, options: argparse.Namespace) -> str:
    """The table per page, what was wrong, and what was quarantined, as Markdown."""
    how = "with the manifest's selectors" if options.selectors else "with no selector or rule"
    lines = [
        "# Replay of the recorded pages",
        "",
        f"Written by `python bench/replay.py`, {how}. {totals(pages)}.",
        "",
        "An alert is *met* when a labelled change appeared in its snapshot or in the three before, "
        "*false* when nothing of the policy changed, *editorial* when its meaning did not.",
        "",
        "| page | snapshots | changes | met | missed | false | editorial | quarantined |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for watch, page in pages.items():
        count = page["count"]
        cells = [
            count["snapshots"],
            count["changes"],
            count["changes"] - len(page["missed"]),
            *(len(page[name]) for name in _LISTS),
            count["quarantined"],
        ]
        lines.append(f"| {watch} | " + " | ".join(str(cell or "") for cell in cells) + " |")
    lines += ["", "## What was wrong", ""]
    lines += ["The linked diffs are written beside this file and not kept in the repository.", ""]
    for watch, page in pages.items():
        for name in ("false", "editorial", "missed"):
            lines += [_line(watch, name, row) for row in page[name]]
    lines += ["", "## Pages with more than 1% of their snapshots in quarantine", ""]
    for watch, page in pages.items():
        if page["count"]["quarantined"] > NOTEWORTHY * page["count"]["snapshots"]:
            reasons = ", ".join(f"{number} {reason}" for reason, number in page["reasons"])
            lines.append(f"- {watch}: {reasons} of {page['count']['snapshots']}")
    return "\n".join(lines) + "\n"


def _line(watch: str, name: str, row: Row) -> str:
    at = row.get("fetched_at") or row["at"]
    text = row.get("summary") or row.get("note") or ""
    return f"- {name}: [{watch} {at}]({DIFFS}/{_file(watch, at)}) {text}".rstrip()


def _file(watch: str, at: str) -> str:
    return f"{watch}-{at.replace(':', '')}.txt"


def write_diffs(pages: dict[str, Row], streams: Path) -> None:
    """A text file with the diff for each alert that was wrong and each change that was missed."""
    folder = HERE / DIFFS
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for watch, page in pages.items():
        for row in (*page["false"], *page["editorial"]):
            (folder / _file(watch, row["fetched_at"])).write_text(row["diff"] + "\n", "utf-8")
        if page["missed"]:
            wanted = {time for event in page["missed"] for time in (event["before"], event["at"])}
            found = _documents(streams / f"{watch}.jsonl.zst", wanted)
            for event in page["missed"]:
                comparison = diff(found[event["before"]], found[event["at"]])
                text = replay.diff_text(comparison.sections) or "(no difference was extracted)"
                (folder / _file(watch, event["at"])).write_text(text + "\n", "utf-8")


def _documents(path: Path, times: set[str]) -> dict[str, Document]:
    found = {}
    with path.open("rb") as file:
        reader = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(file)
        for line in io.BufferedReader(reader):
            row = json.loads(line)
            if row["fetched_at"] in times:
                found[row["fetched_at"]] = extract(row["body"], "text/html")
    return found


if __name__ == "__main__":
    main()
