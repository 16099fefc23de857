"""The public comparison of two versions: any bytes in, the same honest answer out, in time."""

from __future__ import annotations

import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import compare
from monitor.cli import cli
from monitor.errors import ExtractError
from monitor.model import Kind
from tests.pages import page
from tests.work import calls

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus"

POLICY = """# Privacy Policy

Last updated: May 1, 2025

We collect your name and address when you open an account with us.

## Sharing

We may share your data with partners. We keep it for 30 days.
"""
PAGE = (
    "<html lang=en><title>Privacy Policy</title><main><h1>Privacy Policy</h1>"
    "<p>We collect your name and address when you open an account with us.</p>"
    "<h2>Sharing</h2><p>We may share your data with partners. We keep it for 30 days.</p></main>"
)


@pytest.mark.parametrize(
    ("text", "media_type"),
    [(POLICY, "text/markdown"), (POLICY, "text/plain"), (PAGE, "text/html")],
)
@pytest.mark.parametrize("encode", [str, str.encode], ids=["text", "bytes"])
def test_a_change_is_found_in_every_media_type(
    text: str, media_type: str, encode: Callable[[str], str | bytes]
) -> None:
    """The same rules for HTML, Markdown and plain text, decoded or not."""
    change = compare(encode(text), encode(text.replace("may share", "will share")), media_type)
    assert change.kind is Kind.SUBSTANTIVE
    assert compare(encode(text), encode(text), media_type).kind is Kind.NOISE


def test_the_answer_is_plain_data() -> None:
    """Other programs read it as JSON."""
    told = compare(POLICY, POLICY.replace("30 days", "60 days"), "text/markdown").to_dict()
    assert {"kind", "classes", "regions_added", "regions_removed", "dates", "findings"} <= set(told)
    assert json.loads(json.dumps(told)) == told
    assert told["kind"] == "substantive"


def test_an_unknown_media_type_is_refused() -> None:
    """A picture compared as text would be all noise."""
    with pytest.raises(ExtractError):
        compare(b"\x89PNG", b"\x89PNG", "image/png")


def test_a_date_in_force_counts_from_the_day_it_is_seen() -> None:
    """The same move of a date announces something before that day, and nothing after it."""
    old = POLICY.replace("Last updated: May 1", "Effective date: May 1")
    new = old.replace("May 1", "July 1")
    assert compare(old, new, "text/markdown", on=date(2025, 6, 1)).kind is Kind.SUBSTANTIVE
    assert compare(old, new, "text/markdown", on=date(2025, 8, 1)).kind is Kind.EDITORIAL


@pytest.mark.parametrize(
    "other",
    [
        "",
        "<html><title>Just a moment...</title><p>Checking your browser before accessing.",
        "<html><title>Privacy Policy</title><h1>Page not found</h1>",
        "<html><title>Log in</title><p>You must log in to continue.",
    ],
    ids=["empty", "challenge", "not found", "login"],
)
def test_a_block_page_on_either_side_is_noise(other: str) -> None:
    """A page that was not there neither lost nor won its text."""
    page = PAGE.replace("</main>", "<p>You keep all rights in what you write here.</p>" * 30)
    assert compare(page, other).kind is Kind.NOISE
    assert compare(other, page).kind is Kind.NOISE


@given(st.binary(max_size=300), st.binary(max_size=300))
@settings(max_examples=60)
def test_any_bytes_get_an_answer_and_the_same_one(old: bytes, new: bytes) -> None:
    """A broken page must not stop the checks."""
    assert compare(old, new) == compare(old, new)
    assert compare(old, old).kind is Kind.NOISE


def test_twice_as_large_documents_are_twice_the_work() -> None:
    """Two unrelated documents are the worst that real pages do."""
    rng = random.Random(3)
    words = [f"word{n}" for n in range(5000)]

    def large(size: int) -> str:
        parts = (" ".join(rng.choices(words, k=60)).capitalize() + "." for _ in range(size))
        return "# Terms\n\n" + "\n\n".join(parts)

    def compared(size: int) -> None:
        compare(large(size), large(size), "text/markdown")

    compared(10)
    assert calls(compared, 200) < 3 * calls(compared, 100)


