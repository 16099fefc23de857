"""Bytes of a page to a Document: what a person would call the policy, in sections. Pure.

html.py (with walk.py) or markdown.py read the page into raw blocks, boilerplate.py decides which
are content, outline.py groups them by headings. formats.py makes markup of whatever else is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.extract.edition import extractor_digest

if TYPE_CHECKING:
    from monitor.extract.page_tree import fingerprint, glance
    from monitor.extract.to_document import extract

__all__ = ["extract", "extractor_digest", "fingerprint", "glance"]


def __getattr__(name: str) -> Any:
    """Load what reads pages when somebody reads one: most checks find that none has changed."""
    if name == "extract":
        from monitor.extract.to_document import extract

        return extract
    if name in ("fingerprint", "glance"):
        from monitor.extract import page_tree

        return getattr(page_tree, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
