"""Reading HTML: what becomes a section, a block, a row; selectors and ranges."""

from __future__ import annotations

import pytest

from monitor.errors import ExtractError
from monitor.extract import extract, extractor_digest
from monitor.model import BlockKind, Document, ExtractRules, Range

PROSE = "We collect the information that you give us when you create an account and use it. "


def read(html: str, **rules: object) -> Document:
    return extract(html, "text/html", ExtractRules(**rules))  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks()]


def paths(document: Document) -> list[str]:
    return [section.name for section in document.sections]


def test_headings_make_a_tree_of_sections() -> None:
    document = read(
        f"<title>T</title><html lang=en_GB><h1>Policy</h1><p>{PROSE}<h2>A</h2><p>a text<h3>B</h3>"
        "<p>b text<h2>C</h2><p>c text"
    )
    assert paths(document) == ["Policy", "Policy › A", "Policy › A › B", "Policy › C"]
    assert document.title == "T"
    assert document.language == "en-GB"
    assert document.text.startswith("# Policy\n\nWe collect")


def test_an_aria_heading_is_a_heading() -> None:
    document = read(
        f"<div role=heading aria-level=1>P</div><p>{PROSE}<div role=heading>Q</div><p>x y"
    )
    assert paths(document) == ["P", "P › Q"]


def test_a_hidden_answer_and_its_button_are_content() -> None:
    """A help centre keeps answers in `hidden` elements and questions in buttons."""
    document = read(
        f"""<main><h1>Help</h1><p>{PROSE}</p>
        <div><button aria-controls="a1" aria-expanded="false">May we train on your posts?</button>
        <div id="a1" hidden><ul><li>Only with your consent, which you give in the settings.</li>
        </ul></div>
        </div>
        <p>After the answers there is a closing paragraph of the page.</p></main>"""
    )
    assert paths(document) == ["Help", "Help › May we train on your posts?", "Help"]
    assert "Only with your consent, which you give in the settings." in texts(document)
    assert document.sections[2].blocks[0].text.startswith("After the answers")


def test_a_button_that_opens_nothing_on_the_page_is_boilerplate() -> None:
    document = read(
        f'<h1>P</h1><p>{PROSE}<button aria-controls="elsewhere">Regional options</button>'
    )
    assert "Regional options" in [block.text for block in document.boilerplate]


def test_a_button_inside_a_heading_names_the_section() -> None:
    document = read(
        f"<h1>P</h1><p>{PROSE}<h3><button aria-controls=x>Your rights</button></h3><div "
        f"id=x>Text of it</div>"
    )
    assert paths(document)[-1] == "P › Your rights"
    assert texts(document)[-1] == "Text of it"


def test_details_and_summary_nest_and_end() -> None:
    document = read(
        f"""<h1>P</h1><p>{PROSE}</p><details><summary>Outer question</summary><p>outer answer</p>
        <details><summary>Inner question</summary><p>inner answer</p></details></details>
        <p>after all</p>"""
    )
    assert paths(document) == [
        "P",
        "P › Outer question",
        "P › Outer question › Inner question",
        "P",
    ]


def test_terms_head_their_definitions() -> None:
    document = read(
        f"<h1>P</h1><p>{PROSE}<dl><dt>Controller<dd>who decides<dt>Processor<dd>who obeys</dl>"
        f"<p>end of it"
    )
    assert paths(document) == ["P", "P › Controller", "P › Processor", "P"]


def test_table_rows_keep_their_cells() -> None:
    document = read(
        f"""<h1>P</h1><p>{PROSE}<table><tr><th>Data<th>Kept for</tr>
        <tr><td><p>Logs</p><td>30 days</tr></table>"""
    )
    rows = [block for block in document.blocks() if block.kind is BlockKind.ROW]
    assert [row.text for row in rows] == ["Data | Kept for", "Logs | 30 days"]


def test_rows_of_divs_are_rows() -> None:
    document = read(
        f"<h1>P</h1><p>{PROSE}<div role=table><div role=row><div role=cell>Alpha</div><div "
        f"role=cell>Ireland</div></div></div>"
    )
    assert texts(document)[-1] == "Alpha | Ireland"


