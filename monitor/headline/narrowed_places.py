"""Countries of which only a part is left: California, where it was the United States. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.model.change import Finding, Point
from monitor.text.denials import denied
from monitor.text.place_names import full_name, listed, names_whole, parts_of

Placed = tuple[str, Finding | None]


def narrowed(
    added: Iterable[Placed], gone: Iterable[Placed], points: Sequence[Point]
) -> dict[str, list[str]]:
    """Country -> the parts that its sentence is of now. It still holds in the country, but not in
    all of it: it is no place that is gone, nor is a part one that came.
    """
    left_of = ((code, _left(code, f.quote, points, new=False)) for code, f in gone if f)
    found = {code: left for code, left in left_of if left}
    for code, f in added:
        whole = code.partition("-")[0]
        if f and whole != code and (left := _left(whole, f.quote, points, new=True)):
            found.setdefault(whole, left)
    return found


def now_only(code: str, left: Sequence[str]) -> str:
    """ "now only California (before all of US)"."""
    return f"now only {', '.join(map(full_name, left))} (before all of {listed([code])})"


def _left(code: str, quote: str, points: Sequence[Point], *, new: bool) -> list[str]:
    """The parts of a country that are named in the place of it in the sentence that is quoted."""
    for p in points:
        old, now = p.old or "", p.new or ""
        if not (old and now and quote in (now if new else old)):
            continue
        if not names_whole(code, old) or bool(denied().search(old) or denied().search(now)):
            continue
        parts = [part for said, part in parts_of(code).items() if said in now and said not in old]
        if parts and not names_whole(code, now):
            return parts
    return []
