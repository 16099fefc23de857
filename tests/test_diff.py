"""Diffs: what changed is found, shown in whole words, and nothing is lost or invented."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.api import compare
from monitor.diff import diff, word_spans
from monitor.model import Block, BlockKind, Comparison, Document, Op, Section, Span
from monitor.text.normalize import canonical
from tests.work import calls

ITEM, PARAGRAPH = BlockKind.ITEM, BlockKind.PARAGRAPH


def block(text: str, kind: BlockKind = PARAGRAPH) -> Block:
    return Block(kind, text, canonical(text))


def document(*lines: str, kind: BlockKind = PARAGRAPH) -> Document:
    """A document of paragraphs; "# Title" opens a section, deeper with more of them."""
    sections: list[Section] = []
    path: tuple[str, ...] = ()
    blocks: list[Block] = []
    for line in [*lines, "#"]:
        if line.startswith("#"):
            if path or blocks:
                sections.append(Section(path, tuple(blocks)))
            level = len(line) - len(line.lstrip("#"))
            path, blocks = (*path[: level - 1], line.strip("# ")), []
        else:
            blocks.append(block(line, kind))
    return Document("Terms", "en", tuple(sections))


def marks(spans: tuple[Span, ...]) -> str:
    frames = {Op.EQUAL: "{}", Op.INSERT: "[+{}+]", Op.DELETE: "[-{}-]"}
    return "".join(frames[s.op].format(s.text) for s in spans)


def told(comparison: Comparison) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        (s.fate, s.path[-1] if s.path else "", [(b.fate, marks(b.spans)) for b in s.blocks])
        for s in comparison.sections
    ]


# ------------------------------------------------------------------ words


def test_a_changed_word_is_shown_as_a_whole_word() -> None:
    """Letter soup ("w[-ay-][+ill+]") is unreadable in an alert."""
    assert marks(word_spans("We may share it.", "We will share it.")) == (
        "We [-may -][+will +]share it."
    )


def test_a_rewritten_phrase_is_one_replacement() -> None:
    """Alternating single words of two phrases cannot be read."""
    spans = word_spans(
        "You agree to the collection of a name by us", "You agree to having us process a photo"
    )
    assert len([s for s in spans if s.op is not Op.EQUAL]) <= 4


def test_edits_in_two_sentences_stay_apart() -> None:
    """A reader must see that "never" went, even with an edit in the sentence before it."""
    shown = marks(word_spans("We share data. We never sell.", "We share your data. We sell."))
    assert shown == "We share [+your +]data. We [-never -]sell."


def test_an_inserted_sentence_is_shown_as_that_sentence() -> None:
    """ "A is [+new. A is +]old." hides where the new sentence begins."""
    assert marks(word_spans("A is bold. A is red.", "A is bold. A is green. A is red.")) == (
        "A is bold. [+A is green. +]A is red."
    )


def test_typographic_differences_are_no_edit() -> None:
    """Curly quotes must not mark words that a reader sees as the same."""
    spans = word_spans("our partner’s “data” now", 'our partner\'s "data" later')
    assert marks(spans) == 'our partner\'s "data" [-now-][+later+]'


def test_chinese_is_compared_by_character() -> None:
    """A text without spaces must not be shown as replaced as a whole."""
    assert marks(word_spans("我们可能出售您的数据", "我们不会出售您的数据")) == (
        "我们[-可能-][+不会+]出售您的数据"
    )


TEXTS = st.lists(
    st.sampled_from(
        [
            "We",
            "may",
            "not",
            "share",
            "it",
            ".",
            ". ",
            " ",
            "\n",
            "ß",
            "数据",
            "’s",
            "\ud800",
            "3.1",
        ]
    )
    | st.text(max_size=4),
    max_size=40,
).map(" ".join)


def same_words(a: str, b: str) -> bool:
    return "".join(canonical(a).split()) == "".join(canonical(b).split())


@given(TEXTS, TEXTS)
@settings(max_examples=300)
def test_spans_rebuild_both_texts(old: str, new: str) -> None:
    """A diff that loses or invents a word would lie in an alert."""
    spans = word_spans(old, new)
    assert "".join(s.text for s in spans if s.op is not Op.DELETE) == new
    rebuilt = "".join(s.text for s in spans if s.op is not Op.INSERT)
    assert rebuilt == old or same_words(rebuilt, old)
    assert all(s.text for s in spans)
    assert spans == word_spans(old, new)


# ------------------------------------------------------------------ blocks and sections


def test_equal_documents_have_no_difference() -> None:
    """A check that finds nothing must say nothing."""
    one = document("# A", "Some text.")
    assert diff(one, one).empty
    assert diff(one, document("# A", "Some text.")).empty


def test_layout_is_no_change() -> None:
    """A list turned into paragraphs, or a paragraph split in two, is no change of policy."""
    old = document("# A", "First we do this.", "Then we do that. And more.", "End here.")
    assert diff(old, document("# A", *[b.text for b in old.blocks()], kind=ITEM)).empty
    assert diff(
        old, document("# A", "First we do this. Then we do that.", "And more.", "End here.")
    ).empty


def test_a_paragraph_split_and_changed_is_one_change() -> None:
    """The half that was split off is not told as new text."""
    old = document("We never sell your personal data. We may share it with our partners.")
    new = document("We never sell personal data.", "8.2 We may share it with our partners.")
    assert told(diff(old, new)) == [
        (
            "changed",
            "",
            [
                (
                    "changed",
                    "We never sell [-your -]personal data. [+8.2 +]We may share it "
                    "with our partners.",
                )
            ],
        )
    ]


def test_a_heading_that_became_a_paragraph_is_no_change() -> None:
    """Markup alone ("## Fees" to "**Fees**") is layout."""
    assert diff(
        document("# A", "x y z", "## Fees", "None."), document("# A", "x y z", "Fees", "None.")
    ).empty


def test_a_renamed_section_is_one_line() -> None:
    """Not a deletion and an insertion of all that it holds."""
    old = document("# A", "Some text.", "# Fees", "You pay us.", "Monthly, in advance.")
    new = document("# A", "Some text.", "# What it costs", "You pay us.", "Monthly, in advance.")
    assert told(diff(old, new)) == [
        ("renamed", "What it costs", [("changed", "[-Fees-][+What it costs+]")])
    ]


def test_a_moved_section_is_one_line() -> None:
    """Its paragraphs did not change and are not told one by one."""
    a, b = ("# A", "One two three.", "Four five."), ("# B", "Six seven.")
    assert told(diff(document(*a, *b), document(*b, *a))) in (
        [("moved", "A", [])],
        [("moved", "B", [])],
    )


def test_an_added_and_a_removed_section_are_told_as_such() -> None:
    """With the heading, and in place."""
    old = document("# A", "One.", "# Old", "Gone text here.")
    new = document("# A", "One.", "# New", "Something else entirely.")
    assert told(diff(old, new)) == [
        ("removed", "Old", [("removed", "[-Old-]"), ("removed", "[-Gone text here.-]")]),
        ("added", "New", [("added", "[+New+]"), ("added", "[+Something else entirely.+]")]),
    ]


def test_a_moved_paragraph_is_told_as_moved() -> None:
    """Its words were neither added nor removed."""
    lines = [f"Paragraph number {n} about topic {n * 7}." for n in range(6)]
    moved = [*lines[1:], lines[0]]
    comparison = diff(document("# A", *lines), document("# A", *moved))
    assert told(comparison) == [("changed", "A", [("moved", lines[0])])]
    assert (comparison.words_added, comparison.words_removed) == (0, 0)


def test_words_are_counted() -> None:
    """The alert says how large a change is."""
    comparison = diff(document("We may sell."), document("We will never sell."))
    assert (comparison.words_added, comparison.words_removed) == (2, 1)


LINES = st.lists(
    st.sampled_from(
        ["# A", "# B", "## C", "We may share your data.", "We will share your data.", "Fees apply."]
    )
    | st.text(alphabet="ab .", min_size=1, max_size=12).filter(lambda t: t.strip()),
    max_size=14,
)


@given(LINES, LINES)
@settings(max_examples=300)
def test_every_block_is_accounted_for_once(old_lines: list[str], new_lines: list[str]) -> None:
    """What is on one side only must be told, once, and what is told must be there."""
    old, new = document(*old_lines), document(*new_lines)
    comparison = diff(old, new)
    assert comparison == diff(old, new)
    told_old = [b.old for s in comparison.sections for b in s.blocks if b.fate == "removed"]
    told_new = [b.new for s in comparison.sections for b in s.blocks if b.fate == "added"]
    old_keys, new_keys = ({b.key for b in d.blocks()} for d in (old, new))
    assert all(b is not None for b in told_old + told_new)
    content = [b.key for b in told_new if b is not None and b.kind is not BlockKind.HEADING]
    assert set(content) <= new_keys
    for b in new.blocks():
        if b.key not in old_keys:
            at = [d for s in comparison.sections for d in s.blocks if d.new == b]
            assert at or b.key.replace(" ", "") in "".join(old_keys | {*old_lines}).replace(" ", "")
    assert diff(old, old).empty


def test_a_document_that_vanishes_or_appears_is_told() -> None:
    """Nothing on one side is the plainest difference of all."""
    empty = Document("", "", ())
    full = document("# A", "One.")
    assert [s.fate for s in diff(full, empty).sections] == ["removed"]
    assert [s.fate for s in diff(empty, full).sections] == ["added"]


# ------------------------------------------------------------------ bounded work

WORDS = [f"w{n}" for n in range(3000)]


def paragraphs(seed: int, count: int, size: int) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(rng.choices(WORDS, k=size)) for _ in range(count)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (paragraphs(1, 5_000, 12), paragraphs(2, 5_000, 12)),
        (paragraphs(1, 5_000, 12), paragraphs(1, 5_000, 12)[::-1]),
        (paragraphs(1, 1, 200_000), paragraphs(2, 1, 200_000)),
        (["a b " * 500] * 1000, ["b a a " * 333] * 1000),
        (["a. b. " * 100_000], ["b. a. c. " * 70_000]),
    ],
    ids=["all different", "reversed", "one line of 1 MB", "few words", "few sentences"],
)
def test_no_input_costs_more_than_a_few_calls_a_letter(old: list[str], new: list[str]) -> None:
    """A hostile or broken page must not stop the checks of all others."""
    a, b = document(*old), document(*new)
    letters = sum(map(len, (*old, *new)))
    made = calls(lambda _: diff(a, b), 1)
    assert made < 10 * letters, made / letters


def test_a_heading_in_words_of_the_text_is_not_drawn_into_it() -> None:
    """ "3. If you lose it Block the card …" was quoted as one sentence of the page."""
    old = "# T\n\n## 3. Lost\n\nIf you lose your card, block it in the app at once or call us.\n"
    new = "# T\n\n## 3. If you lose it\n\nBlock the card in the app at once, or call us."
    told = compare(old, new, "text/markdown").summary
    assert "lose it Block" not in told
