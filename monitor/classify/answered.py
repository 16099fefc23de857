"""What another answer says of training: "Is my data used to train AI?" "No.", now "Yes." Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from monitor.classify.edits import Edit
from monitor.headline.told_facts import NOT_USED, USED
from monitor.headline.told_training import denied
from monitor.languages import alternatives, having, table
from monitor.model import Finding
from monitor.text.scripts import ASKS
from monitor.text.short_answers import affirms
from monitor.text.training import trains

_WORD = re.compile(r"[^\W\d_]+")
_LIMITS = re.compile(
    rf"\b(?:{alternatives('clauses', 'limits')}|{alternatives('clauses', 'condition')})\b",
    re.IGNORECASE,
)
# "Can I object to training?" asks what the reader may do, not what is done.
_READER = frozenset(
    word for code in having("document", "asks") for word in table(code)["document"]["asks"].split()
)


def of_answers(edits: Iterable[Edit]) -> Iterator[Finding]:
    """One finding for each question on training that is answered with yes in the place of no, or
    the other way round.
    """
    for edit in edits:
        question = edit.asked or "".join(edit.passage.path[-1:])
        before, now = affirms(edit.old), affirms(edit.new)
        if before is None or now is None or before == now or not _on_training(question):
            continue
        on = _LIMITS.search(edit.new) if now else None
        said = USED if now else NOT_USED
        yield Finding(
            cls="ai-training",
            fact="class",
            quote=edit.new,
            quote_before=edit.old,
            section=edit.passage.path,
            old=NOT_USED if now else USED,
            new=f"{said}, {edit.new[on.start() :].rstrip('.')}" if on else said,
            rule="answer-training",
        )


def _on_training(question: str) -> bool:
    """Does it ask whether something is trained on, and neither whether not nor what one may do?"""
    if not (question.endswith(ASKS) and trains(question)) or denied().search(question):
        return False
    return _READER.isdisjoint(_WORD.findall(question.casefold()))
