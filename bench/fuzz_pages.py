"""Search, led by coverage, for pages that make reading, judging or comparing raise.

    pip install atheris                      # Google's; wheels for Linux, Python 3.11 to 3.13
    python bench/fuzz_pages.py extract|judge|compare [--seconds 600] [--corpus FOLDER]

Half of the inputs are bytes as they come, the other half choose from pieces of markup and of policy
text, so that more than the first parser is reached. Read must mean: a document or an ExtractError,
and the same one twice. Compared must mean: a change of which line, proofs and JSON can be made, and
nothing where both sides are the same. libFuzzer stops at the first input for which that is not so,
or that takes 10 s or 2 GB, and writes it beside the corpus; the exit code is then not 0.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["monitor"]):
    from monitor import pipeline
    from monitor.api import compare, extract
    from monitor.errors import ExtractError
    from monitor.extract.formats import FORMATS
    from monitor.model import ExtractRules, Fetched
    from monitor.render.wording import headline, proofs

ON = date(2026, 3, 1)
MEDIA = ["text/html", "text/markdown", "text/plain", "application/json", *sorted(FORMATS)]
PIECES = [
    "<p>", "</p>", "<h1>", "</h1>", "<h2>Rights</h2>", "<li>", "<ul>", "</ul>", "<ol start=3>",
    "<main>", "<nav>", "</nav>", "<table>", "<tr>", "<td rowspan=2>", "<td>", "</table>",
    "<a href=#x>", "</a>", "<button aria-expanded=false>", "</button>", "<label>", "<details>",
    "<summary>", "<dl><dt>", "<dd>", "<del>", "</del>", "<sup>1</sup>", "<script>", "</script>",
    "<!--", "-->", "<![CDATA[", "]]>", "<template shadowrootmode=open>", "<iframe srcdoc='", "'>",
    "<xmp>", "<title>Terms</title>", "&#0;",
    "<script type=application/ld+json>{\"articleBody\":\"", "\"}", "<html lang=de>", "\n# ",
    "\n- ", "\n\n", "|", "**", "~~", "[", "](", ")", "```\n", "\u00ad", "\u200b", "\u202e",
    "\x1b[31m", "\u2713", "\u2717", "We may share your personal data with partners. ",
    "You may opt out until 3 November 2026. ", "We keep your data for 30 days. ",
    "We keep your data for 60 days. ", "in the EU and the UK", "Canada",
    "We do not sell your data. ", "You must be 16 years or older. ", "Effective 1 March 2026. ",
    "no longer ", "Wir verkaufen Ihre Daten nicht. ", "Nous ne vendons pas vos donn\u00e9es. ",
    "\u79c1\u305f\u3061\u306f", "2.1 ", "unless you object, ", "to train AI models. ", "$10",
    "5%", "Last updated: March 1, 2026", "Just a moment...",
    "Enable JavaScript and cookies to continue", "Sign in", "Access denied", "Are you a robot?",
    "...", ": ", ", ",
]  # fmt: skip


def page(given: Any) -> bytes:
    """Bytes as they are, or pieces that they choose."""
    if given.ConsumeBool():
        return bytes(given.ConsumeBytes(given.ConsumeIntInRange(0, 4000)))
    chosen = [given.PickValueInList(PIECES) for _ in range(given.ConsumeIntInRange(0, 120))]
    return "".join(chosen).encode()


def read(given: Any) -> None:
    """A document or an ExtractError, and the same one twice."""
    media = given.PickValueInList(MEDIA)
    body = page(given)
    try:
        document = extract(body, media)
    except ExtractError:
        return
    document.text.encode()
    assert extract(body, media).digest == document.digest


def judge(given: Any) -> None:
    """A verdict on any answer, and on what was read of it."""
    headers = (("content-type", given.PickValueInList(MEDIA)),)
    status = given.PickValueInList([200, 200, 200, 202, 403, 404, 429, 503])
    url, at = "https://a.example/terms", datetime(2026, 3, 1, tzinfo=UTC)
    last = given.PickValueInList([url, "https://a.example/login?next=/", "https://a.example/"])
    body = page(given)
    answer = Fetched(
        url=url, final_url=last, status=status, headers=headers, body=body, fetched_at=at
    )
    pipeline.read_alone(answer, ExtractRules())


def told(given: Any) -> None:
    """A change of which all can be told; none between what is the same."""
    media = given.PickValueInList(MEDIA[:4])
    old = page(given)
    at = given.ConsumeIntInRange(0, len(old))
    new = page(given) if given.ConsumeBool() else old[:at] + page(given) + old[at:]
    change = compare(old, new, media, on=ON)
    headline(change, ON).encode()
    proofs(change.findings, ON)
    json.dumps(change.to_dict())
    same = compare(new, new, media, on=ON)
    assert not same.points, same.summary
    assert not same.findings, same.summary


TARGETS = {"extract": read, "judge": judge, "compare": told}


def main() -> None:
    """Hand over to libFuzzer, which ends the process."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", type=Path)
    given = parser.parse_args()
    corpus = given.corpus or Path(tempfile.mkdtemp(prefix="fuzz-"))
    corpus.mkdir(parents=True, exist_ok=True)
    limits = ["-timeout=10", "-rss_limit_mb=2048", "-max_len=4096", "-print_final_stats=1"]
    options = [*limits, f"-max_total_time={given.seconds}", f"-artifact_prefix={corpus}/found-"]
    target = TARGETS[given.target]
    atheris.Setup(
        [sys.argv[0], *options, str(corpus)],
        lambda data: target(atheris.FuzzedDataProvider(data)),
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
