"""The block history: what it remembers, what it forgets, and what stops to count."""

from __future__ import annotations

from dataclasses import replace

from monitor.confirm import block_history
from monitor.model import Block, BlockHistory, BlockKind, Document, Profile, Section


def document(*texts: str) -> Document:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text, text) for text in texts)
    return Document(
        "Terms", "en", (Section(("Terms",), blocks[:1]), Section(("More",), blocks[1:]))
    )


def after(profile: Profile, times: int, **seen: list[str]) -> Profile:
    for _ in range(times):
        profile = block_history.observed(profile, size=100, **seen)  # type: ignore[arg-type]
    return profile


def test_hashes_are_the_same_in_every_process() -> None:
    assert block_history.block_hash("We train on it.") == "d42983d19711"
    assert block_history.block_hash("Data") != block_history.heading_hash("Data"), (
        "a heading is no paragraph"
    )
    assert block_history.hashes(document("a", "b")) == {
        block_history.block_hash("a"),
        block_history.block_hash("b"),
        block_history.heading_hash("Terms"),
        block_history.heading_hash("More"),
    }


def test_a_page_at_rest_remembers_nothing() -> None:
    assert after(Profile(), 50).blocks == {}


def test_a_block_is_counted_from_its_first_sight() -> None:
    profile = after(Profile(observations=9), 3, arrived=["x"])
    assert profile.blocks == {"x": BlockHistory(first=10, last=12, returns=0, counted=False)}
    assert block_history.newcomer(profile, "x", within=2, day=0)
    assert not block_history.newcomer(profile, "x", within=1, day=0)
    assert not block_history.newcomer(profile, "y", within=50, day=0)


def test_a_block_of_the_first_version_is_no_newcomer_when_it_leaves() -> None:
    profile = after(Profile(observations=4), 1, left=["x"])
    assert profile.blocks["x"] == BlockHistory(first=0, last=4)
    assert not block_history.newcomer(profile, "x", within=50, day=0)
    assert not block_history.returning(profile, "x")


def test_coming_back_is_a_return_and_coming_back_again_ends_it() -> None:
    profile = after(Profile(), 1, left=["x"])
    profile = after(profile, 2)
    profile = after(profile, 1, returned=["x"])
    assert block_history.returning(profile, "x")
    assert not profile.volatile
    profile = after(after(profile, 1, left=["x"]), 2)
    profile = after(profile, 1, returned=["x"])
    assert profile.volatile == {"x": block_history.COMES_AND_GOES}


def test_what_stayed_away_for_long_is_new_when_it_comes() -> None:
    profile = after(after(Profile(), 1, left=["x"]), block_history.FORGOTTEN_AFTER + 1)
    profile = after(profile, 1, arrived=["x"])
    assert not block_history.returning(profile, "x")


def test_what_stood_still_for_long_has_lived_down_its_past() -> None:
    profile = after(after(Profile(), 1, left=["x"]), 2)
    profile = after(profile, 1, returned=["x"])
    profile = after(after(profile, block_history.FORGOTTEN_AFTER + 5), 1, left=["x"])
    assert not block_history.returning(profile, "x")


def test_much_that_comes_back_at_once_was_the_page_being_away() -> None:
    names = [f"block {n}" for n in range(40)]
    profile = Profile()
    for _ in range(5):
        profile = after(after(profile, 1, left=names), 1)
        profile = after(profile, 1, returned=names)
    assert not profile.volatile


def test_the_memory_is_bounded_and_keeps_the_latest() -> None:
    profile = Profile()
    for n in range(40):
        profile = after(profile, 1, arrived=[f"{n}.{m}" for m in range(100)])
    assert len(profile.blocks) == block_history.MEMORY
    assert "39.0" in profile.blocks
    assert "0.0" not in profile.blocks


def test_a_block_that_does_not_count_moves_to_the_boilerplate_with_its_reason() -> None:
    page = document("stays", "rotates", "stays too")
    profile = Profile(volatile={block_history.block_hash("rotates"): block_history.COMES_AND_GOES})
    shown = block_history.apply(page, profile)
    assert [b.text for b in shown.blocks()] == ["stays", "stays too"]
    assert [(b.text, b.boilerplate) for b in shown.boilerplate] == [
        ("rotates", block_history.COMES_AND_GOES)
    ]
    assert block_history.apply(shown, profile) is shown
    assert block_history.apply(page, Profile()) is page
    assert block_history.apply(page, Profile(volatile={"other": "x"})) is page


def test_a_section_goes_with_its_last_block() -> None:
    page = document("stays", "rotates")
    shown = block_history.without(page, {block_history.block_hash("rotates"): "x"})
    assert [s.name for s in shown.sections] == ["Terms"]


def test_one_of_two_equal_blocks_can_go_or_stop_to_count() -> None:
    page = document("heading", "the same", "between", "the same")
    name = block_history.block_hash("the same")
    assert {name, f"{name}.2"} <= block_history.hashes(page)
    assert f"{name}.2" not in block_history.hashes(document("heading", "the same", "between"))
    shown = block_history.without(page, {f"{name}.2": "x"})
    assert [b.text for b in shown.blocks()] == ["heading", "the same", "between"]
    assert block_history.base(f"{name}.2") == block_history.base(name) == name


def test_text_that_only_went_aside_is_no_change_of_the_text() -> None:
    """A paragraph that a site moves into a box would be told as gone, though it is there."""
    moved = "We share what you write with our partners in advertising."
    version = document("We keep what you write.", moved)
    page = replace(
        document("We keep what you write."),
        boilerplate=(Block(BlockKind.PARAGRAPH, moved, moved, boilerplate="in <aside>"),),
    )
    before, now = block_history.steady(version, page)
    assert [b.key for b in before.blocks()] == [b.key for b in now.blocks()]
    assert before.boilerplate[0].boilerplate == "in <aside>"
    back, again = block_history.steady(page, version)
    assert [b.key for b in back.blocks()] == [b.key for b in again.blocks()]


def test_text_that_also_stands_aside_still_counts_where_it_stands_in_the_text() -> None:
    said = "We share what you write with our partners in advertising."
    page = replace(
        document("We keep what you write.", said),
        boilerplate=(Block(BlockKind.PARAGRAPH, said, said, boilerplate="in <aside>"),),
    )
    assert block_history.steady(document("We keep it.", said), page) == (
        document("We keep it.", said),
        page,
    )


def test_what_stood_for_weeks_is_no_slip_however_seldom_it_was_seen() -> None:
    """On a weekly watch the loss of a form that stood for ten weeks would end as "withdrawn"."""
    seen = block_history.observed(Profile(), arrived=["form"], day=1_000)
    for _ in range(9):
        seen = replace(seen, observations=seen.observations + 1)
    assert block_history.newcomer(seen, "form", 12, 1_003)
    assert not block_history.newcomer(seen, "form", 12, 1_063)


def test_a_swing_is_lived_down_in_days_as_well_as_in_looks() -> None:
    profile = block_history.observed(Profile(observations=3), left=["form"], day=1_000)
    profile = block_history.observed(profile, day=1_007)
    profile = block_history.observed(profile, returned=["form"], day=1_014)
    assert block_history.returning(profile, "form")
    profile = replace(profile, observations=profile.observations + 6)
    assert not block_history.returning(
        block_history.observed(profile, left=["form"], day=1_063), "form"
    )
