"""What roles, tags and names of elements say about their content. Data only.

Names of classes and ids are in English whatever the language of the page.
"""

from __future__ import annotations

# The share of the page's prose that an element may hold and still be boilerplate.
WEAK = 0.0  # none, or next to none: prose outweighs the name
STRONG = 0.25
PLAIN = 0.5
CERTAIN = 0.9
ALWAYS = 1.0

BANNER = "in a cookie banner"  # where it speaks of cookies
OPEN_DIALOG = "in an open dialog"  # unless it says what is done with a reader's things
STRIP = "in a strip across the page"  # unless a sentence in it states something
COMMANDS = "in a list of commands"  # and of nothing else, or the list is text

# tag or ARIA role -> (reason, limit)
ARIA_ROLES = {
    "navigation": ("in a navigation", PLAIN),
    "banner": ("in the page's header", WEAK),
    "contentinfo": ("in the page's footer", WEAK),
    "complementary": ("beside the text", WEAK),
    "search": ("in a search form", STRONG),
    "dialog": ("in a dialog", CERTAIN),
    "alertdialog": ("in a dialog", CERTAIN),
    "menu": ("in a menu", STRONG),
    "menubar": ("in a menu", STRONG),
    "toolbar": ("in a toolbar", WEAK),
    "tooltip": ("in a tooltip", STRONG),
    "menuitem": ("in a menu", STRONG),
    "menuitemcheckbox": ("in a menu", STRONG),
    "menuitemradio": ("in a menu", STRONG),
    "list": (COMMANDS, WEAK),
    "option": ("in a list of choices", STRONG),
    "listbox": ("in a list of choices", STRONG),
    "progressbar": ("in a control", STRONG),
    "combobox": ("in a control", STRONG),
}
TAGS = {
    "nav": ("in <nav>", PLAIN),
    "footer": ("in <footer>", WEAK),
    "header": ("in <header>", WEAK),
    "aside": ("in <aside>", WEAK),
    "dialog": ("in a dialog", CERTAIN),
    "menu": ("in a menu", WEAK),
    "noscript": ("for browsers without scripts", PLAIN),
}


def words(text: str) -> frozenset[str]:
    """The words of a text, for tables that people can read."""
    return frozenset(text.split())


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word: f"in {what}" for what, named in table.items() for word in named.split()}


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
        "related articles": "related recommended recommendations suggested tags tagcloud",
        "a feedback widget": "feedback helpful helpfulness reactions csat survey rating ratings",
        "a sign-up form": "newsletter subscribe subscription signup login signin",
        "a skip link": "skip skiplink skiplinks",
        "a search form": "search searchbox searchbar",
        "pagination": "pagination pager paginator",
        "an advertisement": "ads advert advertisement adsbygoogle promo sponsored cta",
        "a testimonial": "testimonial testimonials",
        "a dialog": "modal popup lightbox drawer offcanvas overlay dialog",
        "a message": "toast toasts snackbar dismissible dismissable sitenotice centralnotice",
        "a language picker": "locale lang language languages",
        "a byline": "byline avatar",
        "comments": "comments disqus",
        "a ticker": "ticker marquee",
        "a chat window": "chat chatbot chatbox chatwidget livechat",
        "a control": "backtotop",
    }
)

# An id is often the slug of a heading: <section id="sharing"> holds a clause, no share buttons.
SUBJECTS = frozenset(
    (
        *("share", "sharing", "social", "socials", "feedback", "comments", "reactions", "survey"),
        *("rating", "ratings", "subscribe", "subscription", "signup", "login", "signin", "search"),
        *("ads", "advert", "advertisement", "promo", "sponsored", "recommended", "suggested"),
        *("recommendations", "related", "newsletter", "copyright", "language", "languages"),
        *("header", "locale", "lang", "menu", "preferences", "notice", "manager", "chat"),
    )
)
# Ids of the element that holds a page's own text, in lower case without "-" and "_".
MAIN_IDS = frozenset({"maincontent", "main", "contentmain", "pagemain", "mainbody", "maincol"})

# A cookie dialog: the name of a product for them, or a word of both others.
CONSENT_TOOLS = words(
    "onetrust cookiebot trustarc truste didomi usercentrics osano iubenda cookieconsent"
    " cookiebanner cookiehub cookieyes termly quantcast"
)
# They also host whole policies: <div id="iubenda_policy">.
POLICY = frozenset({"policy", "declaration", "terms", "legal"})
COOKIE = frozenset({"cookie", "cookies", "consent", "gdpr", "ccpa"})
COOKIE_BOX = words(
    "banner bar popup modal dialog overlay toast popover drawer alert confirm notice prompt layer"
    " manager preferences"
)
# A box in the text that may be anything, and is a cookie dialog where it speaks of cookies.
BANNERS = words("banner notice strip prompt consent callout")
# A strip across the top of a shop, with its sales: <div class="announcement-bar">.
ANNOUNCEMENTS = words("announcement announcements alert notification")
STRIPS = frozenset({"bar", "strip", "ribbon"})
# A strip that offers the app: <div class="smart-app-banner">, with no other word in its names.
OF_APP = frozenset({"app", "banner"})
APP_OFFERED = OF_APP | words(
    "smart download mobile install get store open ios android promo promotion top bottom sticky"
    " site page container wrapper wrap inner content text body title"
)
# What a form says once it was sent: one of the first beside one of the second.
FORM = words("form message")
SENT = words("done fail failed success error submitted")
# A language picker has one of these beside its word: <div class="lang-en"> is none.
LANGUAGE_BOX = frozenset(
    {"picker", "selector", "switcher", "switch", "select", "dropdown", "menu", "chooser", "list"}
)
# A word of a class of what opens a panel.
OPENERS = words("accordion collapsible collapse expander expandable faq question disclosure")
ICON = frozenset(
    {"icon", "icons", "glyph", "fa", "fas", "fab", "far", "glyphicon", "symbols", "iconfont"}
)
# The name of a glyph in an icon font; a wiki's "[edit]" in its headings.
NO_TEXT = ICON | {"editsection"}
FOR_SCREEN_READERS = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"}
)
