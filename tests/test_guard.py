"""Each kind of answer that is not the page, and the healthy pages that look like one."""

from __future__ import annotations

import pytest

from monitor.extract import extract
from monitor.guard import judge
from monitor.model import Document, ExtractRules, Verdict

URL = "https://example.org/legal/terms"
CLAUSES = "".join(
    f"<h2>Clause {n}</h2><p>We may use what you give us for purpose number {n}, as the law allows, "
    "and we tell you before anything about this changes for you or your account.</p>"
    for n in range(30)
)
POLICY = f"<html lang=en><title>Terms</title><main><h1>Terms of use</h1>{CLAUSES}</main></html>"


def page(html: str) -> Document:
    return extract(html, "text/html")


def response(body: bytes | str = POLICY, **changes: object) -> Verdict:
    answer = {"status": 200, "headers": (), "url": URL, "final_url": URL} | changes
    raw = body.encode() if isinstance(body, str) else body
    return judge.check_response(body=raw, **answer)  # type: ignore[arg-type]


def document(html: str, previous: str | None = None, *, size: int | None = None) -> Verdict:
    return judge.check_document(
        page(html),
        rules=ExtractRules(),
        previous=page(previous) if previous else None,
        body_size=size or len(html),
    )


# --------------------------------------------------------------------------- before extraction


def test_a_healthy_answer_passes() -> None:
    assert response() == judge.GOOD


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (202, "challenge"),
        (204, "status"),
        (301, "redirect"),
        (401, "login"),
        (403, "forbidden"),
        (404, "not-found"),
        (410, "gone"),
        (418, "status"),
        (429, "rate-limited"),
        (451, "forbidden"),
        (500, "server-error"),
        (503, "server-error"),
        (999, "blocked"),
    ],
)
def test_another_status_is_not_the_page(status: int, reason: str) -> None:
    verdict = response(status=status)
    assert (verdict.ok, verdict.reason, verdict.confirmable) == (False, reason, False)
    assert str(status) in verdict.detail


@pytest.mark.parametrize(
    "header",
    [
        ("cf-mitigated", "challenge"),
        ("X-Vercel-Mitigated", "deny"),
        ("x-amzn-waf-action", "captcha"),
    ],
)
def test_a_firewall_says_so_in_its_headers(header: tuple[str, str]) -> None:
    assert response(headers=[header]).reason == "challenge"
    assert response(headers=dict([header])).reason == "challenge"


@pytest.mark.parametrize(
    "final_url",
    [
        "https://example.org/authwall?trk=x",
        "https://example.org/checkpoint/lg/login",
        "https://login.example.org/legal/terms",
        "https://consent.example.org/m?continue=x",
        "https://example.org/login.php?next=%2Flegal",
    ],
)
def test_sent_on_to_a_login_is_not_the_page(final_url: str) -> None:
    assert response(final_url=final_url).reason == "login"


def test_a_page_about_logins_is_no_login() -> None:
    """A watch of /help/login must not be quarantined for its own address."""
    url = "https://example.org/help/login"
    assert response(url=url, final_url=url + "/").ok


def test_a_policy_that_moved_is_still_the_page() -> None:
    assert response(final_url="https://example.com/en/legal/terms-of-use").ok


@pytest.mark.parametrize("home", ["https://example.org/", "https://example.org/en-us/"])
def test_sent_on_to_the_start_page_is_not_the_policy(home: str) -> None:
    assert response(final_url=home).reason == "redirected-home"


@pytest.mark.parametrize("body", [b"", b" \n\t "])
def test_no_body_is_no_page(body: bytes) -> None:
    assert response(body).reason == "empty"


@pytest.mark.parametrize(
    "mark",
    [
        "<script>window._cf_chl_opt={}</script>",
        "<iframe src='/_Incapsula_Resource?x=1'></iframe>",
        "Reference <a href='https://errors.edgesuite.net/18.1'>18.1</a>",
        "<meta http-equiv=refresh content='0;/.well-known/sgcaptcha/?r=1'>",
    ],
)
def test_challenge_markup_in_a_tiny_body(mark: str) -> None:
    assert response(f"<html><body>{mark}</body></html>").reason == "challenge"


def test_challenge_markup_in_a_healthy_page_means_nothing() -> None:
    """Healthy pages carry the scripts of the firewall in front of them."""
    padding = "<!-- " + "x" * judge.TINY_BODY + " -->"
    assert response(POLICY + "<script>/* _cf_chl_opt */</script>" + padding).ok


