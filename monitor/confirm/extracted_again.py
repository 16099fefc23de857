"""A page's state once its version was extracted again, by other code or rules. Pure."""

from __future__ import annotations

from dataclasses import replace

from monitor.confirm import block_history, pending_change
from monitor.confirm.pending_change import Sighting
from monitor.model import Document, PageState


def upgraded(state: PageState, document: Document, before: Document) -> tuple[PageState, Document]:
    """State and version after the version's snapshot was extracted again by other code or rules.

    `document` is the new extraction, `before` the version by the old one. The snapshot may show
    what the version does not hold because it waited for its confirmation: it goes on waiting.
    """
    unsettled = {
        block.key for block in before.boilerplate if block.boilerplate == block_history.SEEN_ONCE
    }
    waiting = {name for name, b in block_history.named(document.blocks()) if b.key in unsettled}
    if waiting:
        from monitor.diff import diff  # a check that finds nothing new does without

        sighting = Sighting(state, waiting=frozenset(waiting))
        document = pending_change.confirmed_document(diff(before, document), sighting)
    return _compared_again(state, block_history.apply(document, state.profile).digest), document


def begun_again(state: PageState) -> PageState:
    """The state when the version can no longer be compared with: the next good answer is one."""
    return _compared_again(state, "")


def _compared_again(state: PageState, digest: str) -> PageState:
    """Nothing waits, and no answer is known to be the version's."""
    return replace(state, current_digest=digest, candidate=None, pending=(), texts=())