def test_a_table_that_lays_out_the_page_does_not_swallow_it() -> None:
    document = read(
        f"<table><tr><td>left<td><h1>P</h1><p>{PROSE * 3}<h2>Q</h2><p>more of the text</table>"
    )
    assert paths(document)[-1] == "P › Q"
    long_cells = read(f"<table><tr><td>{PROSE * 20}<td>{PROSE * 20}</table>")
    assert all(block.kind is not BlockKind.ROW for block in long_cells.blocks())


def test_a_table_in_a_table_keeps_its_own_rows() -> None:
    document = read(
        f"<h1>P</h1><p>{PROSE}<table><tr><td>x<td><table><tr><td>a<td>b</table></tr></table>"
    )
    assert "a | b" in texts(document)


def test_lists_keep_items_and_depth() -> None:
    document = read(f"<h1>P</h1><p>{PROSE}<ul><li>one thing<ul><li>deeper thing</ul></ul>")
    items = [b for b in document.blocks() if b.kind is BlockKind.ITEM]
    assert [(b.text, b.level) for b in items] == [("one thing", 1), ("deeper thing", 2)]


def test_line_breaks_end_paragraphs_and_items_but_not_lines() -> None:
    document = read(
        f"<h1>P</h1><p>{PROSE}<br><br>Second part<br>goes on<br>• first point<br>2. second</p>"
    )
    assert texts(document)[1:] == ["Second part goes on", "• first point", "2. second"]


def test_a_document_in_one_element_is_still_paragraphs() -> None:
    lines = "<br>".join(f"{n} {PROSE}" for n in range(60))
    assert len(texts(read(f"<h1>P</h1><div>{lines}</div>"))) == 60
    assert texts(read(f"<h1>P</h1><pre>{PROSE}\ngoes on\n \nsecond part</pre><p>a\n\nb")) == [
        f"{PROSE}goes on",
        "second part",
        "a b",
    ]
    parts = "\n\n".join(f"{n} {PROSE}" for n in range(60))
    assert len(texts(read(f"<h1>P</h1><div>{parts}</div>"))) == 60


def test_what_browsers_without_scripts_see_is_no_policy() -> None:
    document = read(f"<h1>P</h1><p>{PROSE * 3}<noscript>You need to enable JavaScript.</noscript>")
    assert document.boilerplate[0].boilerplate == "for browsers without scripts"
    only = read(f"<noscript><h1>P</h1><p>{PROSE}</noscript>")
    assert texts(only) == [PROSE.strip()]


def test_links_are_apart_from_text() -> None:
    """A changed target alone is no change of text."""
    first = read(f'<h1>P</h1><p>{PROSE}<p>See our <a href="/a?x=1&amp;y=2">terms</a>, which apply.')
    second = read(f'<h1>P</h1><p>{PROSE}<p>See our <a href="/b">terms</a>, which apply.')
    assert first.digest == second.digest
    assert list(first.blocks())[-1].links == ("/a?x=1&y=2",)


def test_words_that_touch_in_the_source_are_told_apart() -> None:
    document = read(
        f"""<h1>P</h1><p>{PROSE}<p>Effective May 5, 2025<a href=/old>Previous version</a>
        <p><span>Terms end.</span><span>Prohibited uses follow</span>
        <p><a href=/x>Our terms<span class="sr-only">opens in a new tab</span></a> apply to this
        <p><span>Git</span><span>hub</span> is a word and <a href=/y>link</a>s are plural"""
    )
    assert texts(document)[1:] == [
        "Effective May 5, 2025 Previous version",
        "Terms end. Prohibited uses follow",
        "Our terms opens in a new tab apply to this",
        "Github is a word and links are plural",
    ]