@pytest.mark.parametrize(
    "shell",
    [
        '<html><head><meta http-equiv="refresh" content="0; url=/elsewhere"></head></html>',
        "<script>window.location.href = '/elsewhere'</script>",
        "<script>location.replace('/elsewhere')</script>Redirecting to the new page",
    ],
)
def test_a_redirect_shell_is_not_the_page(shell: str) -> None:
    assert response(shell).reason == "redirect"


def test_a_refresh_for_browsers_without_script_means_nothing() -> None:
    meta = '<noscript><meta http-equiv="refresh" content="0; url=?noscript=1"></noscript>'
    assert response(f"<html><head>{meta}</head><body>Hello there.</body></html>").ok


# --------------------------------------------------------------------------- after extraction


def test_the_policy_passes_with_and_without_a_version_before() -> None:
    assert document(POLICY) == judge.GOOD
    assert document(POLICY, POLICY) == judge.GOOD


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<h1>Just a moment...</h1><p>Checking your browser before accessing.</p>", "challenge"),
        ("<p>Please verify you are a human to continue.</p>", "challenge"),
        ("<h1>You've been blocked by network security</h1>", "blocked"),
        ("<h1>You’re Temporarily Blocked</h1><p>You were going too fast.</p>", "blocked"),
        ("<h1>Access Denied</h1><p>You don't have permission.</p>", "blocked"),
        ("<p>You must log in to continue.</p>", "login"),
        ("<h1>Before you continue</h1><p>We use cookies and data.</p>", "consent"),
        ("<p>We value your privacy. Accept all cookies to continue.</p>", "consent"),
        ("<h1>Page not found</h1><p>Go back home.</p>", "not-found"),
        ("<h1>This page isn’t available right now</h1>", "not-found"),
        ("<p>Application error: a client-side exception has occurred.</p>", "error"),
        ("<h1>Something went wrong</h1><p>Please reload.</p>", "error"),
        ("<p>Redirecting to the policy.</p>", "redirect"),
        ("<p>JavaScript is disabled in your browser.</p>", "javascript"),
        ("<noscript>You need to enable JavaScript to run this app.</noscript>", "javascript"),
    ],
)
def test_a_short_page_is_what_its_words_say(text: str, reason: str) -> None:
    html = f"<html><title>Terms</title><body>{text}</body></html>"
    for previous in (None, POLICY):
        verdict = document(html, previous)
        assert not verdict.ok
        assert not verdict.confirmable
        assert verdict.reason in (reason, "empty")


def test_an_error_beside_a_long_cookie_dialog_is_still_an_error() -> None:
    """The dialog's text makes the page long; the error stands in a line of its own."""
    dialog = "<p>We and our partners store cookies on your device to show you advertising.</p>" * 12
    html = f"<title>Terms</title><main><h1>This page isn't available</h1>{dialog}</main>"
    assert document(html).reason == "not-found"
    assert document(html, POLICY).reason == "not-found"


def test_a_long_policy_that_speaks_of_block_pages_is_healthy() -> None:
    clause = "<p>If access is denied or something went wrong, you must log in to continue.</p>"
    assert document(POLICY.replace("</main>", clause + "</main>")).ok


def test_a_short_answer_in_a_help_centre_is_healthy() -> None:
    html = "<h1>Do you train on my data?</h1><p>No. We do not use it for that unless you ask.</p>"
    assert document(html).ok


@pytest.mark.parametrize(
    "beside",
    [
        "<p>Please sign in to leave a comment.</p>",
        "<div class=cookie-banner role=dialog><p>We value your privacy.</p></div>",
        "<noscript><p>Please enable JavaScript.</p></noscript>",
        "<footer><a href=/login>Log in</a></footer>",
    ],
)
def test_a_short_answer_may_ask_for_more_beside_it(beside: str) -> None:
    """Help centres ask on each article to log in for comments and to accept cookies."""
    answer = "".join(
        f"<p>We keep what you give us for {n} months after you leave.</p>" for n in "abcde"
    )
    html = f"<title>Retention</title><main><h1>How long do you keep it?</h1>{answer}</main>{beside}"
    assert document(html).ok


