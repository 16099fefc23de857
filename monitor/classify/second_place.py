"""Which of the weighed edits stands second. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from monitor.classify.edits import Edit
from monitor.classify.list_leads import rules
from monitor.classify.promises import of_the_same
from monitor.classify.significance import Weighed

AS_HEAVY = 0.75  # of the next point's weight, from which one of another section is told before it


def spread(
    ranked: Sequence[Weighed], idle: Callable[[Weighed], bool] = lambda w: w.idle
) -> list[Weighed]:
    """The order, with the best of another section second: what is beside the first repeats it.
    Not one that hardly matters, or is `idle`; after what went what its section says now.
    """
    if len(ranked) < 3:
        return list(ranked)
    first = ranked[0]
    away = [w for w in ranked[1:] if w.edit.passage.path != first.edit.passage.path]
    second = next((w for w in away if not (only_moved(w.edit) or idle(w))), (*away, ranked[1])[0])
    # Of two values of one section the second repeats nothing: a law, and the place of the court.
    both = first.edit.side == ranked[1].edit.side == "changed"
    if second.weight < (1 if both else AS_HEAVY) * ranked[1].weight:
        second = ranked[1]
    if first.edit.side == "removed" and second.edit.passage.path != first.edit.passage.path:
        here = (w for w in ranked if w.edit.passage.path == first.edit.passage.path)
        said = (w for w in here if w.edit.new and not w.edit.passage.heading)
        said = (w for w in said if w.edit.side == "added" or w.weight >= second.weight)
        second = next((w for w in said if _stands_for(w.edit, first.edit)), second)
    return [first, second, *(w for w in ranked[1:] if w is not second)]


def _stands_for(edit: Edit, gone: Edit) -> bool:
    """Does a sentence that came stand where another one went, or speak of the same?"""
    near = abs(edit.passage.number - gone.passage.number) <= 1
    return near or of_the_same(gone.old, edit.new)


def only_moved(edit: Edit) -> bool:
    """Did the same words only come to stand below another heading, neither of which says whether
    they are so?
    """
    headings = "".join(edit.came_from[-1:]), "".join(edit.passage.path[-1:])
    return bool(edit.came_from) and not edit.removed and not any(map(rules, headings))
