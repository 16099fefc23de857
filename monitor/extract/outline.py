"""Decided blocks to sections by headings; `include` and `exclude`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import translate
from types import MappingProxyType

from monitor.extract.raw_blocks import Page, RawBlock
from monitor.extract.very_long import LONG, pieces
from monitor.model import Block, BlockKind, ExtractRules, Section
from monitor.text.normalize import canonical, heading

_NOTHING: Mapping[str, Block] = MappingProxyType({})
# Bound once: reading a member of an enumeration costs as much as the rest of a step.
_HEADING = BlockKind.HEADING


def to_block(raw: RawBlock, known: Mapping[str, Block] = _NOTHING) -> Block:
    """The stored form of a block; a known block of the same text lends its key, or is the one."""
    text, level = raw.text, raw.level if raw.kind is not _HEADING else min(6, raw.level)
    same = known.get(text)
    if same is None:
        return Block(raw.kind, text, canonical(text), level, raw.links, raw.boilerplate)
    if (same.kind, same.level, same.links, same.boilerplate) == (
        raw.kind,
        level,
        raw.links,
        raw.boilerplate,
    ):
        return same
    return Block(raw.kind, text, same.key, level, raw.links, raw.boilerplate)


def _to_blocks(raw: RawBlock, known: Mapping[str, Block]) -> Iterator[Block]:
    """One block, or several of a text that is longer than any paragraph."""
    if len(raw.text) <= LONG:
        yield to_block(raw, known)
    else:
        yield from (to_block(replace(raw, text=piece), known) for piece in pieces(raw.text))


def build(
    page: Page, rules: ExtractRules, known: Mapping[str, Block] = _NOTHING
) -> tuple[tuple[Section, ...], tuple[Block, ...]]:
    """(sections, boilerplate) of a page whose blocks are decided; `exclude` makes boilerplate.

    `known` has blocks by their text, from which those of the same text are taken.
    """
    sections: list[Section] = []
    boilerplate: list[Block] = []
    path: list[tuple[int, str]] = []
    current: list[Block] = []
    begun = False  # the current path has a heading that must not be lost

    def end() -> None:
        if current or begun:
            sections.append(Section(tuple(text for _, text in path), tuple(current)))
        current.clear()

    for raw in page.blocks:
        if raw.closes:
            if path and path[-1][0] >= raw.closes:
                end()
                begun = False
                while path and path[-1][0] >= raw.closes:
                    path.pop()
        elif raw.boilerplate:
            boilerplate.extend(_to_blocks(raw, known))
        elif raw.kind is _HEADING:
            text = heading(raw.text)
            if text:
                end()
                while path and path[-1][0] >= raw.level:
                    path.pop()
                path.append((raw.level, text))
                begun = True
        else:
            current.extend(_to_blocks(raw, known))
    end()
    return _chosen(tuple(sections), tuple(boilerplate), rules, page.warnings)


def _chosen(
    sections: tuple[Section, ...],
    boilerplate: tuple[Block, ...],
    rules: ExtractRules,
    warnings: list[str],
) -> tuple[tuple[Section, ...], tuple[Block, ...]]:
    if not rules.include and not rules.exclude:
        return sections, boilerplate
    kept = sections
    if rules.include:
        wanted = _patterns(rules.include)
        kept = tuple(s for s in kept if _matches(s, wanted))
        if not kept:
            warnings.append(
                f"no heading matches include: {', '.join(rules.include)}; all were kept"
            )
            kept = sections
    if rules.exclude:
        unwanted = _patterns(rules.exclude)
        left = tuple(s for s in kept if not _matches(s, unwanted))
        if len(left) == len(kept):
            warnings.append(f"no heading matches exclude: {', '.join(rules.exclude)}")
        kept = left
    chosen = {id(s) for s in kept}
    out = tuple(
        Block(b.kind, b.text, b.key, b.level, b.links, "left out by heading")
        for s in sections
        if id(s) not in chosen
        for b in s.blocks
    )
    return kept, boilerplate + out


def _patterns(names: tuple[str, ...]) -> list[re.Pattern[str]]:
    return [
        re.compile(translate(" ".join(name.split()).casefold().replace("[", "[[]")))
        for name in names
    ]


def _matches(section: Section, patterns: list[re.Pattern[str]]) -> bool:
    return any(p.match(part.casefold()) for part in section.path for p in patterns)