def test_a_question_about_an_error_is_no_error() -> None:
    answer = "<p>Reload the page, then tell our support which answer you were looking at.</p>" * 6
    html = f"<h1>Problems</h1><h2>What do I do if something went wrong?</h2>{answer}"
    assert document(html).ok


def test_a_short_answer_in_a_heavy_page_is_healthy() -> None:
    html = "<h1>Do you sell my data?</h1><p>No. We have never sold it and we never will.</p>"
    assert document(html * 3, size=500_000).ok


@pytest.mark.parametrize("title", ["Sign in", "Log in | Acme", "Before you continue"])
def test_a_page_named_after_its_block_page_is_one(title: str) -> None:
    fields = "<p>Here is a longer word about why one needs an account to see things.</p>" * 9
    html = f"<title>{title}</title><main><h1>{title}</h1>{fields}</main>"
    assert document(html).reason in ("login", "consent")
    assert document(html, POLICY).reason in ("login", "consent")


def test_nothing_but_navigation_is_no_page() -> None:
    assert document("<nav><a href=/>Home</a></nav><div id=root></div>").reason == "empty"
    assert document("<title>Terms</title><div id=root>Loading</div>", POLICY).reason == "empty"


def test_a_crashed_page_with_the_right_title_is_hollow() -> None:
    """Nearly a megabyte of source that shows two lines of text."""
    line = "<p>Here stands a first line of the page that never came to its proper text.</p>"
    html = f"<title>Terms</title><body>{line}</body>"
    verdict = document(html, POLICY, size=960_000)
    assert (verdict.reason, verdict.confirmable) == ("hollow", False)


def begun(share: float) -> str:
    """The beginning of the policy, up to the end of a clause."""
    return POLICY[: POLICY.index("</p>", int(len(POLICY) * share))]


def test_half_a_page_waits_for_its_confirmation() -> None:
    verdict = document(begun(2 / 5), POLICY)
    assert (verdict.ok, verdict.reason, verdict.confirmable) == (False, "shrunk", True)


def test_a_page_that_lost_a_third_is_an_ordinary_change() -> None:
    assert document(begun(2 / 3), POLICY).ok


def test_a_page_that_ends_amid_a_sentence_waits() -> None:
    """However little was lost behind it: a person never ends a policy so."""
    verdict = document(begun(2 / 3)[:-20], POLICY)
    assert (verdict.ok, verdict.reason, verdict.confirmable) == (False, "cut-off", True)


def test_a_page_in_another_language_waits() -> None:
    french = "".join(
        f"<p>Nous pouvons utiliser les données que vous nous donnez pour la finalité {n}, dans "
        "les limites de la loi, et nous vous en informons avec votre compte.</p>"
        for n in range(40)
    )
    verdict = document(f"<html lang=fr><main><h1>Conditions</h1>{french}</main></html>", POLICY)
    assert (verdict.reason, verdict.confirmable) == ("other-language", True)


def test_another_declared_language_over_the_same_text_means_nothing() -> None:
    assert document(POLICY.replace("lang=en", "lang=fr"), POLICY).ok


def edition(language: str, *, other: bool = False) -> str:
    """The policy for a country; `other`: half of it in other words."""
    html = POLICY.replace("lang=en", f"lang={language}")
    at = len(html) // 2
    return (
        html[:at] + html[at:].replace(" the ", " each ").replace(" you ", " anybody ")
        if other
        else html
    )


@pytest.mark.parametrize(
    ("was", "now"), [("en-US", "en-GB"), ("en_IE", "en-AU"), ("en-GB", "en-us")]
)
def test_the_edition_of_another_country_waits_and_is_told_as_that(was: str, now: str) -> None:
    """What another country is told differs in a hundred places, none of which is a change."""
    verdict = document(edition(now, other=True), edition(was))
    assert (verdict.reason, verdict.confirmable) == ("edition", True)
    assert verdict.detail == f"edition changed from {was} to {now}".replace("_", "-")


@pytest.mark.parametrize(("was", "now"), [("en", "en-GB"), ("en-US", "en-us"), ("en-US", "en")])
def test_a_country_that_is_only_named_or_named_no_more_is_no_other_edition(
    was: str, now: str
) -> None:
    assert document(edition(now, other=True), edition(was)).ok


def test_the_same_text_for_another_country_is_the_same_page() -> None:
    assert document(edition("en-GB"), edition("en-US")).ok


