"""Comparing two files on disk: compare."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.text import Text

from monitor.cli.diffing import print_change, print_sections, section_json
from monitor.cli.output import STYLES, Output, count
from monitor.cli.session import Session, command
from monitor.errors import ExtractError, NotFoundError
from monitor.text.charset import DOCX, JSON, ODT, PDF, RTF

MEDIA = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    ".json": JSON,
}
MEDIA_NAMES = {
    "html": "text/html",
    "markdown": "text/markdown",
    "plain": "text/plain",
    "json": JSON,
    "pdf": PDF,
    "docx": DOCX,
    "odt": ODT,
    "rtf": RTF,
}


@command(
    "compare",
    "monitor compare terms-2024.html terms-2025.html",
    "monitor compare old.md new.md --side-by-side",
    "monitor compare terms.html terms.pdf",
    "curl -s https://example.com/terms | monitor compare terms.html -",
)
@click.argument("old", type=click.Path(allow_dash=True, path_type=Path))
@click.argument("new", type=click.Path(allow_dash=True, path_type=Path))
@click.option(
    "--media-type",
    type=click.Choice([*MEDIA_NAMES, *MEDIA_NAMES.values()]),
    metavar="TYPE",
    help="What the files are: html, markdown, plain, json, pdf, docx, odt or rtf. By default their"
    " names or first bytes say so; otherwise HTML.",
)
@click.option("-s", "--side-by-side", "beside", is_flag=True, help="Old left, new right.")
@click.option("--full", is_flag=True, help="Changed paragraphs whole, not only around the change.")
@click.option("--exit-code", is_flag=True, help="Exit with 3 when the texts differ.")
def compare(
    session: Session,
    out: Output,
    old: Path,
    new: Path,
    media_type: str | None,
    beside: bool,
    full: bool,
    exit_code: bool,
) -> None:
    """Compare two files (- is standard input). Needs no watchlist.

    They may be HTML, Markdown, plain text, JSON, PDF, DOCX, ODT or RTF, and of different kinds.
    Exit code 1, with the reason, when one of them is not policy text (a block page, a scan, an
    empty file).
    """
    from monitor.api import compare as compare_documents

    if str(old) == "-" and str(new) == "-":
        raise click.UsageError("only one of OLD and NEW can be standard input")
    media = MEDIA_NAMES.get(media_type or "", media_type or "")
    media = media or MEDIA.get(old.suffix.lower()) or MEDIA.get(new.suffix.lower()) or "text/html"
    try:
        change = compare_documents(_read(old), _read(new), media, on=datetime.now(UTC).date())
    except ExtractError as e:
        raise NotFoundError(f"nothing to compare: {e}") from e
    if out.as_json:
        out.json({**change.to_dict(), "sections": [section_json(s) for s in change.sections]})
    elif change.reason:
        out.line(Text("not compared: ", style=STYLES["quarantined"]), change.reason)
    else:
        if change.sections:
            print_change(out, change)
        print_sections(out, change.sections, str(old), str(new), beside=beside, full=full)
        number = len(change.sections)
        out.note(f"{count(number, 'section')} differ{'s' if number == 1 else ''}")
    if change.reason:
        raise click.exceptions.Exit(1)
    if exit_code and change.sections:
        raise click.exceptions.Exit(3)


def _read(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as e:
        raise click.UsageError(f"{path}: {e.strerror}") from None