# ------------------------------------------------------------------ recorded versions


def recorded() -> Iterator[dict[str, Any]]:
    zstandard = pytest.importorskip("zstandard")
    with (CORPUS / "pairs.jsonl.zst").open("rb") as file:
        stream = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(file)
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            yield json.loads(line)


needs_corpus = pytest.mark.skipif(
    not (CORPUS / "pairs.jsonl.zst").exists(), reason="the recorded pairs are not here"
)


@pytest.mark.corpus
@needs_corpus
def test_kinds_of_recorded_pairs() -> None:
    """What people saw in real changes; a floor below what is reached, against regressions."""
    lines = (CORPUS / "pairs.labels.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {row["id"]: row["kind"] for row in map(json.loads, lines)}
    met: Counter[tuple[str, str]] = Counter()
    for pair in recorded():
        on = date.fromisoformat(pair["at"][:10])
        change = compare(pair["old"], pair["new"], pair["media_type"], on=on)
        met[gold[pair["id"]], str(change.kind)] += 1
    right = sum(n for (want, got), n in met.items() if want == got)
    found = met["substantive", "substantive"]
    assert right >= 0.90 * met.total()
    assert found >= 0.96 * sum(n for (want, _), n in met.items() if want == "substantive")
    assert found >= 0.89 * sum(n for (_, got), n in met.items() if got == "substantive")


EDITS: dict[str, tuple[str, str]] = {
    "a permission becomes a promise": (r"\b(we|you) may\b", r"\1 will"),
    "a promise becomes a permission": (r"\b(we|you) will\b", r"\1 may"),
    "a negation goes": (r"\b(do|does|will|may|is|are|shall) not ", r"\1 "),
    "a number changes": (r"\b\d{1,3} (days|months|years|hours)\b", r"97 \1"),
    "a recipient comes": (r"\b(service providers|affiliates)\b", r"\1 and data brokers"),
    "a bloc becomes a country": (r"\b(European Union|European Economic Area)\b", "Brazil"),
    "a speed changes": (r"\b(promptly|immediately)\b", "eventually"),
    "a sentence goes": (r"(?<=\. )(We|You) [^.\n\[]{40,200}\. ", ""),
}


@pytest.mark.corpus
@needs_corpus
@pytest.mark.parametrize("name", EDITS)
def test_a_small_real_edit_of_a_recorded_document_is_substantive(name: str) -> None:
    """One word changed in a long real policy: the change that must not be missed."""
    pattern, into = EDITS[name]
    rng = random.Random(7)
    missed, tried = [], 0
    for number, pair in enumerate(recorded()):
        text = pair["new"]
        places = [m for m in re.finditer(pattern, text) if not _in_link(text, m)]
        if number % 8 or not places:
            continue
        m = rng.choice(places)
        edited = text[: m.start()] + m.expand(into) + text[m.end() :]
        tried += 1
        if compare(text, edited, pair["media_type"]).kind is not Kind.SUBSTANTIVE:
            missed.append((pair["id"], m[0]))
    assert len(missed) <= 0.1 * tried, missed


def _in_link(text: str, m: re.Match[str]) -> bool:
    around = text[max(0, m.start() - 80) : m.end() + 60]
    return "](" in around or "//" in around


TERMS = page("We share your posts with partners who train AI models.")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (TERMS, "", "the new document has no text"),
        ("", TERMS, "the old document has no text"),
        (TERMS, "  \n ", "the new document has no text"),
        (TERMS, "<nav><a href=/>Home</a></nav>", "the new document has no text, only navigation"),
        (TERMS, b"%PDF-1.7 \xe2\xe3", "the new document cannot be read: the PDF is damaged"),
        (b"%PDF-1.4", TERMS.encode(), "the old document cannot be read: the PDF is damaged"),
        (TERMS, b"PK\x03\x04 a.html", "the new document is a zip archive"),
        (TERMS, b"PK\x03\x04 word/document.xml", "the new document cannot be read: the file is"),
        (TERMS, b"{\\rtf1 }", "the new document has no text"),
        (TERMS, "<h1>Just a moment...</h1><p>Checking your browser", "is not the page (challenge)"),
        (TERMS, "<h1>Page not found</h1><p>It may have moved.", "is not the page (not-found)"),
        (TERMS, "<h1>Please log in</h1><p>to see this page", "is not the page (login)"),
    ],
)
def test_what_is_no_policy_is_not_called_unchanged(
    old: str | bytes, new: str | bytes, reason: str
) -> None:
    """It said "nothing of the policy changed" of a wall, a PDF and an empty file."""
    change = compare(old, new)
    assert reason in change.reason
    assert change.to_dict()["reason"] == change.reason
    assert change.summary == change.reason
    assert (change.kind, change.findings) == (Kind.NOISE, ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We share data.", "We do not share data with anyone."),
        ("You may opt out.", "You may no longer opt out of it."),
        ("We keep messages for 30 days.", "We keep messages for 90 days."),
        ("We never sell it.", "We sell it."),
    ],
)
@pytest.mark.parametrize("media", ["text/html", "text/plain", "text/markdown"])
def test_two_short_texts_are_judged(old: str, new: str, media: str) -> None:
    """A clause that was pasted is all there is; it is no page that was emptied."""
    change = compare(old, new, media)
    assert change.kind is Kind.SUBSTANTIVE
    assert change.reason == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "<title>Just a moment...</title><p>Checking your browser before accessing. Ray ID: 1a",
            "<title>Just a moment...</title><p>Checking your browser before accessing. Ray ID: 9f",
        ),
        ("<h1>Please log in</h1><p>You must log in to see it.",) * 2,
        ("<h1>Page not found</h1><p>There is nothing at this address.",) * 2,
    ],
    ids=["challenge", "login", "not found"],
)
def test_two_walls_are_not_a_policy_that_stayed_the_same(old: str, new: str) -> None:
    """ "Nothing of the policy changed", of two pages that asked to log in."""
    assert "is the page (" in compare(old, new).reason.replace("not the page", "is the page")


