"""A cell without its column, an answer without its question, "no opt-out" without of what: the
line would be true and say nothing."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.api import compare
from monitor.model import Change, Kind

ON = date(2026, 9, 18)
HEAD = "# Policy\n\nThis page says what we do with your data.\n\n"


def told(old: str, new: str) -> Change:
    """The change of one text below the same heading for another."""
    return compare(HEAD + old, HEAD + new, "text/markdown", on=ON)


def table(titles: str, *rows: str) -> str:
    """A table in Markdown."""
    lines = (titles, " | ".join("---" for _ in titles.split("|")), *rows)
    return "## Overview\n\n" + "\n".join(f"| {line} |" for line in lines) + "\n"


@pytest.mark.parametrize(
    ("titles", "old", "new", "line", "cls"),
    [
        (
            "Data | Collected | Sold",
            "Photos | Yes | No",
            "Photos | Yes | Yes",
            "Sold: “No” → “Yes”: “Photos | Yes | Yes”",
            "data-sharing",
        ),
        (
            "Category | Collected",
            "Exact position | No",
            "Exact position | Yes",
            "Collected: “No” → “Yes”: “Exact position | Yes”",
            "data-use",
        ),
        (
            "Feature | Free | Pro",
            "Export | Yes | Yes",
            "Export | No | Yes",
            "Free: “Yes” → “No”: “Export | No | Yes”",
            "choice",
        ),
        (
            "Daten | Erhoben | Verkauft",
            "Fotos | Ja | Nein",
            "Fotos | Ja | Ja",
            "Verkauft: “Nein” → “Ja”: “Fotos | Ja | Ja”",
            "data-sharing",
        ),
    ],
)
def test_a_cell_that_turned_is_told_with_the_title_of_its_column(
    titles: str, old: str, new: str, line: str, cls: str
) -> None:
    """ "Photos | Yes | Yes" does not say which yes is new."""
    other = " | ".join(["Voice", *old.split(" | ")[1:]])
    change = told(table(titles, old, other), table(titles, new, other))
    assert line in change.summary
    assert cls in change.classes


@pytest.mark.parametrize(
    ("question", "old", "new"),
    [
        ("Can I delete my voice print?", "Yes, at any time.", "No."),
        ("Do you sell my address?", "No, never.", "Yes."),
        ("Werden meine Anrufe aufgezeichnet?", "Nein.", "Nur manchmal."),
    ],
)
def test_a_short_answer_is_told_with_the_question_of_its_heading(
    question: str, old: str, new: str
) -> None:
    """ "Yes" → "No" alone is no news to anybody."""
    change = told(f"## {question}\n\n{old}", f"## {question}\n\n{new}")
    assert change.summary.endswith(f"{question} “{old}” → “{new}”")


@pytest.mark.parametrize(
    ("old", "new", "of"),
    [
        (
            "You can opt out of interest-based adverts.",
            "Opting out of interest-based adverts is no longer possible.",
            "interest-based adverts",
        ),
        (
            "Sie können der Auswertung widersprechen.",
            "Ein Widerspruch gegen die Auswertung ist nicht mehr möglich.",
            "die Auswertung",
        ),
        (
            "Você pode desativar os anúncios.",
            "A opção de desativar os anúncios não está mais disponível.",
            "os anúncios",
        ),
    ],
)
def test_a_way_out_that_is_gone_is_told_with_what_it_was_of(old: str, new: str, of: str) -> None:
    """ "opt-out no longer possible" leaves open of what."""
    assert of in told(f"## Choices\n\n{old}", f"## Choices\n\n{new}").summary


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Juniper Leads Ltd", "Advertising, United Kingdom."),
        ("Tallow Analytics LLC", "Analytics, United States."),
        ("Birken Daten GmbH", "Werbung, Österreich."),
    ],
)
def test_a_new_section_is_told_once(heading: str, said: str) -> None:
    """Its heading, and then its heading again with its text, would fill the line."""
    first = "## Partners\n\n### Hazel Data Inc.\n\nHosting, Canada.\n\n"
    change = told(first, f"{first}### {heading}\n\n{said}\n")
    assert change.summary.count(heading) == 1
    assert said.rstrip(".") in change.summary


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Guides know the routes.", "We train our guides in first aid."),
        ("New staff get a handbook.", "We train our staff on data protection each year."),
        ("Couriers wear a badge.", "We train all our couriers before their first day."),
    ],
)
def test_people_who_are_trained_are_no_ai_training(old: str, new: str) -> None:
    """A route for AI training would be woken by a course in first aid."""
    change = told(f"## People\n\n{old}", f"## People\n\n{new}")
    assert "ai-training" not in change.classes
    assert "AI training" not in change.summary


@pytest.mark.parametrize(
    "rule", ["Do not sell weapons.", "Do not sell tickets.", "Do not sell accounts."]
)
def test_a_rule_against_selling_things_is_no_choice_on_data(rule: str) -> None:
    """ "Do not sell" is a choice where it is my data that is not sold."""
    rest = "- Do not post spam.\n- Do not impersonate others.\n"
    change = told(f"## House rules\n\n{rest}- {rule}\n", f"## House rules\n\n{rest}")
    assert "choice" not in change.classes
    assert "acceptable-use" in change.classes


@pytest.mark.parametrize(
    ("old", "new", "cls"),
    [
        ("La comisión es del 3 %.", "La comisión es del 4,5 %.", "payment"),
        ("Die Provision beträgt 3 %.", "Die Provision beträgt 6 %.", "payment"),
        ("La commissione è del 3%.", "La commissione è del 6%.", "payment"),
        ("No facilitamos su número a bancos.", "Facilitamos su número a bancos.", "data-sharing"),
        ("Мы храним записи звонков 30 дней.", "Мы храним записи звонков 3 года.", "retention"),
        ("Журналы удаляются через 10 дней.", "Журналы удаляются через 100 дней.", "retention"),
    ],
)
def test_fees_sharing_and_keeping_have_their_class_in_other_languages(
    old: str, new: str, cls: str
) -> None:
    """A route for prices would not hear of a fee that doubles."""
    head = "# {}\n\n{}\n\n## {}\n\n{}\n"
    page = {
        "Мы": ("Политика", "Эта политика описывает, как мы обрабатываем данные.", "Хранение"),
        "Жу": ("Политика", "Эта политика описывает, как мы обрабатываем данные.", "Хранение"),
        "Di": ("Bedingungen", "Hier steht, was für Sie und für uns gilt.", "Kosten"),
    }.get(
        old[:2], ("Condiciones", "Esta página describe las condiciones para los usuarios.", "Más")
    )
    change = compare(head.format(*page, old), head.format(*page, new), "text/markdown", on=ON)
    assert cls in change.classes


@pytest.mark.parametrize(
    ("above", "old", "new", "line"),
    [
        (
            "## Data we never share",
            "Contacts.",
            "Contacts and photos.",
            "Under “Data we never share”: Was “Contacts.”, now “Contacts and photos.”",
        ),
        (
            "## Use\n\nYou must not:",
            "- sell access",
            "- sell paid access",
            "Under “You must not”: Now with “paid”: “sell paid access”",
        ),
        (
            "## Uses\n\n### Contacts",
            "Read by our staff.",
            "Never read by our staff.",
            "Under “Contacts”: Was “Read by our staff.”, now “Never read by our staff.”",
        ),
    ],
)
def test_few_words_are_told_with_the_line_that_they_stand_below(
    above: str, old: str, new: str, line: str
) -> None:
    """ "Now with “photos”" below "Data we never share" would be read as its contrary."""
    assert line in told(f"{above}\n\n{old}", f"{above}\n\n{new}").summary


def test_a_sentence_that_stands_for_itself_is_told_without_its_heading() -> None:
    """The line has room for one thing."""
    change = told("## Fees\n\nFees are refundable.", "## Fees\n\nFees are never refundable.")
    assert "Under" not in change.summary


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "De functie staat uit totdat u haar aanzet.",
            "De functie staat aan totdat u haar uitzet.",
        ),
        (
            "La funzione è spenta finché non la accende.",
            "La funzione è accesa finché non la spegne.",
        ),
        (
            "La función está apagada hasta que la encienda.",
            "La función está encendida hasta que la apague.",
        ),
        (
            "La fonction est éteinte jusqu’à ce que vous l’allumiez.",
            "La fonction est allumée jusqu’à ce que vous l’éteigniez.",
        ),
        ("Funkcja jest wyłączona na początku.", "Funkcja jest włączona na początku."),
    ],
)
def test_on_and_off_matter_in_other_languages(old: str, new: str) -> None:
    """As another wording of the same it would reach nobody."""
    assert told(f"## Menu\n\n{old}", f"## Menu\n\n{new}").kind is Kind.SUBSTANTIVE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Usted puede escribirnos desde la web.", "Puede escribirnos desde la web."),
        ("Você pode nos escrever pelo site.", "Pode nos escrever pelo site."),
        ("Lei può scriverci dal sito.", "Può scriverci dal sito."),
    ],
)
def test_a_pronoun_that_the_verb_says_as_well_is_style(old: str, new: str) -> None:
    """A false alarm: it is the same sentence."""
    assert told(f"## Menu\n\n{old}", f"## Menu\n\n{new}").kind is Kind.EDITORIAL


@pytest.mark.parametrize("moved", ["Contacts", "Photos", "Calendar"])
def test_what_moves_below_the_contrary_is_told_beside_what_came(moved: str) -> None:
    """One light word, but now it is taken without asking."""
    lists = "## Asked for with your permission\n\n{}\n\n## Taken without asking\n\n- Address\n{}"
    change = told(lists.format(f"- {moved}", ""), lists.format("- Diary", f"- {moved}\n"))
    assert any(
        "Taken without asking" in point.text and moved in point.text for point in change.points
    )
    assert "without asking" in change.summary
