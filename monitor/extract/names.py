"""What roles, tags and names of elements say about their content. Data only.

Names of classes and ids are in English whatever the language of the page.
"""

from __future__ import annotations

# tag or ARIA role -> (reason, strong). Strong: chrome however much text it holds, up to half the page.
ARIA_ROLES = {
    "navigation": ("in a navigation", True),
    "banner": ("in the page's header", False),
    "contentinfo": ("in the page's footer", False),
    "complementary": ("beside the text", False),
    "search": ("in a search form", True),
    "dialog": ("in a dialog", True),
    "alertdialog": ("in a dialog", True),
    "menu": ("in a menu", True),
    "menubar": ("in a menu", True),
    "toolbar": ("in a toolbar", False),
    "tooltip": ("in a tooltip", True),
    "listbox": ("in a list of choices", True),
    "progressbar": ("in a control", True),
    "combobox": ("in a control", True),
}
TAGS = {
    "nav": ("in <nav>", True),
    "footer": ("in <footer>", False),
    "header": ("in <header>", False),
    "aside": ("in <aside>", False),
    "dialog": ("in a dialog", True),
    "menu": ("in a menu", False),
}


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word: f"in {what}" for what, words in table.items() for word in words.split()}


# A word of a class or id -> reason. Weak: prose inside outweighs it.
WORDS = _by_word(
    {
        "a navigation": "nav navbar navigation navlist subnav sidenav topnav",
        "a menu": "menu submenu megamenu dropdown flyout hamburger",
        "breadcrumbs": "breadcrumb breadcrumbs crumbs",
        "a sidebar": "sidebar sidecol siderail",
        "the footer": "footer colophon copyright",
        "the page's header": "topbar masthead header",
        "a table of contents": "toc tableofcontents scrollspy",
        "share buttons": "share sharing social socials addtoany",
        "related articles": "related recommended recommendations suggested",
        "a feedback widget": "feedback helpful helpfulness reactions csat survey rating ratings",
        "a sign-up form": "newsletter subscribe subscription signup login signin",
        "a skip link": "skip skiplink skiplinks",
        "a search form": "search searchbox searchbar",
        "pagination": "pagination pager paginator",
        "an advertisement": "ads advert advertisement adsbygoogle promo sponsored",
        "a dialog": "modal popup lightbox drawer offcanvas overlay dialog",
        "a tooltip": "tooltip",
        "a message": "toast toasts snackbar",
        "a language picker": "locale lang language languages",
        "a byline": "byline avatar",
        "comments": "comments disqus",
        "a control": "backtotop",
    }
)

# A cookie dialog has a word of each.
COOKIE = frozenset(
    "cookie cookies consent gdpr ccpa onetrust cookiebot trustarc truste didomi usercentrics osano"
    " iubenda cmp cookiebanner cookieconsent cookielaw".split()  # noqa: SIM905
)
COOKIE_BOX = frozenset(
    "banner bar popup modal dialog overlay notice consent confirm box container wrapper alert prompt"
    " message popover toast drawer layer sdk preferences preference manager cookiebanner"
    " cookieconsent onetrust".split()  # noqa: SIM905
)
NOT_COOKIE = frozenset({"policy", "statement"})
# A language picker has one of these beside its word: <div class="lang-en"> is none.
LANGUAGE_BOX = frozenset(
    {"picker", "selector", "switcher", "switch", "select", "dropdown", "menu", "chooser", "list"}
)
ICON = frozenset(
    {"icon", "icons", "glyph", "fa", "fas", "fab", "far", "glyphicon", "symbols", "iconfont"}
)
FOR_SCREEN_READERS = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"}
)
