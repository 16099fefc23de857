"""Is a page about what the classes know? Then a rewording on no subject of theirs is one of style.

The rules of a hut or a library are about what nobody thought of: there any word may matter. Pure.
"""

from __future__ import annotations

from itertools import islice

from monitor.classify.changed_passages import Passage
from monitor.classify.class_model import case_in, choose, fitted
from monitor.model import Document
from monitor.text.scripts import count_words

WORDS = 8  # of a paragraph that can be on a subject
READ = 40  # such paragraphs from the beginning of the page
LEAST = 12  # of them on a known subject; of a shorter page any word may be the point


def familiar(document: Document) -> bool:
    """Do many of its paragraphs, read one by one, stand under a class?"""
    paragraphs = (
        Passage(section.path, "", block.text, (), ((0, len(block.text)),))
        for section in document.sections
        for block in section.blocks
        if count_words(block.text) >= WORDS
    )
    known = (passage for passage in islice(paragraphs, READ) if _known(document, passage))
    return len(list(islice(known, LEAST))) == LEAST


def _known(document: Document, passage: Passage) -> bool:
    return bool(choose(case_in(document, passage), fitted(), dates=False, regions=False))
