"""What another answer says of training: "Is my data used to train AI?" "No.", now "Yes." Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from monitor.classify.edits import Edit
from monitor.classify.rules import load
from monitor.headline.told_facts import NOT_USED, USED
from monitor.languages import alternatives
from monitor.model import Finding
from monitor.text.clause_ends import LIMITED
from monitor.text.denials import denied
from monitor.text.scripts import ASKS
from monitor.text.short_answers import affirms
from monitor.text.training import trains

# "Is there a way out of AI training?" asks what the reader may do, not what is done.
_ASKED = re.compile(alternatives("training", "asked"), re.IGNORECASE)


@cache
def _way_out() -> re.Pattern[str]:
    """Compiled when it is asked for: few changes answer a question on training."""
    own = load("facts/en")["words"]["opt_out"]
    return re.compile(f"{own}|{alternatives('facts.words', 'opt_out')}", re.IGNORECASE)


def of_answers(edits: Iterable[Edit]) -> Iterator[Finding]:
    """One finding for each question on training that is answered with yes in the place of no, or
    the other way round.
    """
    for edit in edits:
        question = edit.asked or "".join(edit.passage.path[-1:])
        before, now = affirms(edit.old), affirms(edit.new)
        if before is None or now is None or before == now or not _on_training(question):
            continue
        on = LIMITED.search(edit.new) if now else None
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
    return bool(_ASKED.search(question)) and not _way_out().search(question)
