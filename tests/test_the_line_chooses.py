"""Among several points the line tells the one that a reader must hear, with what it hangs on."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.api import compare
from monitor.model import Change
from monitor.render.wording import headline

ON = date(2026, 3, 2)


def changed(
    old: str, new: str, *, beside: tuple[str, str] = ("", ""), language: str = "en"
) -> Change:
    """The change of one section's text, and beside it of another's."""
    pages = (
        f'<html lang="{language}"><main><h1>Policy</h1><p>About us.</p><h2>What we do</h2>{text}'
        f"<h2>Help</h2><p>Our help desk answers by post.</p><p>{other}</p></main></html>"
        for text, other in ((old, beside[0]), (new, beside[1]))
    )
    return compare(*pages, "text/html", on=ON)


def line(change: Change) -> str:
    return headline(change, ON)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "<p>If you do not log in for 18 months, we send you a card.</p>",
            "<p>If you do not log in for 6 months, we erase your albums for good.</p>",
        ),
        (
            "<p>After 10 days without payment, we charge interest.</p>",
            "<p>After 5 days without payment, we cut off your supply.</p>",
        ),
        (
            "<p>Recordings older than 30 days are moved to an archive.</p>",
            "<p>Recordings older than 90 days are sold to broadcasters.</p>",
        ),
    ],
)
def test_an_amount_is_not_said_to_have_risen_where_it_is_of_something_else_now(
    old: str, new: str
) -> None:
    """ "18 months → 6 months: we erase your albums" says that they were erased after 18 months."""
    told = line(changed(old, new))
    assert "→" not in told
    assert old[3:-5] in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "<p>You may return shoes within 30 days.</p>",
            "<p>You may return shoes within 14 days, unless you have worn them.</p>",
        ),
        (
            "<p>We charge a fee of 5% on each booking.</p>",
            "<p>From 9 May, we charge a fee of 7% on each booking.</p>",
        ),
    ],
)
def test_an_amount_is_told_with_what_it_was_where_the_rest_only_grew(old: str, new: str) -> None:
    """A reader wants both numbers."""
    told = line(changed(old, new))
    assert "30 days" in told or "5%" in told
    assert "14 days" in told or "7%" in told


@pytest.mark.parametrize(
    ("before", "old", "new", "language"),
    [
        (
            "We use members' photos to train models that draw.",
            "In Norway, this begins on 4 May 2026.",
            "In Norway, this begins on 1 September 2026.",
            "en",
        ),
        (
            "We record calls to train our speech models.",
            "We do not use calls of clinics for this.",
            "We do not use calls of clinics and schools for this.",
            "en",
        ),
        (
            "They let advertisers see which pages you open.",
            "It does not apply to patients.",
            "It does not apply to patients and pupils.",
            "en",
        ),
        (
            "Wir zeigen Anzeigen nach Ihren Nachrichten.",
            "Nachrichten von Ärzten verwenden wir dafür nicht.",
            "Nachrichten von Ärzten und Anwälten verwenden wir dafür nicht.",
            "de",
        ),
    ],
)
@pytest.mark.parametrize("between", [" ", "</p><p>"])
def test_what_a_sentence_hangs_on_is_told_with_it(
    before: str, old: str, new: str, language: str, between: str
) -> None:
    """ "This begins on 1 September" leaves open what begins."""
    pages = (f"<p>{before}{between}{text}</p>" for text in (old, new))
    assert before in line(changed(*pages, language=language))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We keep it for 30 days.", "We keep it for 60 days."),
        (
            "Where you agree, it is sent to doctors of yours.",
            "Where you agree, it is sent to doctors of ours.",
        ),
    ],
)
def test_a_sentence_that_names_what_it_is_about_needs_none_before_it(old: str, new: str) -> None:
    """The line has little room."""
    pages = (f"<p>We scan your passport. {text}</p>" for text in (old, new))
    assert "passport" not in line(changed(*pages))


@pytest.mark.parametrize(
    ("old", "new", "day"),
    [
        (
            "In Wales, the levy on parcels starts on 4 May 2026.",
            "In Wales, the levy on parcels starts on 1 September 2026.",
            "1 Sep 2026",
        ),
        (
            "You can object to the new fares until 30 April 2026.",
            "You can object to the new fares until 15 March 2026.",
            "15 Mar 2026",
        ),
        (
            "From 1 June 2026, chats of free accounts are stored.",
            "From 1 August 2026, chats of free accounts are stored.",
            "1 Aug 2026",
        ),
    ],
)
def test_another_day_is_told_with_what_it_is_the_day_of(old: str, new: str, day: str) -> None:
    """The line said "takes effect 1 Sep 2026" and went on with where buttons can be hidden."""
    beside = ("You can hide buttons.", "You can hide buttons in your settings.")
    told = line(changed(f"<p>{old}</p>", f"<p>{new}</p>", beside=beside))
    assert day in told
    assert new in told
    assert told.index(new) < told.find("hide buttons") or "hide buttons" not in told


def test_the_day_of_the_document_is_not_the_point() -> None:
    """Every revision has another one."""
    beside = (
        "Effective as of 4 January 2026, by the board.",
        "Effective as of 4 April 2026, by the board.",
    )
    told = line(
        changed("<p>We lend tools.</p>", "<p>We lend tools to members only.</p>", beside=beside)
    )
    assert "members only" in told
    assert "by the board" not in told.partition("members only")[0]


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("What you may not do", "use crawlers to train a language model on our recipes"),
        ("Things we never collect", "the names of your children and of their teachers at school"),
        ("Prohibited uses", "resell rooms that were booked at the rate for members of staff"),
    ],
)
@pytest.mark.parametrize("new", [True, False])
def test_an_item_is_told_with_the_heading_that_forbids_it(
    heading: str, item: str, new: bool
) -> None:
    """ "Added: use crawlers to train a language model" reads as if the page did or allowed it."""
    both = f"<h2>{heading}</h2><p>Our recipes are free to read.</p><ul><li>sell them in print</li>"
    pages = [f"{both}</ul>", f"{both}<li>{item}</li></ul>"]
    if not new:
        pages.reverse()
    assert f"under “{heading}”: “{item}”" in line(changed(*pages))


@pytest.mark.parametrize(
    ("lead", "item", "now"),
    [
        (
            "Do not post:",
            "claims that a faith makes people stupid",
            "We allow claims that a faith makes people stupid or lazy.",
        ),
        (
            "You must not:",
            "fly drones over the camp at night",
            "Guests fly drones over the camp at night at their own risk.",
        ),
    ],
)
def test_what_was_forbidden_is_told_as_such_where_a_sentence_takes_its_place(
    lead: str, item: str, now: str
) -> None:
    """ "Was “claims that a faith …”" says nothing of whether they were allowed."""
    both = f"<p>{lead}</p><ul><li>threats against anybody</li>"
    told = line(changed(f"{both}<li>{item}</li></ul>", f"{both}</ul><p>{now}</p>"))
    assert f"Was under “{lead.rstrip(':')}”: “{item}”, now “{now}”" in told


@pytest.mark.parametrize(
    ("came", "first"),
    [
        (
            "O aplicativo pode gravar o som da viagem. As gravações são guardadas por 9 dias.",
            "O aplicativo pode gravar o som da viagem.",
        ),
        (
            "Locked diaries will no longer be offered after 8 May 2026. If you have locked "
            "diaries, save what you want to keep before that date.",
            "Locked diaries will no longer be offered after 8 May 2026.",
        ),
    ],
)
def test_a_new_sentence_is_told_before_the_one_that_goes_on_with_it(came: str, first: str) -> None:
    """Where the recordings are kept 9 days, the news is that there are any."""
    old = "<p>We show a map.</p>"
    if "diaries" in came:
        old += "<p>You can keep locked diaries, which nobody but you can read.</p>"
    language = "pt" if "gravar" in came else "en"
    told = line(changed(old, f"<p>We show a map.</p><p>{came}</p>", language=language))
    assert f"Added: “{first}" in told


@pytest.mark.parametrize(
    ("old", "new", "beside", "language"),
    [
        (
            "Wij delen uw reisgegevens niet met verzekeraars.",
            "Wij delen uw reisgegevens met verzekeraars en makelaars.",
            ("U kunt ons op werkdagen bellen.", "U kunt ons van maandag tot en met zondag bellen."),
            "nl",
        ),
        (
            "Wir verkaufen Ihre Fotos nicht.",
            "Wir verkaufen Ihre Fotos.",
            ("Sie erreichen uns im Büro.", "Sie erreichen uns im Büro und am Telefon des Hauses."),
            "de",
        ),
        (
            "No vendemos tus datos de salud.",
            "Vendemos tus datos de salud.",
            ("Abrimos por la mañana.", "Abrimos por la mañana y también los sábados por la tarde."),
            "es",
        ),
    ],
)
def test_the_contrary_is_told_before_what_is_light(
    old: str, new: str, beside: tuple[str, str], language: str
) -> None:
    """The line began with the hours of the help desk."""
    told = line(changed(f"<p>{old}</p>", f"<p>{new}</p>", beside=beside, language=language))
    assert new in told
    assert beside[1] not in told.partition(new)[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("We share it not with doctors.", "We share it with doctors and bankers."),
        ("You may film our plays but may not sell it.", "You may film our plays and sell it."),
        ("We do not store your pulse.", "We store your pulse."),
    ],
)
def test_a_bare_not_is_not_told_as_a_word_in_the_place_of_others(old: str, new: str) -> None:
    """ "“not” → “and bankers”" says neither what was nor what is."""
    assert f"Was “{old}”, now “{new}”" in line(changed(f"<p>{old}</p>", f"<p>{new}</p>"))


@pytest.mark.parametrize(
    ("old", "new", "language"),
    [
        ("We take 5% of each sale.", "We take 8% of each sale.", "en"),
        ("Our commission on tickets is 10%.", "Our commission on tickets is 12.5%.", "en"),
        ("Tratteniamo il 6% di ogni vendita.", "Tratteniamo l'11% di ogni vendita.", "it"),
        ("Die Provision beträgt 4 %.", "Die Provision beträgt 9 %.", "de"),
        ("Cobramos el 3% de cada pedido.", "Cobramos el 5% de cada pedido.", "es"),
    ],
)
def test_another_share_of_a_sale_is_about_payment(old: str, new: str, language: str) -> None:
    """Who waits for alerts on prices did not hear of it, or of a change of contacts."""
    change = changed(f"<p>{old}</p>", f"<p>{new}</p>", language=language)
    assert "payment" in change.classes
    assert change.severity != "low"


def test_a_share_of_something_else_is_no_price() -> None:
    """Who waits for alerts on prices would hear of jury votes."""
    change = changed(
        "<p>A vote needs 40% of the seats.</p>", "<p>A vote needs 60% of the seats.</p>"
    )
    assert "payment" not in change.classes


@pytest.mark.parametrize(
    "said",
    [
        "(at least 16 in Croatia)",
        "(16 or older in Croatia)",
        "; in Croatia you must be at least 16",
    ],
)
def test_an_age_of_one_country_is_told_with_it(said: str) -> None:
    """ "Age 16" is repeated as one for everybody."""
    old, new = "You must be at least 13 to skate", f"You must be at least 13 to skate {said}"
    change = changed(f"<p>{old}.</p>", f"<p>{new}.</p>")
    assert "16" in line(change)
    assert "Croatia" in line(change)
    assert "age 16 ·" not in line(change)
    assert change.points[0].cls == "minors"


def test_a_sentence_that_goes_on_is_not_told_with_the_one_just_told() -> None:
    """The same words stood in the line twice."""
    came = "Our staff listen to a part of the calls. It is not linked to your name."
    told = line(changed("<p>We connect calls.</p>", f"<p>We connect calls.</p><p>{came}</p>"))
    assert told.count("listen to a part of the calls") == 1


def test_a_value_of_little_weight_is_told_after_the_contrary() -> None:
    """How long cookies last stood before who gets data on health."""
    beside = ("Cookies are deleted after 12 months.", "Cookies are deleted after 13 months.")
    old, new = "We do not sell X-rays.", "We sell X-rays to insurers."
    told = line(changed(f"<p>{old}</p>", f"<p>{new}</p>", beside=beside))
    assert told.index("We sell X-rays") < told.index("13 months")


@pytest.mark.parametrize(
    ("lead", "entry"),
    [
        ("You may not use our drones for:", "races over water"),
        ("We do not collect:", "thumbprints"),
        ("Guests must not bring:", "bows and arrows"),
    ],
)
@pytest.mark.parametrize("new", [True, False])
def test_an_entry_of_what_is_forbidden_is_told_before_what_is_light(
    lead: str, entry: str, new: bool
) -> None:
    """Two words less among what is forbidden were no point at all: "now with the form" was."""
    both = f"<p>{lead}</p><ul><li>anything against the law</li>"
    texts = [f"{both}</ul>", f"{both}<li>{entry}</li></ul>"]
    if not new:
        texts.reverse()
    change = changed(*texts, beside=("Write to us by fax.", "Write to us with the form."))
    did = "Added" if new else "Removed"
    assert line(change).startswith(f"{did} under “{lead[:-1]}”: “{entry}”")
    assert change.severity != "low"


def test_a_switch_that_turned_is_told_before_a_period_of_something_else() -> None:
    """ "Retention 30 → 31 days" stood between "on by default" and what is on."""
    beside = ("Deleted drafts stay here for 30 days.", "Deleted drafts stay here for 31 days.")
    old = "<p>Suggestions are off unless you switch them on.</p>"
    new = "<p>Suggestions are on unless you switch them off.</p>"
    told = line(changed(old, new, beside=beside))
    assert told.index("Suggestions are on") < told.index("31 days")
    assert "(Deleted drafts)" in told


@pytest.mark.parametrize(
    ("old", "new", "of"),
    [
        (
            "By default we erase your trips after 18 months.",
            "By default we erase your trips after 3 months.",
            "(trips)",
        ),
        (
            "We delete voice notes within 9 days.",
            "We delete voice notes within 20 days.",
            "(voice notes)",
        ),
    ],
)
def test_what_is_kept_is_named_without_for_how_long(old: str, new: str, of: str) -> None:
    """ "(trips after 3 months)" says it twice."""
    assert of in line(changed(f"<p>{old}</p>", f"<p>{new}</p>"))


@pytest.mark.parametrize(
    "sharing",
    [
        "When you ask about a file, it is sent to our partner Brightfern. Brightfern does not use "
        "it to train its models. The switch “Ask with partners” is on by default.",
        "Summaries are made by Veldora. Your notes are not used to train its AI models. The option "
        "“Summaries” is on by default.",
    ],
)
def test_a_switch_of_something_else_is_not_taken_for_training_that_is_on(sharing: str) -> None:
    """Somebody was woken up because nothing is trained."""
    change = changed("<p>You can ask.</p>", f"<p>You can ask.</p><p>{sharing}</p>")
    assert change.severity != "critical"
    assert not line(change).startswith("says “not used")


def test_another_court_is_of_medium_severity() -> None:
    """Whoever wants to sue must travel: that was as low as another telephone number."""
    old = "The laws of Wales govern these terms, and the courts of Cardiff decide."
    new = "The laws of Malta govern these terms, and the courts of Valletta decide."
    assert changed(f"<p>{old}</p>", f"<p>{new}</p>").severity == "medium"


def test_a_sentence_that_gave_way_as_a_whole_is_not_cut_where_a_word_stayed() -> None:
    """ "… instead of “If you have been a member for long, you can choose not to have your”" leaves
    out what one could choose.
    """
    old = (
        "If you have been a member for long, you can choose not to have your tickets and seats "
        "shown to the Meridian theatres for their offers."
    )
    new = (
        "As one of the Meridian theatres, we pass your telephone number, your tickets, the rows "
        "in which you sat and what you drank in the break on to the other Meridian theatres, "
        "which may use all of it to show you offers and advertisements that fit."
    )
    told = line(changed(f"<p>{old}</p>", f"<p>{new}</p>"))
    assert "instead of “If you have been a member for long, you can choose not to have" in told
    assert "tickets and seats" in told.partition("instead of")[2]


def test_the_second_of_few_points_is_told_where_it_matters_about_as_much() -> None:
    """That the way back costs something now was left out of a line that had room for it."""
    old = "<p>U kunt een tent binnen 30 dagen gratis terugbrengen.</p>"
    new = (
        "<p>U kunt een tent binnen 14 dagen terugbrengen. De kosten van het terugbrengen zijn voor "
        "uw rekening.</p>"
    )
    beside = ("Wij bellen jaarlijks.", "Wij bellen elk kwartaal.")
    told = line(changed(old, new, beside=beside, language="nl"))
    assert "De kosten van het terugbrengen zijn voor uw rekening." in told


@pytest.mark.parametrize(
    ("old", "new", "beside"),
    [
        (
            "We sell where you were to data brokers.",
            "We no longer sell where you were.",
            ("Biscuits help us.", "Biscuits help us to stay awake."),
        ),
        (
            "Your meter sends us one reading a day.",
            "Your meter sends us a reading every 15 minutes.",
            ("A firm prints our bills.", "A firm in Leeds prints our bills."),
        ),
        (
            "We copy your address book once a month.",
            "We copy your address book every day.",
            ("Our door is green.", "Our door is green and has a bell."),
        ),
    ],
)
def test_a_fact_is_told_before_what_states_none(
    old: str, new: str, beside: tuple[str, str]
) -> None:
    """Where the bills are printed was all that the line told."""
    told = line(changed(f"<p>{old}</p>", f"<p>{new}</p>", beside=beside))
    assert new in told
    assert beside[1] not in told.partition(new)[0]


@pytest.mark.parametrize(
    ("before", "old", "new", "language"),
    [
        (
            "We show your portrait to our sister theatres.",
            "You can turn this off in your settings.",
            "You can object to this by writing to stage@veldora.test.",
            "en",
        ),
        (
            "Wir zeigen Ihr Bild unseren Partnertheatern.",
            "Im Konto lässt sich das abschalten.",
            "Sie können dem widersprechen, indem Sie an bild@veldora.test schreiben.",
            "de",
        ),
    ],
)
@pytest.mark.parametrize("between", [" ", "</p><p>"])
def test_a_way_out_is_told_with_what_it_is_a_way_out_of(
    before: str, old: str, new: str, language: str, between: str
) -> None:
    """ "You can object to this" leaves open to what."""
    pages = (f"<p>{before}{between}{text}</p>" for text in (old, new))
    told = line(changed(*pages, language=language))
    assert f"fter “{before}”" in told
    assert new in told


def test_money_that_is_held_back_is_no_data_that_is_kept() -> None:
    """ "Kept 120 days" is read of data."""
    old, new = "We pay you daily.", "We pay you daily, but may hold back 30% of it for 120 days."
    assert "kept" not in line(changed(f"<p>{old}</p>", f"<p>{new}</p>"))


@pytest.mark.parametrize(
    ("for_all", "there", "language"),
    [
        (
            "Anybody can ask us to erase their recipes.",
            "People in the European Union and in California can ask us to erase their recipes.",
            "en",
        ),
        (
            "All members may return tickets.",
            "Members in Norway may return tickets.",
            "en",
        ),
        (
            "Everyone can appeal a decision.",
            "Residents of Colorado can appeal a decision.",
            "en",
        ),
        (
            "Alle Nutzer können Einspruch erheben.",
            "Nutzer in Österreich können Einspruch erheben.",
            "de",
        ),
    ],
)
def test_what_held_for_all_is_not_said_to_hold_in_one_place_now_as_well(
    for_all: str, there: str, language: str
) -> None:
    """ "Now also California" is the contrary: nobody else can ask any more."""
    pages = f"<p>{for_all}</p>", f"<p>{there}</p>"
    came, went = changed(*pages, language=language), changed(*pages[::-1], language=language)
    assert "now also" not in line(came)
    assert there in line(came)
    assert "no longer" not in line(went)
    assert for_all in line(went)


def test_a_place_that_joins_others_is_told_beside_a_sentence_on_all() -> None:
    """Else a rule on everybody in the same paragraph would hide it."""
    old = "<p>Everyone may read. We scan faces in Ghana.</p>"
    new = "<p>Everyone may read. We scan faces in Ghana and Togo.</p>"
    assert "now also Togo" in line(changed(old, new))
