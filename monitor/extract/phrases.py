"""Words of interfaces in the languages we read, for telling boilerplate from policy. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from monitor.extract.feedback import asks_for_feedback
from monitor.extract.in_passing import in_passing
from monitor.extract.live_figures import is_live
from monitor.extract.of_visitors import (
    LONGEST_DESK,
    is_desk,
    is_reading_time,
    of_visitor,
)
from monitor.text.counted import NEUTRAL
from monitor.text.cues import has_any
from monitor.text.normalize import canonical
from monitor.text.practice import is_practice
from monitor.text.relative_times import AGO, relative_times
from monitor.text.scripts import count_words

_LONGEST_PHRASE = 60
_LONGEST_ASKING = 120
_DATE_LINE = 90
FEEDBACK = "a feedback widget"
CHAT = "a chat window"
INTERFACE = "interface text"
LIVE = "a figure of this moment"
VISITOR = "where the visitor is"
TESTIMONIAL = "a testimonial"
COPYRIGHT = "a copyright line"
_MAY_STATE = (FEEDBACK, CHAT, VISITOR, TESTIMONIAL, COPYRIGHT)  # in so many words a clause may too
LONGEST = 250  # characters of the longest block that wording alone can make boilerplate


def _phrases(text: str) -> frozenset[str]:
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


_INTERFACE = _phrases(
    resources.files("monitor.extract").joinpath("interface.txt").read_text(encoding="utf-8")
)
_OPENING = frozenset(phrase.split()[0] for phrase in _INTERFACE if " " in phrase)
_AROUND = " .:?!…›»→¿¡‹«←+−-▾▸▼▲"
_BESIDE = re.compile(r"(?:(?<!\s)\s++)?+[|/•·]\s*|(?<!\s)\s++[-–—]\s+")  # between two controls
_BESIDE_CUES = ("|", "/", "•", "·", "-", "–", "—")
_WORDS, _PHRASE_WORDS = 2, 5  # of a phrase that is told apart from the next without a sign
# What a person presses after "Was this helpful?"
ANSWERS = frozenset({"yes", "no", "oui", "non", "ja", "nein", "sí", "sim", "não", "sì", "nee"})

# A heading over links to other documents.
RELATED = re.compile(
    r"^(?:related(?: \S+){0,3}|see also|you (?:may|might) also (?:like|be interested in).*"
    r"|more (?:articles|resources|help|from .*|like this|to explore|in this section)"
    r"|recommended(?: \S+){0,3}|popular(?: \S+){0,2}|featured(?: \S+){0,2}|explore more"
    r"|keep reading|read next|up next|what's next|next steps|recently viewed(?: \S+){0,2}"
    r"|recent articles|articles in this section|other articles|suggested (?:articles|reading)"
    r"|(?:from|in|ask|join) (?:the|our) community|community (?:posts|questions|discussions|activity"
    r"|answers|highlights)|(?:recent|latest|newest|top|related|active|open) (?:discussions?"
    r"|questions|posts|topics|threads|conversations|activity)"
    r"|(?:neues )?aus der community|(?:neueste|aktuelle) (?:beiträge|diskussionen|fragen)"
    r"|(?:dernières|questions de la) (?:discussions|questions|communauté)"
    r"|further reading|latest (?:news|posts|articles)|trending.*"
    r"|(?:articles|contenus|pages|sujets|ressources) (?:associés?|connexes|liées?|similaires"
    r"|recommandée?s?)|voir aussi|à lire aussi"
    r"|(?:ähnliche|verwandte|weitere|zugehörige) (?:artikel|themen|beiträge|links)|siehe auch"
    r"|(?:artículos|temas|contenidos?|enlaces) (?:relacionad[oa]s?|recomendad[oa]s?|sugeridos)"
    r"|ver también|véase también"
    r"|(?:artigos|tópicos|conteúdos?|links) (?:relacionad[oa]s?|recomendad[oa]s?)|veja também"
    r"|ver também"
    r"|(?:articoli|argomenti|contenuti|link) (?:correlat[oi]|consigliati|simili)|vedi anche"
    r"|(?:gerelateerde|verwante|aanbevolen) (?:artikelen|onderwerpen|links|inhoud)|zie ook|lees ook"
    r"|das könnte (?:sie|dich) auch interessieren|mehr zum thema|(?:también )?te puede interesar"
    r"|(?:ça|cela) pourrait vous intéresser|potrebbe(?:ro)? (?:anche )?interessarti"
    r"|aktuelles|neuigkeiten|neues|actualités|à la une|noticias|novedades|notizie|novità|nieuws"
    r"|aktualności|nyheter|nyheder|новости|お知らせ|新着情報|最新(?:情報|消息|公告)|공지사항"
    r"|関連(?:記事|リンク|ページ|項目|コンテンツ)|(?:相关|相關)(?:文章|内容|內容|阅读|閱讀)"
    r"|관련 (?:문서|글|기사)"
    r"|(?:مقالات|مواضيع) ذات صلة|(?:похожие|связанные) (?:статьи|материалы))[:.!]?$",
    re.IGNORECASE,
)

# What a window to chat in says first, and what it says below.
_CHAT = re.compile(
    r"^(?:i(?:['’]m| am) \S{2,20}, your (?:\S+ )?(?:assistant|bot|helper|guide)\b.{0,40}"
    r"|ask (?:our |the )?(?:\S+ ){0,3}(?:ai|assistant|bot|chatbot)\b(?: \S+){0,4}|chat with"
    r" (?:us|our|an?|the)\b(?: \S+){0,4}|(?:(?:hello|hi|hey)( there)?[!,.]? )?(?:what|how)"
    r" (?:can|may) (?:we|i) (?:help|assist)(?: you)?(?: with)?(?: today| now)?"
    r"|ask (?:me|us) anything|(?:hallo|hi)[!,.]? (?:wie|womit) (?:kann ich|können wir)"
    r" (?:dir|ihnen|euch)? ?(?:weiter)?helfen"
    r"|bonjour[!,. ]{1,3}(?:comment )?(?:puis-je|pouvons-nous) vous aider"
    r"|¡?hola[!,.]? ¿?(?:en qué|cómo) (?:puedo|podemos) ayudart?[el])[.!?…]?$",
    re.IGNORECASE,
)
_PICTURES = re.compile("[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff]")
_CAUTION = re.compile(
    r"\b(?:verify|check|double-check)\b.{0,30}\b(?:answers?|responses?|info|information|facts|replies)"
    r"|\b(?:answers?|responses?|replies|ai|assistant|bot)\b.{0,40}\b(?:mistakes?|inaccura\w+|errors?"
    r"|incorrect|generated by ai|wrong)\b|\bpowered by\b|\b(?:antworten|réponses|respuestas)\b",
    re.IGNORECASE,
)
_LONGEST_CAUTION = 90

_PROTECTED = re.compile(r"\bprotected by (?:re|h)captcha\b", re.IGNORECASE)

# A line that is nothing but a copyright notice.
_COPYRIGHT = re.compile(
    r"^(?:copyright\s)?©"
    r"|^.{0,40}\s©.{0,60}$"
    r"|^(?:copyright\s)\(c\)"  # "(c) shall not be liable" is the third item of a list
    r"|^(?:copyright\s|\(c\)\s?)(?:19|20)\d\d\b.{0,80}$"
    r"|^all rights reserved\b.{0,20}$",
    re.IGNORECASE,
)

# What a cookie notice says where it has no buttons that we can see.
_PROMPT = re.compile(
    r"cookies?\b.{0,200}\b(?:by continuing to (?:use|browse)|(?:by )?closing this|accept all"
    r"|got it)"
    r"|\b(?:by continuing to (?:use|browse)|(?:by )?closing this)\b.{0,200}cookies?\b",
    re.IGNORECASE,
)

# What only the policy itself says: of itself, and before the kinds of cookies that follow.
_OF_ITSELF = re.compile(
    r"\b(?:of|in|under|by|with) this (?:(?:cookies?|privacy) )?(?:policy|notice|statement)\b"
    r"|\((?:the|this|our) [“\"][^”\"]{0,40}[”\"]\)|:$",
    re.IGNORECASE,
)
_LONGEST_PROMPT = 600  # characters

# What the buttons of a cookie dialog say.
CHOICE = re.compile(
    r"\b(?:accept|allow|agree|reject|decline|deny|necessary only|essential only"
    r"|akzeptieren|zustimmen|einverstanden|ablehnen|accepter|refuser|aceptar|rechazar|aceitar"
    r"|rejeitar|recusar|accetta|rifiuta|accepteren|akkoord|weigeren|akceptuj\w*|odrzu\w*|zgadzam"
    r"|acceptera|godkänn|neka|afvis|godta|avvis|hyväksy|hylkää|přijmout|odmítnout|kabul et|reddet"
    r"|terima|tolak|elfogadom|принять|отклонить|прийняти|αποδοχή)\b|chấp nhận|同意する|接受|동의",
    re.IGNORECASE,
)

# An invitation to a newsletter, and what its button says.
NEWSLETTER = re.compile(
    r"newsletter|\bunsubscrib|\bby subscribing\b|\bsubscribe to (?:our|the)\b"
    r"|\bsign up (?:to|for) (?:our|the) (?:mailing|updates)\b"
    r"|\bmarketing e-?mails?\b|stay (?:up to date|in the loop|informed)",
    re.IGNORECASE,
)
SUBSCRIBE = re.compile(
    r"^(?:subscribe|sign up|sign me up|join|abonnieren|anmelden|s'abonner|s'inscrire|suscribirse"
    r"|inscrever-se|iscriviti|abonneren|aanmelden)(?: now| today| jetzt)?\W*$",
    re.IGNORECASE,
)

# Who wrote a text, with what a site counts beside it.
_BYLINE = re.compile(
    r"^(?:last )?(?:edited|updated|modified|changed) by \S+(?: \S+){0,3}$"
    r"|^(?:written |posted |published )?by \S+(?: \S+){0,4}? ?[·|•,–-].{0,60}"
    r"\b(?:views?|comments?|min(?:ute)?s? read|read|replies)$"
    r"|^(?:written|posted|published|created|authored) by \S+(?: \S+){0,3}$",
    re.IGNORECASE,
)
# “It saves us hours every week.” — Dana, CTO
_TESTIMONIAL = re.compile(
    r"^[“\"«„].{10,220}[.!?…] ?[”\"»“]\s?(?:[—–-]{1,2}\s?\S.{0,80}"
    r"|(?:[^\W\d_a-z][\w.’'-]{0,14},? ?(?:& )?){1,4})$"
)

# A notice that the document changes or applies from a date on: such words, and a date or its year.
_OF_DOCUMENT = re.compile(
    r"\b(?:terms|polic(?:y|ies)|agreement|privacy|guidelines|conditions|settings?|addendum"
    r"|datenschutz\w*|nutzungsbedingungen|bedingungen|agb|richtlinien?|confidentialité|politique"
    r"|condiciones|términos|política|privacidad|termos|condições|privacidade|condizioni|termini"
    r"|informativa|voorwaarden|privacy\w*|beleid|algemene)\b",
    re.IGNORECASE,
)
_OF_CHANGE = re.compile(
    r"\b(?:updat|chang|revis|amend|new\b|effect|in force|appl(?:y|ies)\b|replace|änder|geänder"
    r"|aktualis|neue\b|gilt\b|gelten\b|in kraft|modifi|mett(?:ons|rons) à jour|mise? à jour"
    r"|vigueur|nouvelle|actualiz|cambi|vigor\b|atualiz|altera|aggiorn|vigore|nuov"
    r"|wijzig|bijgewerkt|van kracht|nieuwe\b)",
    re.IGNORECASE,
)
_OF_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_NOTICE_SHORTEST, _NOTICE_LENGTH = 40, 600

# What a menu offers to do: to visitors, to the page, never with their data.
_THE_PAGE = r"(?:this )?(?:page|article|link|post|screen|document)"
_COMMAND = re.compile(
    r"^(?:(?:log|sign) ?(?:in|out|up|on)\b|(?:continue|connect) with\b|create (?:an )?account\b"
    r"|(?:switch|change|choose|select|toggle|set)(?: the| your| to)? (?:appearance|theme|language"
    r"|layout|mode|account|view|colou?rs?|font|dark|light|region|country|currency|display)\b"
    r"|(?:dark|light|night|high.contrast) (?:mode|theme)\b|appearance\b|theme\b|settings\b"
    r"|report (?:a |an |this )?(?:problem|bug|issue|error|abuse|concern|content|page|post)\b"
    rf"|(?:copy|print|share|save|bookmark|translate|listen to|download|e-?mail) {_THE_PAGE}\b"
    r"|(?:share|follow(?: us)?) (?:on|via|with)\b|download (?:the |our )?(?:app|pdf)\b"
    r"|(?:give|send|leave|share)(?: us)?(?: your)? feedback\b|feedback\b|(?:get )?help\b"
    r"|(?:help|support) cent(?:er|re)\b|contact (?:us|support|sales)\b|keyboard shortcuts\b"
    r"|(?:show|see|view|load) (?:more|less|all|profile)\b|(?:back|go) to (?:top|home|the top)\b"
    r"|search\b|home\b|what'?s new\b|(?:open|close|start|live) (?:the )?(?:menu|chat|search)\b"
    r"|(?:mit|bei) \S+ (?:anmelden|einloggen)|(?:ein)?loggen|(?:problem|fehler) melden"
    r"|(?:design|darstellung|sprache|ansicht) (?:wechseln|ändern)|feedback (?:geben|senden)"
    r"|se connecter\b|signaler un (?:problème|bug)|changer (?:de thème|d'apparence|de langue)"
    r"|(?:iniciar|inicia) sesión\b|(?:informar de|reportar) un (?:problema|error)"
    r"|cambiar (?:de )?(?:tema|apariencia|idioma))",
    re.IGNORECASE,
)
_LONGEST_COMMAND = 40

_PAGING = re.compile(
    r"^(?:page|seite|página|pagina|sida) \d+ ?(?:of|von|sur|de|di|van|av|/) ?\d+$"
    r"|^(?:showing )?\d+\s?(?:[-–]|to|bis|à)\s?\d+ (?:of|sur|von|de|di|van) \d+\b.{0,20}$"
    r"|^(?:showing )?(?:all )?\d+ (?:entries|results|items|rows|records)"
    r"(?: shown| found| in total)?$"
    r"|^(?:rows|entries|results|items) (?:per|on this) page\W{0,3}\d{0,4}$",
    re.IGNORECASE,
)

# A short line around a year: when a document was made, changed or takes effect.
_DATED = re.compile(
    r"^(?:\S{1,30}\s){0,7}\S{0,20}"
    r"(?:\b(?:19|20)\d\d\b\S{0,3}|(?<!\d)(?:19|20)\d\d[年년]\S{0,12})(?:\s\S{1,30}){0,4}$"
)


# "Published on May 9, 2024Updated on May 10, 20248 min read": what stood side by side.
_GLUED = re.compile(
    r"(?<=(?:19|20)\d\d)(?=(?:last |first )?(?:updated|published|posted|modified|revised|reviewed"
    r"|written|created|effective|by [A-Z]|\d{1,3} ?min)\b)"
    r"|(?<=[a-z])(?=\d{1,3} ?min(?:ute)?s? read)"
    r"|(?<=[a-z]),? (?=last (?:modified|edited|updated|changed) (?:by (?:\S+ ){1,4})?(?:on )?"
    r"\S{0,12} ?\d)"
    r"|(?<=[^\W\d_])(?=\d{1,2}\.? [^\W\d_]{3,12} (?:19|20)\d\d$)",
    re.IGNORECASE,
)
_SIDE_BY_SIDE = re.compile(
    r" [·•|] | (?=[^\W\d_]{2,6}：)| (?=[A-ZÄÖÜÉ][\w-]{2,14}(?: [^\W\d_]{2,14})?: )"
    r"|(?<=[a-z]\.)(?=\d{1,3}(?:[.,]\d{3})* )"
)


def unglued(text: str) -> list[str]:
    """The parts of a byline that stood side by side or below each other."""
    beside = _SIDE_BY_SIDE.split(text)  # also where a count alone tells the looks apart
    if len(beside) > 1 and any(is_reading_time(p) or _counts(p) for p in beside):
        return beside
    if AGO in relative_times(text):
        return _before_when(text)
    if "min" not in text and "20" not in text:
        return [text]
    return [part for part in _GLUED.split(text) if part]


def _counts(text: str) -> bool:
    """Does a part of a byline say how often it was read?"""
    return len(text) <= _LONGEST_PHRASE and NEUTRAL in canonical(text)


def _before_when(text: str) -> list[str]:
    """ "Written by Marek" and "Updated 3 weeks ago", in whatever language."""
    for begin in range(len(text) - 1, 1, -1):
        if text[begin - 1] != " " or not text[begin].isupper():
            continue
        when = text[begin:]
        if (said := relative_times(when)) != when and said.endswith(AGO):
            return [text[: begin - 1], when]
    return [text]


_SENTENCE = re.compile(r"[.!。！।][\"'”’)\]]*$")
_SENTENCE_WORDS, _CLAUSE_WORDS = 6, 12


def is_sentence(text: str) -> bool:
    """Does a text say something as a whole, as no label or button does?"""
    words = count_words(text)
    return words >= _CLAUSE_WORDS or (words >= _SENTENCE_WORDS and bool(_SENTENCE.search(text)))


def is_command(text: str) -> bool:
    """Is this what a menu offers to do?"""
    short = len(text) <= _LONGEST_COMMAND and not text.endswith((".", ":", "。"))
    return short and bool(_COMMAND.match(text.strip(" ›→»·•")))


def is_prompt(text: str) -> bool:
    """Does it ask to accept cookies, and is no part of the policy that it speaks of?"""
    return (
        len(text) <= _LONGEST_PROMPT
        and bool(_PROMPT.search(text))
        and not _OF_ITSELF.search(text.rstrip())
    )


def is_caution(text: str) -> bool:
    """What a chat window says below its greeting: that its answers may be wrong."""
    return len(text) <= _LONGEST_CAUTION and bool(_CAUTION.search(text))


def _several(text: str) -> bool:
    """Is it nothing but what two controls or more say, side by side ("Expand all Collapse all")?"""
    if has_any(text, _BESIDE_CUES):
        parts = [part.strip(_AROUND) for part in _BESIDE.split(text)]
        if len(parts) > 1 and "" not in parts:
            return all(part in _INTERFACE for part in parts)
    words = text.strip(_AROUND).split()
    return len(words) >= 2 * _WORDS and words[0] in _OPENING and _made_of_phrases(tuple(words))


def _made_of_phrases(words: tuple[str, ...]) -> bool:
    """Phrases of several words each: single ones ("share settings") make a heading just as well."""
    if " ".join(words) in _INTERFACE:
        return len(words) >= _WORDS
    return any(
        " ".join(words[:cut]) in _INTERFACE and _made_of_phrases(words[cut:])
        for cut in range(_WORDS, min(len(words) - _WORDS, _PHRASE_WORDS) + 1)
    )


@lru_cache(maxsize=8192)
def by_wording(text: str) -> str:
    """Why the words alone make a block of at most LONGEST characters boilerplate; "" if not."""
    reason = _by_wording(text)
    return "" if reason in _MAY_STATE and is_practice(text) else reason


def _by_wording(text: str) -> str:
    low = text.casefold()
    if len(text) <= _LONGEST_ASKING and asks_for_feedback(text, low):
        return FEEDBACK
    if len(text) <= _LONGEST_PHRASE:
        if low.strip(_AROUND) in _INTERFACE or _several(low):
            return INTERFACE
        if len(text) <= 3 and not any(c.isalnum() for c in text):
            return "no word"
        if _PAGING.match(text):
            return "pagination"
        if is_reading_time(text):
            return "a byline"
    if "captcha" in low and _PROTECTED.search(text):
        return INTERFACE
    if is_live(text):
        return LIVE
    if len(text) <= _LONGEST_PHRASE and _CHAT.match(_spoken(text)):
        return CHAT
    if _BYLINE.match(text):
        return "a byline"
    if len(text) <= LONGEST_DESK and is_desk(text):
        return CHAT
    if len(text) <= _LONGEST_ASKING and of_visitor(text):
        return VISITOR
    if _TESTIMONIAL.match(text):
        return TESTIMONIAL
    if reason := in_passing(text, low):
        return reason
    return COPYRIGHT if _COPYRIGHT.search(text) else ""


def _spoken(text: str) -> str:
    """A greeting without the pictures in it: "Hi there! 👋 How can I help?"."""
    return text if text.isascii() else " ".join(_PICTURES.sub(" ", text).split())


def is_dated(text: str) -> bool:
    """A short line with a year that is not a copyright notice."""
    return len(text) <= _DATE_LINE and bool(_DATED.match(text)) and not _COPYRIGHT.search(text)


def is_notice(text: str) -> bool:
    """A sentence or two that say that the document changes, with the year of the date."""
    return (
        _NOTICE_SHORTEST <= len(text) <= _NOTICE_LENGTH
        and bool(_OF_YEAR.search(text))
        and bool(_OF_DOCUMENT.search(text))
        and bool(_OF_CHANGE.search(text))
        and not _COPYRIGHT.search(text)
    )
