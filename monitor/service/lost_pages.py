"""A page of which what was stored is lost: what it is held against, and what is not known. Pure.

Nothing of it may pass in silence: what changed since the last look would be told to nobody.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.confirm import extracted_again
from monitor.model import Decision, Observation, Outcome
from monitor.model.archived import RETOLD
from monitor.model.records import PageRecord, VersionRecord

BY_TEXT, BEGUN_AGAIN = "by-text", "begun-again"  # notices, see `render.page_notices`


def by_its_text(page: PageRecord, version: VersionRecord | None, why: str) -> PageRecord:
    """The page to be held against the text of its version, as other code read it long ago.

    Its bytes cannot be read again (`why`). Without a version it begins again.
    """
    if version is None:
        state = extracted_again.begun_again(page.state)
        return replace(page, state=state, mended=f"version {page.version} is lost ({why})")
    said = f"the page stored with version {version.number} cannot be read again ({why})"
    state = replace(page.state, texts=())  # no answer is known to be the version's
    # Asked for in full: what comes is what the next upgrade will be held against.
    whole = replace(page, state=state, etag="", last_modified="")
    return replace(whole, text_only=True, mended=f"{said}: it was held against the version's text")


def renewed(observation: Observation, decision: Decision) -> Decision:
    """Where the text of before was found: the answer in hand takes the place of the lost one."""
    document = observation.content
    if document is None or decision.version is not None or decision.outcome != Outcome.UNCHANGED:
        return decision
    state = replace(decision.state, current_digest=document.digest)
    return replace(decision, state=state, version=document, keep_body=True)


def told(page: PageRecord, decision: Decision) -> Decision:
    """The decision with a word to those who hear of problems, once for each loss."""
    trouble, said = "", page.mended
    if page.version and decision.outcome is Outcome.FIRST and page.extractor != RETOLD:
        since = f"since {page.ok_at:%-d %B %Y}" if page.ok_at else "until now"
        lost = f"what changed {since} is not known"
        trouble, said = BEGUN_AGAIN, "; ".join(filter(None, (lost, page.mended)))
        decision = replace(decision, reason="; ".join(filter(None, (decision.reason, lost))))
    elif page.text_only and (decision.change or decision.outcome is Outcome.UNCHANGED):
        trouble = BY_TEXT
    if not trouble or decision.trouble:
        return decision
    return replace(decision, trouble=trouble, trouble_reason=said)
