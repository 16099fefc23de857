"""More kinds of pages: what site builders, help desks and component libraries write."""

from __future__ import annotations

from html import escape

from tests.shells import (
    SHELLS,
    Around,
    Policy,
    Shell,
    links_to,
    listed,
    page_around,
    paragraphs,
    plain,
)


def _each(p: Policy, markup: str) -> str:
    """Every section in this markup: {h} its heading, {n} its number, {t} its paragraphs."""
    return "".join(
        markup.format(h=escape(h), n=n, t=paragraphs(t)) for n, (h, t) in enumerate(p.sections)
    )


def _webflow(p: Policy, a: Around) -> str:
    inner = _each(
        p,
        "<div class='accordion-item w-dropdown'><div class=w-dropdown-toggle><div "
        "class=w-icon-dropdown-toggle></div><div>{h}</div></div><nav class=w-dropdown-list>"
        "<div class=w-richtext>{t}</div></nav></div>",
    )
    form = (
        "<div class=w-form><div class='success-message w-form-done'><div>Thank you! Your submission"
        " has been received!</div></div><div class='error-message w-form-fail'><div>Oops! Something"
        " went wrong while submitting the form.</div></div></div>"
    )
    return page_around(p, a, f"<h1>{p.title}</h1>{inner}{form}", main="div class=section")


def _wix(p: Policy, a: Around) -> str:
    inner = _each(
        p,
        f"<div id=comp-{a.nonce}{{n}} data-testid=richTextElement><h2 class=font_2><span>{{h}}"
        "</span></h2><p><span class=wixGuard>\u200b</span></p>{t}</div>",
    )
    chat = "<div id=pinned><button aria-label=Chat>Let's chat!</button></div>"
    return page_around(p, a, f"<h1>{p.title}</h1>{inner}{chat}", main="div id=main_MF")


def _squarespace(p: Policy, a: Around) -> str:
    inner = _each(
        p,
        "<li class=accordion-item><h4 role=heading aria-level=3><button aria-expanded=false>"
        "<span class=accordion-item__title>{h}</span></button></h4>"
        "<div class=accordion-item__dropdown>{t}</div></li>",
    )
    return page_around(p, a, f"<h1>{p.title}</h1><ul class=accordion-items-container>{inner}</ul>")


def _shopify(p: Policy, a: Around) -> str:
    inner = _each(p, "<p><strong>{h}</strong></p>{t}")
    cart = f"<div class=cart-drawer><p>{a.views} in stock</p></div>"
    return page_around(
        p,
        a,
        f"<div class=shopify-policy__title><h1>{p.title}</h1></div><div class=rte>{inner}</div>",
        main="main id=MainContent",
        after=cart,
    )


def _docusaurus(p: Policy, a: Around) -> str:
    inner = _each(
        p, "<h2 class=anchor id=s{n}>{h}<a class=hash-link href='#s{n}'>\u200b</a></h2>{t}"
    )
    foot = (
        "<footer class=theme-doc-footer><a href=/e>Edit this page</a><span>Last updated "
        f"{a.ago}</span></footer><nav class=pagination-nav><a href=/n><div>Next</div><div>"
        f"{a.articles[0]}</div></a></nav>"
    )
    head = "<button class=clean-btn>On this page</button>"
    body = f"<div class=markdown><header><h1>{p.title}</h1></header>{inner}</div>"
    return page_around(p, a, f"<ul class=menu__list>{links_to(a.menu)}</ul>{head}{body}{foot}")


def _mintlify(p: Policy, a: Around) -> str:
    inner = _each(
        p,
        "<div role=listitem class=accordion><button aria-controls='a{n}' aria-expanded=false><div>"
        "<p data-component-part=accordion-title>{h}</p></div></button><div id='a{n}'>{t}</div>"
        "</div>",
    )
    foot = (
        "<div class=feedback-toolbar><p>Was this page helpful?</p><button>Yes</button></div>"
        "<div class=chat-assistant-sheet><p>Assistant</p><p>Responses are generated using AI and "
        "may contain mistakes.</p></div>"
    )
    return page_around(p, a, f"<h1>{p.title}</h1>{inner}{foot}", main="div id=content-area")


def _sphinx(p: Policy, a: Around) -> str:
    inner = _each(
        p,
        "<section id=s{n}><h2><a class=toc-backref href='#i{n}'>{h}</a><a class=headerlink "
        "href='#s{n}'>¶</a></h2>{t}</section>",
    )
    toc = _each(p, "<li><p><a href='#s{n}' id=i{n}>{h}</a></p></li>")
    side = (
        "<div class=sphinxsidebar role=navigation><h4>Next topic</h4><p><a href=n>"
        f"{a.articles[0]}</a></p></div>"
    )
    body = f"<div role=main><h1>{p.title}</h1><nav class=contents><ul>{toc}</ul></nav>{inner}</div>"
    return page_around(p, a, body + side, main="div")