def test_two_equal_short_texts_are_equal() -> None:
    assert compare("We never sell it.", "We never sell it.").reason == ""


TERMS = "<h1>Terms</h1>" + "".join(f"<p>We keep item {n} for {n} days.</p>" for n in range(60))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (bytes(range(256)) * 12, "the new document is no text: only "),
        (TERMS[:300], "breaks off before its end"),
        ("<h1>Choose</h1>" + "".join(f"<p>Country {n}</p>" for n in range(30)), "list of links"),
    ],
)
def test_why_two_files_are_not_compared_is_said_in_words(other: str | bytes, said: str) -> None:
    """ "not-the-page-emptied" was all that was said of a file of random bytes."""
    reason = compare(TERMS, other).reason
    assert said in reason
    assert "not-the-page-" not in reason


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-8", "cp1252", "shift_jis"])
def test_text_in_any_charset_is_text(charset: str) -> None:
    body = TERMS.replace("<h1>", f'<meta charset="{charset}"><h1>').encode(charset)
    assert "no text" not in compare(body, body).reason


def test_compared_files_that_are_no_policy_fail_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "old.html").write_text(TERMS)
    (tmp_path / "new.html").write_bytes(b"\x89PNG\r\n")
    call = ["compare", str(tmp_path / "old.html"), str(tmp_path / "new.html")]
    result = CliRunner().invoke(cli, call)
    assert result.exit_code == 1
    assert "not compared: the new document is an image" in result.output
    answer = json.loads(CliRunner().invoke(cli, [*call, "--json"]).stdout)
    assert answer["reason"].startswith("the new document is an image")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "We share data with providers.",
            "We share data with providers and, from 15 November 2027, with partners, who may train "
            "AI models on it unless you opt out in Settings > Privacy > Sharing.",
        ),
        (
            "Returns are free.",
            "Returns cost three pounds each, are only taken within a week, and go to the mill in "
            "the valley, where somebody signs for them on Mondays.",
        ),
    ],
)
def test_a_sentence_that_grew_is_judged(old: str, new: str) -> None:
    """Whoever compares two clauses was told that one of them is not the page."""
    page = "<html lang=en><main><h1>X</h1><p>{}</p></main></html>"
    for one, other in ((old, new), (new, old)):
        assert compare(page.format(one), page.format(other)).kind == "substantive"
