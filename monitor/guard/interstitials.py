"""What pages say instead of their text: blocks, errors, logins, in the languages we read. Pure."""

from __future__ import annotations

import re

_BLOCK_PAGES: tuple[tuple[str, str], ...] = (
    ("challenge", r"checking (if the site connection is secure|your browser)|just a moment"),
    ("challenge", r"verify(ing)? (that )?you are (a )?human|are you a (human|robot)"),
    (
        "challenge",
        r"enable javascript and cookies to continue|complete the (security check|captcha)",
    ),
    ("challenge", r"unusual traffic from your|prove (that )?you('re| are) (human|not a robot)"),
    ("challenge", r"verifying your browser|security checkpoint|press (&|and) hold to confirm"),
    ("challenge", r"confirm (that )?you are (a )?human|using a security service to protect"),
    ("challenge", r"dass (sie|du) kein roboter|bist du ein mensch|(n'êtes|suis) pas un robot"),
    (
        "challenge",
        r"no (eres|soy|es) un robot|non (sei|sono) un robot|geen robot b|não (é|sou) um rob",
    ),
    ("blocked", r"blocked by network security|you('re| are| have been) (temporarily )?blocked"),
    ("blocked", r"access (to this page )?(has been |is )?denied|request (was )?blocked"),
    ("blocked", r"(reference|incident|ray) (id|#|number)\b.{0,80}\b(blocked|denied|security)"),
    ("blocked", r"you don'?t have permission to access|website firewall"),
    (
        "blocked",
        r"^(sorry\W{1,2}|unfortunately\W{1,2})?(this |the )?(\w+ ){0,2}(is|are) not available in"
        r" your (country|region|area|location)( yet)?[.!]?",
    ),
    ("not-found", r"page (was |could )?(not|n't) (be )?found|\b404\b.{0,40}(not found|error)"),
    ("not-found", r"(page|content) (isn't|is not|is no longer) available|page doesn'?t exist"),
    (
        "not-found",
        r"we (can'?t|couldn'?t)( seem to)? find (the|that|this) page|nothing (was )?found here",
    ),
    (
        "not-found",
        r"page (that )?you('re| are| were) (looking for|trying to)|link you followed may",
    ),
    ("not-found", r"page introuvable|page que vous (cherchez|recherchez|demandez)"),
    ("not-found", r"seite (wurde |konnte )?(leider )?nicht gefunden|seite existiert nicht"),
    (
        "not-found",
        r"página no encontrada|(no|la) página que (busca|estás busc)|encontrar la página",
    ),
    ("not-found", r"página não (foi )?encontrada|página que você (procura|está proc)"),
    ("not-found", r"pagina non trovata|pagina che (stai cercando|cerchi)"),
    ("not-found", r"pagina (is )?niet gevonden|pagina die (je|u) zoekt"),
    ("not-found", r"ページ(は|が)(見つかり|存在し)ません|お探しのページ"),
    ("not-found", r"[页頁]面不存在|找不到.{0,6}[页頁]|未找到.{0,4}[页頁]面|無法找到.{0,4}[网網頁]"),
    ("not-found", r"페이지를 찾을 수 없|страница не найдена|पे(ज|ज़) नहीं मिला"),
    ("not-found", r"الصفحة غير موجودة|ไม่พบหน้า|sayfa bulunamadı|הדף לא נמצא|σελίδα δεν βρέθηκε"),
    (
        "error",
        r"エラーが発生しました|しばらくしてから(もう一度|再度)|出错了|请稍后(再试|重试)|請稍後再試",
    ),
    ("error", r"오류가 발생|잠시 후 다시|произошла ошибка|повторите попытку|bir hata oluştu"),
    ("maintenance", r"メンテナンス中|(系统|系統)?(维护|維護)中|점검 중|технические работы"),
    ("challenge", r"ロボットではない|不是机器人|不是機器人|로봇이 아닙니다|что вы не робот"),
    ("error", r"application error: a (client|server)-side exception|internal server error"),
    ("error", r"something went wrong|an (unexpected )?error (has )?occurred|service unavailable"),
    ("error", r"bad gateway|gateway time-?out|temporarily unavailable|sorry to interrupt"),
    ("error", r"over capacity|at capacity right now|too many requests|try again (later|in a few)"),
    ("error", r"une erreur (est survenue|s'est produite)|veuillez réessayer"),
    (
        "error",
        r"ein fehler ist aufgetreten|etwas ist schie|versuch\w* (sie )?es (bitte )?(sp|noch|er)",
    ),
    ("error", r"algo salió mal|(producido|ocurrido) un error|inténtalo de nuevo"),
    ("error", r"ocorreu um erro|algo deu errado|qualcosa è andato storto|verificato un errore"),
    ("error", r"er is (iets misgegaan|een fout opgetreden)"),
    ("maintenance", r"under maintenance|undergoing (\w+ )?maintenance|down for (\w+ )?maintenance"),
    (
        "maintenance",
        r"we('ll| will) be (right )?back|\bbe back (soon|shortly|online)|check back soon",
    ),
    ("maintenance", r"wartungsarbeiten|wird (gerade|derzeit) gewartet|en maintenance\b"),
    ("maintenance", r"en mantenimiento|em manutenção|in manutenzione|in onderhoud\b"),
    ("redirect", r"^\W*redirecting( to)?\b|you are being redirected|if you are not redirected"),
    ("not-the-page", r"\b(domain|site|\.\w{2,6}) is (for sale|parked)|^\W*welcome to nginx"),
    ("not-the-page", r"^\W*(subscribe|log in|sign up) to (continue|keep) reading"),
)
# What healthy pages say as well, beside their text.
_REQUESTS: tuple[tuple[str, str], ...] = (
    ("login", r"you must (log|sign) ?in|(log|sign) ?in to continue|please (log|sign) ?in\b"),
    ("login", r"join linkedin|new to \w+\? (join|sign up)|vous devez vous connecter"),
    ("login", r"^\W*(log|sign) ?(in|up)( (to|\|).{0,40})?\W*$|^\W*welcome back\W*$"),
    (
        "login",
        r"^\W*(anmelden|einloggen|connexion|se connecter|iniciar sesión|inicia sesión|accedi"
        r"|entrar|inloggen|aanmelden)\b( \||\W*$)",
    ),
    (
        "login",
        r"forgot (your )?password|passwort vergessen|mot de passe oublié|wachtwoord vergeten",
    ),
    ("login", r"olvidaste tu contraseña|esqueceu (a|sua) senha|password dimenticata"),
    ("login", r"^\W*(don'?t have|need) an account\b|noch kein konto"),
    ("consent", r"before you continue|accept all cookies to continue|we value your privacy"),
    ("consent", r"bevor sie fortfahren|avant de continuer|antes de continuar|prima di continuare"),
    ("javascript", r"javascript is (disabled|not available|required)|need to enable javascript"),
    ("javascript", r"(please )?(enable|turn on|activate) (javascript|js\b)|requires javascript"),
    (
        "javascript",
        r"activer javascript|javascript (zu )?aktivieren|aktivieren sie (bitte )?javasc",
    ),
    ("javascript", r"activ[ae]r? javascript|ativ[ae]r? o javascript|attiv[ai](re)? javascript"),
    ("javascript", r"javascript ?を(有効|オン)|(启用|啟用) ?javascript|включите javascript"),
    ("javascript", r"javascript(를|을)? (활성화|사용)"),
    (
        "login",
        r"ログインしてください|[请請]先?登[录入]|로그인(이 필요|하세요|해 ?주세요)|войдите, чтобы",
    ),
    ("browser", r"(your|this) browser is (not supported|out of date|no longer supported)"),
    (
        "browser",
        r"^\W*unsupported browser\W*$|please (update|upgrade) your browser",
    ),
    ("age", r"you must be \d\d or older to (enter|view)"),
)


def compiled(phrases: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """One pattern for all; the name of the group that matched begins with the reason."""
    groups = (
        f"(?P<{reason.replace('-', '_')}__{i}>{pattern})"
        for i, (reason, pattern) in enumerate(phrases)
    )
    return re.compile("|".join(groups), re.IGNORECASE)


BLOCK_PAGE, REQUEST = compiled(_BLOCK_PAGES), compiled(_REQUESTS)
