"""Where sentences end: a quote, a date's role and a fact all hang on it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import monitor
from monitor.model import Kind
from monitor.text import sentences

WHOLE = [
    "These changes take effect in the U.S. on December 3, 2026.",
    "Meta Platforms, Inc. Attn: Privacy, 1 Hacker Way.",
    "You may object under Art. 21 and Art. IV of the GDPR.",
    "See § 5 Abs. 2 S. 1 lit. b DSGVO.",
    "Das gilt z. B. für Nr. 3 der Liste.",
    "Nous partageons p. ex. Votre adresse selon l'art. 5.",
    "Some partners (e.g. Google) and others, i.e. No. 5, get it.",
    "Ask J. R. Smith or Dr. Jane Doe.",
    "Wir ändern das am 3. November 2025.",
    "Ab dem vollendeten 16. Lebensjahr geht das.",
    "Tot 3. 11. 2025 kunt u bezwaar maken.",
    "4.2. Fees are due.",
    "3. Your rights",
    "Read https://example.com/a.b/c?d=e.f or pay 3.5 percent.",
    "Call us at 5 p.m. Eastern time.",
    "Residents of the U.K. Overseas Territories.",
    "Yahoo! Inc. and its partners.",
    "Valido a partire dal 5 gen. 2026.",
    "El art. 6.1 b) del RGPD y el núm. 4.",
    "Wir geben u. a. Namen weiter.",
    "Prima del 3 nov. 2025 può opporsi.",
    "This rests on Article 6 sec. 1 sent. 1 lit. a GDPR and on subsec. 2.",
    "Write to Acme Corp., 865 Farm Road, Bldg. 2, Ste. 5, Apt. 7, Bastrop.",
    "Zgodnie z art. 6 ust. 1 pkt. 2 RODO.",
    "Podle čl. 6 odst. 1 zákona.",
    "See Policy.Name, Yandex.Metrica and www.example.Com for it.",
]
SPLIT = [
    ("We live in the U.S. We pay.", 2),
    ("We are Acme Inc. You may object. Do.", 3),
    ("Do we sell data? No. We never do!", 3),
    ("It costs $3. You pay.", 2),
    ("See section 4.2. Fees are due.", 2),
    ("See Schedule A. You agree.", 2),
    ("Read https://example.com/d. Then go on.", 2),
    ("„Ja.“ Und nein. (Siehe unten.) Dann.", 4),
    ("We share data.[1] Others do not.", 2),
    ("これは文です。次の文です。", 2),
    ("「はい。」次の文です。", 2),
    ("हम डेटा साझा करते हैं। आप मना कर सकते हैं।", 2),
    ("هل نبيع؟ لا نبيع", 2),
    ("ข้อหนึ่ง๚ ข้อสอง", 2),
    ("Opt out. 30 days are left.", 2),
    ("You may opt out of it. iPhone users too.", 2),
    ("Sales tax etc. You pay it.", 2),
    ("Data | 30 days. After | Never", 4),
    ("Wir tun es. Das ist alles.", 2),
    ("We serve CA. New users only.", 2),
    ("First line\nsecond line", 2),
    ("We may keep it for a time.We may also pass it on.", 2),
    ("Kept until you cancel (see our terms).Terms used here are explained.", 2),
    ("Vous avez sept jours après la commande.Nous remboursons.", 2),
]


@pytest.mark.parametrize("text", WHOLE)
def test_a_dot_within_a_sentence_does_not_cut_its_date_or_fact_off(text: str) -> None:
    assert sentences.split(text) == [text]


@pytest.mark.parametrize(("text", "number"), SPLIT)
def test_a_quote_does_not_run_into_the_next_sentence(text: str, number: int) -> None:
    assert len(sentences.split(text)) == number


def test_clauses_are_told_apart_only_where_asked_for() -> None:
    text = "You may object: write to us; we answer."
    assert sentences.split(text) == [text]
    assert sentences.split(text, also=";:") == ["You may object:", "write to us;", "we answer."]


def test_a_number_that_begins_a_sentence_is_known_wherever_the_look_begins() -> None:
    text = "We pay.\n4.2. Fees are due. You pay."
    at = text.index("Fees")
    assert text[sentences.start_of(text, at, within=9) :].startswith("4.2.")
    assert text[: sentences.end_of(text, at, within=50)].endswith("due.")


@given(st.text(alphabet='aB1 .!?…;:|•\n"”)。U.S', max_size=80))
def test_spans_quote_exactly_and_lose_no_word(text: str) -> None:
    found = list(sentences.spans(text, also=";:"))
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in found)
    assert all(b <= c for (_, b), (c, _) in pairwise(found))
    kept = "".join(text[a:b] for a, b in found)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


@pytest.mark.parametrize(
    "piece", [".", ". ", "\n", "\n ", '."”’', "a. ", "1. ", " | ", "U.S. ", "。", "; ", '." ', " "]
)
def test_hostile_text_is_cut_in_one_pass(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the text may cost twice the looks around a mark, not four times as many."""
    looked: list[int] = []
    ends = sentences._ends

    def counted(text: str, begin: int, m: object) -> bool:
        looked.append(1)
        return ends(text, begin, m)  # type: ignore[arg-type]

    monkeypatch.setattr(sentences, "_ends", counted)
    costs = []
    for times in (500, 1000):
        looked.clear()
        list(sentences.spans(piece * times + "Ab. C", also=";:"))
        costs.append(len(looked))
    assert costs[1] <= 2 * costs[0] + 2


NEW = [
    ("These changes take effect in the U.S. on December 3, 2026.", "2026-12-03"),
    ("The changes that Acme Inc. announced take effect on December 3, 2026.", "2026-12-03"),
    ("Die Änderungen nach Art. 5 treten am 3. Dezember 2026 in Kraft.", "2026-12-03"),
]


@pytest.mark.parametrize(("said", "day"), NEW)
def test_the_date_behind_an_abbreviation_is_seen(said: str, day: str) -> None:
    page = '<html lang="{}"><main><h1>Terms</h1><p>{}</p>{}</main>'
    language = "de" if said.startswith("Die") else "en"
    kept = "We share data with partners for ads and for research."
    old, new = page.format(language, kept, ""), page.format(language, kept, f"<p>{said}</p>")
    change = monitor.compare(old, new)
    assert [d.new for d in change.dates] == [day]
    assert change.dates[0].role == "effective"


def test_terms_that_take_effect_behind_an_abbreviation_are_no_editorial_change() -> None:
    page = "<main><h1>Terms</h1><p>We share data with partners for ads.</p>{}</main>"
    change = monitor.compare(page.format(""), page.format(f"<p>{NEW[0][0]}</p>"))
    assert change.kind is Kind.SUBSTANTIVE