def test_a_protected_address_is_read() -> None:
    secret = "5a" + bytes(b ^ 0x5A for b in b"dpo@example.com").hex()
    document = read(
        f"""<h1>P</h1><p>{PROSE}
        <p>Write to <a href="/cdn-cgi/l/email-protection#{secret}">[email protected]</a> now
        <p>or to <span class="__cf_email__" data-cfemail="{secret}">[email protected]</span> later
        <p>or to <a class="__cf_email__" data-cfemail="nothex">us</a> never"""
    )
    assert texts(document)[1:] == [
        "Write to dpo@example.com now",
        "or to dpo@example.com later",
        "or to us never",
    ]


def test_an_address_spelt_in_character_codes_is_read() -> None:
    document = read(
        f"<h1>P</h1><p>{PROSE}<p>Mail &amp;#105;&amp;#x6e;&amp;#102;&amp;#111;@x.org and "
        f"AT&amp;T &lt;3"
    )
    assert texts(document)[-1] == "Mail info@x.org and AT&T <3"


def test_scripts_icons_and_images_are_no_text() -> None:
    document = read(
        f"""<h1>P</h1><p>{PROSE}<script>var a = "<p>no</p>"</script><style>p {{}}</style>
        <p>Open <span class="material-icons">expand_more</span>the settings page
        <svg><title>logo</title></svg><img alt="a picture"><hr><p>After the rule"""
    )
    assert texts(document)[1:] == ["Open the settings page", "After the rule"]


def test_stray_quotes_in_tags_lose_no_text() -> None:
    document = read(f'<h1>P</h1><p class="a"" title="x > y">{PROSE}</p><p a"b=c>Kept as well')
    assert texts(document) == [PROSE.strip(), "Kept as well"]


# --------------------------------------------------------------------------- a person's rules

PAGE = f"""<body><div class=top>Some banner text of the site</div>
<div id=doc><h1>P</h1><p>{PROSE}</p>
<div class=note>A note to cut <div class=note>with a note inside</div></div>
<h2>Last</h2><p>last words</p></div>
<hr id=end><p class=after>After the document</p></body>"""


def test_select_and_remove() -> None:
    document = read(PAGE, select=("#doc",), remove=(".note",))
    assert texts(document) == [PROSE.strip(), "last words"]
    assert document.warnings == ()


def test_select_of_an_inline_element_and_of_nested_matches() -> None:
    document = read("<p>a <b class=x>bold <i class=x>part</i></b> z", select=(".x",))
    assert texts(document) == ["bold", "part"]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        (
            Range(start_before="#doc", end_before="h2"),
            [PROSE.strip(), "A note to cut", "with a note inside"],
        ),
        (
            Range(start_after="h1", end_after=".note .note"),
            [PROSE.strip(), "A note to cut", "with a note inside"],
        ),
        (Range(start_before="h2"), ["last words", "After the document"]),
        (Range(start_after="#end"), ["After the document"]),
        (Range(end_before="#doc"), ["Some banner text of the site"]),
        (Range(start_before="h2", end_before="#end"), ["last words"]),
    ],
)
def test_ranges(bounds: Range, expected: list[str]) -> None:
    assert texts(read(PAGE, ranges=(bounds,))) == expected


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        (Range(start_before="h2", end_before="#end"), "Some, P, A note, with a, After"),
        (Range(start_after="h2", end_before="#end"), "Some, P, A note, with a, After"),
        (Range(start_after="h1", end_before=".note .note"), "Some, A note, with a, last, After"),
        (Range(start_after="h1", end_after=".note"), "Some, last, After"),
        (Range(start_before=".note"), "Some, P"),
        (Range(end_before="#doc"), "P, A note, with a, last, After"),
        (Range(start_before="h2", end_before="#gone"), "Some, P, A note, with a, last, After"),
        (Range(start_before="#end", end_before="h2"), "Some, P, A note, with a, last, After"),
    ],
)
def test_what_is_between_two_elements_is_cut_out(bounds: Range, expected: str) -> None:
    """An end that is not there cuts out nothing: all behind the beginning might be the policy."""
    document = read(PAGE, select=("body",), cuts=(bounds,))
    found = [text for text in texts(document) if text != "Last"]
    begins = [words.replace("P", PROSE.strip()[:4]) for words in expected.split(", ")]
    assert len(found) == len(begins)
    assert all(text.startswith(words) for text, words in zip(found, begins, strict=True))