def test_another_document_under_the_address_waits() -> None:
    recipe = "".join(
        f"<p>Stir in {n} grams of flour and let it rest while the oven warms up slowly.</p>"
        for n in range(60)
    )
    html = f"<html lang=en><title>Bread</title><main><h1>Baking bread</h1>{recipe}</main></html>"
    verdict = document(html, POLICY)
    assert (verdict.reason, verdict.confirmable) == ("other-document", True)


def test_a_rewritten_policy_is_the_same_document() -> None:
    """All blocks differ, but it still calls itself the terms."""
    other = POLICY.replace("We may use", "Our companies use").replace("Clause", "Section")
    assert document(other, POLICY).ok


def test_a_selector_that_matches_nothing_any_more_waits() -> None:
    rules = ExtractRules(select=("#policy",))
    before = extract(f"<div id=policy>{CLAUSES}</div>", "text/html", rules)
    after = extract(f"<div id=renamed>{CLAUSES}</div>", "text/html", rules)
    verdict = judge.check_document(after, rules=rules, previous=before, body_size=9_000)
    assert (verdict.reason, verdict.confirmable) == ("selector", True)
    again = judge.check_document(after, rules=rules, previous=after, body_size=9_000)
    assert again.ok


def test_a_page_whose_letters_became_question_marks_is_not_taken_for_a_new_text() -> None:
    """An edge server that sends another charset than the page was written in."""
    clauses = [f"हम आपकी सामग्री का उपयोग नहीं करते हैं, नियम {n}" for n in range(30)]
    page = "<h1>नियम</h1>" + "".join(f"<p>{clause}</p>" for clause in clauses)
    lost = page.encode("latin-1", "replace").decode()
    before, after = (extract(text, "text/html") for text in (page, lost))
    verdict = judge.check_document(
        after, rules=ExtractRules(), previous=before, body_size=len(lost)
    )
    assert (verdict.ok, verdict.reason) == (False, "garbled")
    back = judge.check_document(before, rules=ExtractRules(), previous=after, body_size=len(page))
    assert back.reason != "garbled"


@pytest.mark.parametrize(
    "text",
    [
        "<h1>Oops!</h1><p>We can't seem to find the page you're looking for.</p>",
        "<h1>Bist du ein Mensch?</h1><p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>",
        "<h1>Connexion</h1><p>Adresse e-mail</p><p>Mot de passe</p><p>Mot de passe oublié ?</p>",
        "<h1>Welcome back</h1><p>Email address</p><p>Continue with another account</p>",
        "<p>Veuillez activer JavaScript pour continuer à utiliser cette application.</p>",
        "<h1>Pagina niet gevonden</h1><p>De pagina die je zoekt bestaat niet meer.</p>",
        "<h1>We'll be right back</h1><p>We are down for scheduled maintenance.</p>",
        "<p>We're verifying your browser</p><p>Website owner? Click here to fix</p>",
        "<h1>Algo salió mal</h1><p>Se ha producido un error. Inténtalo de nuevo más tarde.</p>",
    ],
)
def test_block_pages_of_other_sites_are_no_first_version_either(text: str) -> None:
    verdict = document(f"<title>Acme</title><main>{text}</main>")
    assert (verdict.ok, verdict.confirmable) == (False, False)


def test_a_few_other_words_in_the_place_of_a_policy_are_never_released_by_themselves() -> None:
    """Whatever a block page says, in whatever language: it keeps nothing of the policy."""
    block_page = "<main><h1>Neste pausă</h1><p>Revenim imediat cu tot ce ai lăsat.</p></main>"
    verdict = document(block_page, POLICY)
    assert (verdict.reason, verdict.confirmable) == ("emptied", True)


@pytest.mark.parametrize(
    "title", ["Forgot your password?", "Verify your age", "Update your browser"]
)
def test_a_help_article_may_bear_a_block_pages_words_in_its_title(title: str) -> None:
    answer = f"<p>{'Open your settings and follow what you see there. ' * 2}</p>"
    assert document(f"<title>{title}</title><main><h1>{title}</h1>{answer * 3}</main>").ok


def test_a_block_page_that_is_as_long_as_a_short_answer_is_still_one() -> None:
    answer = f"<main><h1>Data</h1><p>{'We use your data to train. ' * 12}</p></main>"
    why = "Why? Ask us at once. " * 9
    block_page = f"<main><h1>Sorry, you have been blocked</h1><p>{why}</p></main>"
    assert document(block_page, answer).reason == "blocked"