def _drupal(p: Policy, a: Around) -> str:
    inner = _each(
        p,
        "<div class=paragraph><div class='field field--name-title field__item'><h2>{h}</h2></div>"
        "<div class='text-formatted field__item'>{t}</div></div>",
    )
    meta = f"<footer class=node__meta>Submitted by ada on 09/01/2026 - 14:0{a.views % 10}</footer>"
    online = f"<aside><h2>Who is online</h2><p>{a.views} users online</p></aside>"
    body = f"<article class=node><h1>{p.title}</h1>{meta}{inner}</article>{online}"
    return page_around(p, a, body, main="div class=layout-content")


def _freshdesk(p: Policy, a: Around) -> str:
    inner = _each(p, "<p dir=ltr><strong>{h}</strong></p>{t}")
    vote = (
        "<p class=article-vote>Did you find it helpful?<span class=vote-up>Yes</span></p><div "
        "class=vote-feedback>Can you please tell us how we can improve this article?</div>"
        f"<section id=related-articles><h3>Related Articles</h3><ul>{links_to(a.articles)}</ul>"
        "</section>"
    )
    when = f"<p>Modified on: Thu, 3 Sep, 2026 at 2:1{a.views % 10} PM</p>"
    return page_around(
        p, a, f"<h2 class=heading>{p.title}</h2>{when}<article>{inner}</article>{vote}", main="div"
    )


def _salesforce(p: Policy, a: Around) -> str:
    inner = _each(
        p,
        "<li class=slds-accordion__list-item><section><h2><button aria-controls=c{n} "
        "aria-expanded=false><span>{h}</span></button></h2><div class=slds-accordion__content "
        "id=c{n}>{t}</div></section></li>",
    )
    vote = "<div class=cArticleFeedback><p>Did this article solve your issue?</p></div>"
    return page_around(p, a, f"<h1>{p.title}</h1><ul>{inner}</ul>{vote}", main="div")


def _material(p: Policy, a: Around) -> str:
    inner = _each(
        p,
        "<div class=MuiAccordion-root><h3><button class=MuiAccordionSummary-root aria-expanded="
        "false aria-controls=p{n}><span><p>{h}</p></span></button></h3><div class="
        "MuiCollapse-root><div id=p{n} role=region>{t}</div></div></div>",
    )
    return page_around(p, a, f"<h1>{p.title}</h1>{inner}")


def _disclosures(p: Policy, a: Around) -> str:
    inner = _each(
        p,
        "<div><dt><button id='b{n}' aria-expanded=false aria-controls=d{n}><span>{h}</span>"
        "</button></dt><dd id=d{n} hidden>{t}</dd></div>",
    )
    return page_around(p, a, f"<h1>{p.title}</h1><dl>{inner}</dl>")


def _exclusive_details(p: Policy, a: Around) -> str:
    inner = "".join(
        f"<details name=one><summary><h2>{escape(h)}</h2></summary>{listed(t)}</details>"
        for h, t in p.sections
    )
    return page_around(p, a, f"<h1>{p.title}</h1>{inner}")


def _trees_in_trees(p: Policy, a: Around) -> str:
    item = (
        "<acc-item><template shadowrootmode=open><button aria-expanded=false>{h}</button>"
        "<div part=panel>{t}</div></template></acc-item>"
    )
    return page_around(
        p,
        a,
        f"<app-root><template shadowrootmode=open><h1>{p.title}</h1><acc-list><template "
        f"shadowrootmode=open>{_each(p, item)}</template></acc-list></template></app-root>",
    )


def _table_by_role(p: Policy, a: Around) -> str:
    rows = _each(p, "<div role=row><div role=rowheader>{h}</div><div role=cell>{t}</div></div>")
    return page_around(p, a, f"<h1>{p.title}</h1><div role=table>{rows}</div>")


def _tabs_of_links(p: Policy, a: Around) -> str:
    row = _each(p, "<li><a role=tab data-toggle=tab href='#p{n}' aria-controls=p{n}>{h}</a></li>")
    panels = _each(p, "<div role=tabpanel id=p{n}>{t}</div>")
    return page_around(p, a, f"<h1>{p.title}</h1><ul class='nav nav-tabs'>{row}</ul>{panels}")


def _readme(p: Policy, a: Around) -> str:
    head = f"<header id=content-head><h1>{p.title}</h1><a href=/e>Suggest Edits</a></header>"
    foot = f"<p class=DateLine>Updated {a.ago}</p><div>Did this page help you?</div>"
    return page_around(p, a, f"{head}<div class=markdown-body>{plain(p)}</div>{foot}", main="div")


BUILDERS: dict[str, Shell] = {
    "Webflow": _webflow,
    "Wix": _wix,
    "Squarespace": _squarespace,
    "Shopify": _shopify,
    "Docusaurus": _docusaurus,
    "Mintlify": _mintlify,
    "Sphinx": _sphinx,
    "Drupal": _drupal,
    "Freshdesk": _freshdesk,
    "Salesforce": _salesforce,
    "Material UI": _material,
    "disclosures": _disclosures,
    "exclusive details": _exclusive_details,
    "trees in trees": _trees_in_trees,
    "table by role": _table_by_role,
    "tabs of links": _tabs_of_links,
    "ReadMe": _readme,
}
EVERY_SHELL = {**SHELLS, **BUILDERS}