def test_a_selector_that_matches_nothing_reads_the_whole_page_and_says_so() -> None:
    document = read(PAGE, select=(".gone",), remove=("div[",), ranges=(Range(start_before="#no"),))
    assert PROSE.strip() in texts(document)
    assert len(document.warnings) == 4
    assert "matches nothing" in document.warnings[0]
    assert any("not a CSS selector" in warning for warning in document.warnings)


def test_a_range_without_its_end_goes_on_and_says_so() -> None:
    document = read(PAGE, ranges=(Range(start_before="h2", end_before="#gone"),))
    assert texts(document)[-1] == "After the document"
    assert len(document.warnings) == 1


def test_a_selected_element_without_text_reads_the_whole_page() -> None:
    document = read(PAGE, select=("#end",))
    assert PROSE.strip() in texts(document)
    assert document.warnings == ("the selectors give no text; the whole page was read",)


def test_a_remove_that_cuts_out_nearly_all_is_not_applied() -> None:
    """Hashed names of classes move from a banner to the policy with a release of the site."""
    html = f"<div id=root><p class=k>{PROSE * 9}</p><p>•</p></div>"
    document = read(html, select=("#root",), remove=(".k",))
    assert texts(document) == [(PROSE * 9).strip()]
    assert document.warnings == ("remove leaves almost nothing; it was not applied",)
    assert texts(read("<p class=k>Not much</p><p>but enough</p>", remove=(".k",))) == ["but enough"]


def test_inside_a_selection_only_its_own_parts_are_boilerplate() -> None:
    html = f"<nav><div id=x><h1>P</h1><p>{PROSE}</p><nav><a href=/a>A</a></nav></div></nav>"
    document = read(html, select=("#x",))
    assert texts(document) == [PROSE.strip()]


def test_include_and_exclude_by_heading() -> None:
    html = f"<h1>P</h1><p>{PROSE}<h2>Your rights</h2><p>rights text<h2>Cookies</h2><p>cookie text"
    assert texts(read(html, include=("your *",))) == ["rights text"]
    left_out = read(html, exclude=("COOKIES",))
    assert texts(left_out) == [PROSE.strip(), "rights text"]
    assert left_out.boilerplate[-1].boilerplate == "left out by heading"
    missing = read(html, include=("gone",), exclude=("gone [x]",))
    assert len(texts(missing)) == 3
    assert len(missing.warnings) == 2


# --------------------------------------------------------------------------- the whole


def test_only_text_media_are_read() -> None:
    with pytest.raises(ExtractError, match="image/png"):
        extract(b"\x89PNG", "image/png")


def test_bytes_in_their_declared_charset_and_text_give_the_same() -> None:
    html = f"<html lang=fr><h1>Données</h1><p>{PROSE}é"
    expected = extract(html, "text/html")
    assert extract(html.encode(), "text/html; charset=utf-8") == expected
    assert extract(html.encode(), "text/html") == expected
    assert extract(html.encode("cp1252"), "text/html; charset=iso-8859-1") == expected
    assert extract(html.encode("cp1252"), "text/html") == expected


def test_the_language_is_what_the_words_say() -> None:
    german = (
        "<p>Die Daten der Nutzer und die Rechte, die sie haben, werden von uns nicht auf "
        "Dauer gespeichert. "
    )
    assert read(f"<html lang=en><h1>P</h1>{german * 12}").language == "de"
    assert read(f"<html lang=de-AT><h1>P</h1>{german * 12}").language == "de-AT"
    assert read("<html lang=hi><h1>P</h1><p>kurz").language == "hi"
    assert read("<html lang='not a tag!'><p>x").language == ""


def test_the_digest_of_the_extractor_tells_rules_apart() -> None:
    assert extractor_digest(ExtractRules()) == extractor_digest(ExtractRules())
    assert extractor_digest(ExtractRules()) != extractor_digest(ExtractRules(select=("main",)))


