"""What a document says now: places, dates in force, opt-outs, ages, retention, legal bases, …"""

from __future__ import annotations

from monitor.types import Document, Finding


def facts(document: Document) -> tuple[Finding, ...]:
    """Every fact found, in the order of the document, each with its quote and section."""
    return ()
