"""Thirty kinds of pages that policies stand on, written after their structures, and what happens
to them: changes of the policy, and changes of what surrounds it. Made from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape

Section = tuple[str, tuple[str, ...]]
_TOPICS = (
    ("What we collect", "the name and address that you give us when you open an account"),
    ("How we use it", "the files that you upload to show them to people whom you choose"),
    ("Who gets it", "the company that sends our letters and the bank that takes payments"),
    ("How long we keep it", "messages for thirty days and invoices for ten years"),
    ("What you may do", "a copy of your data and ask us to correct what is wrong"),
    ("Cookies", "a cookie that remembers your language until you close the browser"),
    ("Children", "accounts for people below sixteen only with the consent of a parent"),
    ("Security", "locks, codes and a log of who has opened which file and when"),
    ("Payment", "the price that is shown before you order and nothing besides it"),
    ("Disputes", "the courts at the seat of our company for disputes with businesses"),
)
_CLAUSES = (
    "From 3 November 2026 we use your public posts to train our AI models.",
    "We share your precise location with our advertising partners in Brazil.",
    "You can object to the use of your data with the form in your settings.",
    "We sell your browsing history to data brokers unless you opt out.",
    "We keep recordings of your calls for five years after you close the account.",
    "You agree to binding arbitration and waive any right to a class action.",
)
_MENU = ("Home", "Products", "Pricing", "Blog", "Careers", "Contact", "Log in", "Status", "Events")
_ARTICLES = ("Ten tips for teams", "What is new in spring", "Meet our founders", "A day at work")


@dataclass(frozen=True)
class Around:
    """What stands around the policy, and differs from one answer to the next."""

    nonce: str = "a1b2c3"
    menu: tuple[str, ...] = _MENU[:5]
    articles: tuple[str, ...] = _ARTICLES[:2]
    views: int = 1042
    ago: str = "2 days ago"
    year: int = 2026
    dialog: bool = False
    helpful: tuple[int, int] = (12, 20)


@dataclass(frozen=True)
class Policy:
    """The text of a page."""

    title: str
    sections: tuple[Section, ...]


def policy(rng: random.Random) -> Policy:
    """A policy of eight sections with two or three paragraphs each."""
    chosen = rng.sample(_TOPICS, 8)
    sections = tuple(
        (
            heading,
            tuple(
                f"{opening} {words}{', as said in part ' + str(rng.randint(2, 40)) if n else ''}."
                for n, opening in enumerate(
                    rng.sample(
                        ("We handle", "This part is on", "You will find here"), rng.randint(2, 3)
                    )
                )
            ),
        )
        for heading, words in chosen
    )
    return Policy(rng.choice(("Privacy policy", "Terms of service", "User agreement")), sections)


def changed(before: Policy, rng: random.Random) -> Policy:
    """The policy with one change that its readers would want to hear of."""
    sections = list(before.sections)
    at = rng.randrange(len(sections))
    heading, paragraphs = sections[at]
    how = rng.randrange(4)
    if how == 0:  # a clause is added
        spot = rng.randint(0, len(paragraphs))
        paragraphs = (*paragraphs[:spot], rng.choice(_CLAUSES), *paragraphs[spot:])
    elif how == 1:  # a sentence is added to a paragraph
        spot = rng.randrange(len(paragraphs))
        text = f"{paragraphs[spot]} {rng.choice(_CLAUSES)}"
        paragraphs = (*paragraphs[:spot], text, *paragraphs[spot + 1 :])
    elif how == 2:  # "not" turns one around
        turned = paragraphs[0].replace("We handle", "We do not handle")
        turned = turned.replace("This part is on", "This part is no longer on")
        paragraphs = (turned.replace("You will find", "You will not find"), *paragraphs[1:])
    else:  # a section of its own
        sections.insert(at, ("Artificial intelligence", (rng.choice(_CLAUSES),)))
        return replace(before, sections=tuple(sections))
    sections[at] = (heading, paragraphs)
    return replace(before, sections=tuple(sections))


def noisy(around: Around, rng: random.Random) -> Around:
    """The surroundings of the next answer, of which nothing is policy."""
    made = replace(around, nonce="".join(rng.choices("0123456789abcdef", k=8)))
    return rng.choice(
        (
            made,
            replace(made, menu=(*made.menu, rng.choice(_MENU[5:]))),
            replace(made, menu=made.menu[1:]),
            replace(made, articles=(rng.choice(_ARTICLES[2:]), *made.articles)),
            replace(made, views=made.views + rng.randint(1, 900)),
            replace(made, ago=rng.choice(("3 days ago", "2 weeks ago", "5 mo ago"))),
            replace(made, year=made.year + 1),
            replace(made, dialog=True),
            replace(made, helpful=(made.helpful[0] + 1, made.helpful[1] + 2)),
        )
    )


# --------------------------------------------------------------------------- pieces


def paragraphs(texts: Sequence[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)


def listed(texts: Sequence[str]) -> str:
    return "<ul>" + paragraphs(texts, "li") + "</ul>"


def plain(p: Policy, level: int = 2, body: Callable[[Sequence[str]], str] = paragraphs) -> str:
    return "".join(f"<h{level}>{escape(h)}</h{level}>{body(t)}" for h, t in p.sections)


def links_to(names: Sequence[str]) -> str:
    return "".join(f'<li><a href="/{n.lower()[:4]}">{escape(n)}</a></li>' for n in names)


def page_around(p: Policy, a: Around, inner: str, *, main: str = "main", after: str = "") -> str:
    dialog = (
        "<div id='onetrust-banner-sdk' role='dialog' aria-label='Cookies'><p>We use cookies to "
        "measure visits and show ads. Choose what you allow.</p><button>Accept all</button>"
        "<button>Reject all</button></div>"
    )
    opened, closed = main, main.split(" ")[0]
    return (
        f"<!doctype html><html lang=en><head><title>{p.title} | Brightfern</title>"
        f"<script nonce={a.nonce}>var t='{a.nonce}'</script></head><body class='c-{a.nonce}'>"
        f"<header><nav><ul>{links_to(a.menu)}</ul></nav></header>"
        f"<{opened}>{inner}</{closed}>{after}"
        f"<footer><ul>{links_to(('Imprint', 'Jobs', 'Press'))}</ul><p>© {a.year} Brightfern Ltd</p>"
        f"</footer>{dialog if a.dialog else ''}</body></html>"
    )


def _helpful(a: Around) -> str:
    return (
        "<div class=article-votes><span>Was this article helpful?</span>"
        f"<span>{a.helpful[0]} out of {a.helpful[1]} found this helpful</span></div>"
        f"<section><h3>Related articles</h3><ul>{links_to(a.articles)}</ul></section>"
    )


def _accordion(button: str, panel: str = "<div class=panel>{}</div>") -> Callable[[Policy], str]:
    def made(p: Policy) -> str:
        return "".join(
            button.format(h=f"{escape(h)}?", n=n) + panel.format(paragraphs(t), n=n)
            for n, (h, t) in enumerate(p.sections)
        )

    return made


def _h1(p: Policy, inner: str) -> str:
    return f"<h1>{p.title}</h1>{inner}"


def _around(inner: Callable[[Policy], str], main: str = "main") -> Shell:
    return lambda p, a: page_around(p, a, _h1(p, inner(p)), main=main)


def _table(p: Policy) -> str:
    rows = "".join(
        f"<tr><td rowspan={len(t)}>{escape(h)}</td>"
        + "</tr><tr>".join(f"<td>{escape(x)}</td>" for x in t)
        + "</tr>"
        for h, t in p.sections
    )
    return f"<table><tr><th>Subject</th><th>What holds</th></tr>{rows}</table>"


def _zendesk(p: Policy, a: Around) -> str:
    inner = (
        f"<article class=article><header class=article-header><h1 class=article-title>{p.title}"
        f"</h1><div class=article-meta><time>{a.ago}</time> · Updated</div></header>"
        f"<div class=article-body>{plain(p)}</div></article>{_helpful(a)}"
    )
    return page_around(p, a, inner)


def _intercom(p: Policy, a: Around) -> str:
    inner = (
        f"<div class=article intercom-force-break><h1>{p.title}</h1><div class=avatar>Written by "
        f"Ada Lark</div><div>Updated {a.ago}</div><article>{plain(p)}</article></div>"
        "<div class=intercom-reaction-picker><div>Did this answer your question?</div>"
        "<button>😞</button><button>😐</button><button>😃</button></div>"
    )
    return page_around(p, a, inner)


def _next(p: Policy, a: Around) -> str:
    after = f"<script>self.__next_f.push([1,'{a.nonce}<p>x</p>'])</script>"
    return page_around(
        p, a, f"<div id=__next><h1>{p.title}</h1>{plain(p)}</div>", main="div", after=after
    )


def _docs(p: Policy, a: Around) -> str:
    toc = "".join(
        f"<li><a href='#s{n}'>{escape(h)}</a></li>" for n, (h, _) in enumerate(p.sections)
    )
    body = "".join(
        f"<h2 id=s{n}>{escape(h)}<a class=anchor href='#s{n}'>#</a></h2>{paragraphs(t)}"
        for n, (h, t) in enumerate(p.sections)
    )
    side = f"<aside class=sidebar><ul>{links_to(a.menu)}</ul></aside>"
    return page_around(p, a, f"{side}<nav class=toc><ul>{toc}</ul></nav><h1>{p.title}</h1>{body}")


def _wordpress(p: Policy, a: Around) -> str:
    inner = (
        f"<article class=hentry><h1 class=entry-title>{p.title}</h1><div class=entry-content>"
        f"{plain(p)}</div><div class=sharedaddy><h3>Share this:</h3><ul>{links_to(('X', 'Mail'))}"
        f"</ul></div><div class=post-views>{a.views} views</div></article><aside class=widget-area>"
        f"<h2>Recent posts</h2><ul>{links_to(a.articles)}</ul></aside>"
    )
    return page_around(p, a, inner)


def _confluence(p: Policy, a: Around) -> str:
    inner = (
        f"<div id=title-heading><h1>{p.title}</h1></div><div class=page-metadata><ul><li>Created "
        f"by Ada Lark, last modified {a.ago}</li></ul></div><div id=main-content class=wiki>"
        f"{plain(p)}</div><div id=likes-and-labels-container>{a.views} views</div>"
    )
    return page_around(p, a, inner, main="div id=content")


def _iubenda(p: Policy, a: Around) -> str:
    return page_around(
        p,
        a,
        "<div class='iub_content legal_pp'><div class=iub_header><h1>"
        f"{p.title}</h1></div>{plain(p, 2, listed)}</div>",
        main="div id=iubenda_policy",
    )


def _onetrust(p: Policy, a: Around) -> str:
    inner = "".join(
        f"<section class=otnotice-section><h2 class=otnotice-section-header>{escape(h)}</h2>"
        f"<div class=otnotice-section-content>{paragraphs(t)}</div></section>"
        for h, t in p.sections
    )
    return page_around(p, a, f"<div class=otnotice><h1>{p.title}</h1>{inner}</div>")


def _termly(p: Policy, a: Around) -> str:
    inner = "".join(
        f"<div><strong><span><h2>{escape(h)}</h2></span></strong></div>"
        + "".join(f"<div><span><bdt></bdt>{escape(x)}</span></div><div><br></div>" for x in t)
        for h, t in p.sections
    )
    return page_around(
        p, a, f"<div data-custom-class=body><h1>{p.title}</h1>{inner}</div>", main="div"
    )


def _notion(p: Policy, a: Around) -> str:
    inner = "".join(
        f"<div class=notion-header-block data-block-id={a.nonce}{n}><div role=heading aria-level=2>"
        f"{escape(h)}</div></div>"
        + "".join(f"<div class=notion-text-block><div>{escape(x)}</div></div>" for x in t)
        for n, (h, t) in enumerate(p.sections)
    )
    return page_around(
        p, a, f"<div class=notion-page-content><h1>{p.title}</h1>{inner}</div>", main="div"
    )


def _raw(p: Policy, a: Around) -> str:
    body = "\n\n".join(f"## {h}\n\n" + "\n\n".join(t) for h, t in p.sections)
    return f"---\ntitle: {p.title}\nredirect_from: /a/{a.nonce}\n---\n\n# {p.title}\n\n{body}\n"


def _google_docs(p: Policy, a: Around) -> str:
    inner = "".join(
        f"<h2 class=c{a.nonce[0]}><span>{escape(h)}</span></h2>"
        + "".join(f"<p class=c2><span class=c1>{escape(x)}</span></p>" for x in t)
        for h, t in p.sections
    )
    return (
        f"<html><head><title>{p.title}</title></head><body><div id=header>{p.title}</div><div "
        f"id=banners><span>Published using Google Docs</span></div><div id=contents><h1>{p.title}"
        f"</h1>{inner}</div><script nonce={a.nonce}>x()</script></body></html>"
    )


def _shadow(p: Policy, a: Around) -> str:
    inner = f"<h1>{p.title}</h1><x-doc><template shadowrootmode=open>{plain(p)}</template></x-doc>"
    return page_around(p, a, inner)


def _label_boxes(p: Policy) -> str:
    return "".join(
        f"<input type=checkbox id=c{n}><label for=c{n}>{escape(h)}?</label>"
        f"<div>{paragraphs(t)}</div>"
        for n, (h, t) in enumerate(p.sections)
    )


def _definitions(p: Policy) -> str:
    return (
        "<dl>"
        + "".join(f"<dt>{escape(h)}</dt>{paragraphs(t, 'dd')}" for h, t in p.sections)
        + "</dl>"
    )


def _breaks(p: Policy) -> str:
    return "".join(
        f"<p><b>{escape(h)}</b></p><div>{'<br><br>'.join(map(escape, t))}</div>"
        for h, t in p.sections
    )


def _old_layout(p: Policy, a: Around) -> str:
    return page_around(
        p,
        a,
        f"<table><tr><td width=120>{links_to(a.menu)}</td><td><h1>{p.title}</h1>"
        f"{plain(p, 3)}</td></tr></table>",
        main="center",
    )


def _tabs(p: Policy) -> str:
    heads = "".join(
        f"<button role=tab aria-controls=t{n}>{escape(h)}</button>"
        for n, (h, _) in enumerate(p.sections)
    )
    panels = "".join(
        f"<div role=tabpanel id=t{n}><h2>{escape(h)}</h2>{paragraphs(t)}</div>"
        for n, (h, t) in enumerate(p.sections)
    )
    return f"<div role=tablist>{heads}</div>{panels}"


Shell = Callable[[Policy, Around], str]
SHELLS: dict[str, Shell] = {
    "plain": _around(plain),
    "lists": _around(lambda p: plain(p, 2, listed)),
    "articles": _around(plain, "article"),
    "no main": _around(plain, "div"),
    "buttons": _around(_accordion("<button class=accordion>{h}</button>")),
    "buttons in headings": _around(_accordion("<h3><button aria-expanded=false>{h}</button></h3>")),
    "bootstrap": _around(
        _accordion(
            "<h2 class=accordion-header><button class=accordion-button data-bs-toggle=collapse "
            "data-bs-target='#c{n}'>{h}</button></h2>",
            "<div id='c{n}' class=collapse><div class=accordion-body>{}</div></div>",
        )
    ),
    "aria panels": _around(
        _accordion(
            "<button aria-controls='p{n}' aria-expanded=true>{h}</button>",
            "<div id='p{n}'>{}</div>",
        )
    ),
    "buttons by role": _around(_accordion("<div role=button tabindex=0 class=faq-q>{h}</div>")),
    "details": _around(_accordion("<details open><summary>{h}</summary>", "{}</details>")),
    "check boxes": _around(_label_boxes),
    "definitions": _around(_definitions),
    "tabs": _around(_tabs),
    "tables": _around(_table),
    "breaks": _around(_breaks),
    "old layout": _old_layout,
    "Zendesk": _zendesk,
    "Intercom": _intercom,
    "Next.js": _next,
    "docs site": _docs,
    "WordPress": _wordpress,
    "Confluence": _confluence,
    "iubenda": _iubenda,
    "OneTrust": _onetrust,
    "Termly": _termly,
    "Notion": _notion,
    "raw Markdown": _raw,
    "Google Docs": _google_docs,
    "shadow tree": _shadow,
    "sections": _around(
        lambda p: "".join(
            f"<section><h2>{escape(h)}</h2>{paragraphs(t)}</section>" for h, t in p.sections
        )
    ),
}


def media_type(name: str) -> str:
    """The type under which a shell's pages are served."""
    return "text/plain" if name == "raw Markdown" else "text/html"