def test_a_chosen_table_is_told_by_the_headings_above_it() -> None:
    """Without them nobody knows what its rows are entries of."""
    html = (
        "<h1>Trust Center</h1><h2>Overview</h2><p>Hello.</p><h2>Sub&shy;processors</h2>"
        "<table><tr><td>Acme Inc.</td><td>Hosting</td></tr></table><h2>Later</h2>"
    )
    found = extract(html, "text/html", ExtractRules(select=("table",)))
    assert [s.path for s in found.sections if s.blocks] == [("Trust Center", "Subprocessors")]
    whole = extract(html, "text/html", ExtractRules(select=("body",)))
    assert ("Trust Center", "Overview") in [s.path for s in whole.sections]


@pytest.mark.parametrize("line", ["<p>{}</p>", "<div>{}</div>", "<p><small>{}</small></p>"])
def test_the_line_beside_a_chosen_table_belongs_to_it(line: str) -> None:
    """The date of a list of subprocessors, or the notice of a new one, is what it is read for."""
    table = "<table><tr><td>Globex<td>Hosting</table>"
    date, notice = line.format("As of 5 May 2025"), line.format("We will add Initech on 1 July.")
    rest = "<h2>Other</h2><p>Something else.</p>"
    document = extract(
        f"<main><h1>Subprocessors</h1><p>An introduction.</p>{date}{table}{notice}{rest}</main>",
        "text/html",
        ExtractRules(select=("table",)),
    )
    texts = [block.text for block in document.blocks()]
    assert texts == ["As of 5 May 2025", "Globex | Hosting", "We will add Initech on 1 July."]


def test_the_line_beside_a_chosen_table_is_found_across_the_markups_own_space() -> None:
    lines = ("<p>As of 5 May 2025</p>", "<table><tr><td>Globex<td>Hosting</table>")
    source = "<main><h1>List</h1>\n\n" + "\n <!-- a note -->\n".join(lines) + "\n</main>"
    document = extract(source, "text/html", ExtractRules(select=("table",)))
    assert [b.text for b in document.blocks()] == ["As of 5 May 2025", "Globex | Hosting"]


def test_a_chosen_list_deep_in_wrappers_does_not_take_the_whole_page() -> None:
    deep = "<div>" * 12 + "<ul><li>Globex</li><li>Initech</li></ul>" + "</div>" * 12
    source = f"<main><p>An introduction.</p><section>{deep}</section><p>1-2 of 20</p></main>"
    document = extract(source, "text/html", ExtractRules(select=("ul",)))
    assert [b.text for b in document.blocks()] == ["Globex", "Initech"]


def test_a_page_of_frames_has_no_text_and_raises_nothing() -> None:
    source = "<html><head><title>Terms</title></head><frameset><frame src=a.html></frameset></html>"
    document = extract(source, "text/html", ExtractRules(select=("main",)))
    assert (document.title, list(document.blocks())) == ("Terms", [])


def test_the_whole_page_cannot_be_cut_out() -> None:
    rules = ExtractRules(remove=("body", "html", ".ad"))
    document = extract("<main><h1>T</h1><p class=ad>Buy</p><p>Keep this.</p>", "text/html", rules)
    assert [b.text for b in document.blocks()] == ["Keep this."]


def test_a_chosen_table_that_shows_one_page_of_a_list_is_read_with_what_is_around_it() -> None:
    """Else the entries of the other pages come and go unseen."""
    rows = "".join(f"<tr><td>Company {n}<td>Hosting of data</tr>" for n in range(1, 6))
    rest = "".join(f"<div>Company {n}</div><div>Hosting of data</div>" for n in range(1, 13))
    page = (
        "<main><p>An introduction.</p><div><div><h2>Subprocessors</h2><div>"
        f"<div><table>{rows}</table></div><div>1-5 of 12 results</div></div></div>"
        f"<div><p>All subprocessors</p>{rest}</div></div><p>Something else.</p></main>"
    )
    document = extract(page, "text/html", ExtractRules(select=("table",)))
    assert "Company 12" in document.text
    assert "introduction" not in document.text
    assert document.warnings
    whole = extract(page.replace("1-5 of 12", "1-12 of 12"), "text/html", ExtractRules(("table",)))
    assert "Company 12" not in whole.text
