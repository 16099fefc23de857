"""What a page says of its visitor, or to one: where they are, whether they are signed in, who would
answer them now, how long they will read. Of the policy it says nothing. Pure.
"""

from __future__ import annotations

import re

from monitor.extract.in_passing import matters
from monitor.text.cues import has_any

LONGEST_DESK = 160  # characters of what a chat window says when nobody sits at it

# Where the visitor stands, as the server takes it: of the page it says nothing.
_VISITOR = re.compile(
    r"^(?:you(?:'re| are| seem to be| appear to be) (?:currently )?"
    r"(?:viewing|visiting|browsing|seeing|accessing|reading|connecting)\b.{0,60}"
    r"\b(?:from|version for|site for|page for|located in|in) \S.{0,40}[.!]?"
    r"|(?:it looks like |we think |we see (?:that )?)you(?:'re| are) (?:in|from|visiting from)\b"
    r".{0,40}"
    r"|you (?:seem|appear) to be (?:in|from|located in) (?:the )?(?-i:[A-Z])\S.{0,40}"
    r"|you(?:'re| are) currently (?:in|on the site for|shopping in) (?-i:[A-Z])\S{1,20}"
    r"(?: (?-i:[A-Z])\S{1,20}){0,2}\W{1,3}(?:(?:change|switch|choose|select|not|wrong)\b.{0,30})?"
    r"|(?:your|detected|current) (?:location|country|region)\W{1,3}\S.{0,30}"
    r"|(?:your |display )?currency: (?-i:[A-Z]{3}|[$€£¥])|last (?:login|visit|seen): \S.{0,30}"
    r"|you(?:'re| are) using \S{2,20} \d{1,4}(?:\.\d+)*(?: on \S{2,20})?"
    r"|(?:showing|viewing|you see) (?:the )?(?:version|site|page|content|prices|store) for\W{1,3}"
    r"\S.{0,30}"
    r"|(?:viewing|browsing|visiting|connecting|shopping) from\W{1,3}\S.{0,30}"
    r"|deliver(?:ing)? to (?-i:[A-Z])[\w.-]{1,20}(?: (?-i:[A-Z])[\w.-]{1,20})?"
    r"|(?:shipping|delivering|deliver|ship|shopping) (?:to|in)\W{1,3}\S.{0,30}"
    r"\((?:[$€£¥]|[A-Z]{3}).{0,6}\)"
    r"|[\U0001f1e6-\U0001f1ff]{2} ?\S.{0,24} ?[|·/–-] ?(?:english|deutsch|français|español|italiano"
    r"|português|nederlands|日本語|polski|svenska)"
    r"|(?:sie|du) (?:sehen|siehst|besuchen|besuchst|rufen|rufst)"
    r" (?:uns|(?:diese|unsere) (?:seite|website)).{0,12}"
    r"\baus \S.{0,30}|(?:ihr|dein) standort\W{1,3}\S.{0,30}"
    r"|vous (?:consultez|visitez|êtes sur|voyez) (?:cette|ce) (?:page|site) depuis \S.{0,30}"
    r"|(?:está|estás) viendo est[ae] (?:página|sitio) desde \S.{0,30})$",
    re.IGNORECASE,
)

# Whether the visitor is known, and as whom.
_SESSION = re.compile(
    r"(?:you(?:'re| are) (?:not |currently |already |now )*(?:signed|logged) (?:in|out|on)"
    r"(?=\W*$|[.,!:;·|(]| [–-]| as\b| with \S+$)"
    r"|you have been (?:signed|logged) out(?=\W*$|[.!])"
    r"|(?:signed|logged) (?:in|out)(?: as\b|[.·|:]|$)"
    r"|(?:(?:please )?(?:sign|log) (?:in|on)) to (?:see|view|check|find out|show|save|get)\b"
    r"|welcome back, \S|(?:sie sind|du bist) (?:derzeit |aktuell |noch )*(?:nicht )?(?:angemeldet"
    r"|eingeloggt|abgemeldet)\b|angemeldet als\b|(?:vous (?:n'êtes|êtes)|tu (?:n'es|es))"
    r" (?:pas |actuellement )*(?:connecté|identifié)|connecté(?:e)? en tant que\b"
    r"|(?:no )?(?:has|ha) iniciado (?:la )?sesión\b|sesión iniciada como\b"
    r"|non hai effettuato (?:l'accesso|il login)|accesso effettuato come\b"
    r"|(?:u bent|je bent) (?:niet )?(?:ingelogd|aangemeld)\b|ingelogd als\b"
    r"|você não (?:está conectado|iniciou sessão)|nie jesteś zalogowan\w+|zalogowano jako\b"
    r"|вы (?:не )?вошли\b|du är (?:inte )?inloggad\b|"
    r"ログイン(?:していません|中)|로그인(?:되지| 상태)"
    r"|您(?:尚未|还没有|已)登录).{0,90}",
    re.IGNORECASE,
)
_NOW = r"(?:right now|at the moment|currently|just now|today|now|for the moment|these days)"
_WHO = (
    r"(?:no ?body|no one|none of us|everyone|everybody|all (?:of us|our \w+)|we|our team"
    r"|the team|our agents?|all agents?)"
)
# Hours and days may be promised: "We usually answer within 30 days".
_WITHIN = (
    r"(?:in|within|after) (?:(?:about |under |less than |a |\d{1,3}[-–])*\d{0,3} ?"
    r"(?:seconds?|minutes?|mins?)|a few (?:seconds|minutes|hours))"
)
_STATE = (
    r"(?:at the desk|(?:not )?(?:online|available|here|around)|away|offline|out of office|asleep"
    r"|busy)"
)
_NOTE = r"\b(?:note|message|mail|line|question|e-?mail)s?\b"
# Who answers, how soon, and what to do as long as nobody does.
_DESK = re.compile(
    rf"(?:\S+ ){{1,8}}(?:usually|typically|normally|generally|mostly) (?:repl(?:y|ies)|answers?"
    rf"|responds?) {_WITHIN}[.!]?"
    rf"|(?:average |typical |usual )?(?:reply|response|answer) time\W{{1,3}}{_WITHIN}[.!]?"
    rf"|{_WHO}(?:'re| is| are) (?:\w+ )?{_STATE}(?: {_NOW})?"
    rf"(?:[.!,;]| and| but| –| -).{{0,20}}(?:leave|write|send|drop)\b.{{0,20}}{_NOTE}.{{0,60}}"
    rf"|{_WHO}(?:'re| is| are) (?:\w+ )?{_STATE}(?: {_NOW})?[.!]?"
    r"|(?:the )?(?:current )?(?:wait(?:ing)?|hold)(?: times?)? .{0,40}(?:longer|higher) than"
    r" (?:usual|normal)\b.{0,20}|(?:we(?:'re| are) (?:currently )?experiencing|due to) (?:a )?"
    r"(?:very )?high (?:volumes?|numbers?|call volumes?)(?: of (?:calls|requests|messages))?\b"
    r".{0,60}"
    r"|you (?:may|might|can|could) find (?:a |an )?(?:quicker|faster) (?:answer|solution|help)\b"
    r".{0,40}|(?:derzeit |zurzeit )?.{0,30}wartezeiten? .{0,30}länger als (?:üblich|sonst).{0,20}"
    r"|.{0,30}temps d['’]attente .{0,30}plus longs? que .{0,20}"
    r"|(?:please )?(?:leave|drop) (?:us )?(?:a|your) (?:note|message|line)\b.{0,80}"
    r"|we(?:'ll| will) (?:get back to you|be back|reply|answer) (?:soon|shortly|asap|as soon as"
    r"|when we)\b.{0,40}"
    r"|.{2,30} antwortet (?:meist|normalerweise|in der regel|üblicherweise) (?:in|innerhalb|binnen)"
    r"\b.{0,30}|(?:zurzeit|derzeit|gerade|im moment) ist niemand\b.{0,80}"
    r"|(?:wir sind|unser team ist) (?:zurzeit|derzeit|gerade|im moment) (?:nicht (?:da|erreichbar)"
    r"|offline)\b.{0,80}|hinterlassen sie (?:uns )?(?:eine|ihre) nachricht\b.{0,80}"
    r"|.{2,30} répond(?:ons|ent)? (?:généralement|habituellement) (?:en|sous)\b.{0,30}"
    r"|(?:\S+ ){0,6}(?:we |wij )?antwoorden (?:meestal|doorgaans) binnen\b.{0,40}"
    r"|(?:we|wij) zijn (?:nu|momenteel|even) (?:offline|niet (?:bereikbaar|beschikbaar"
    r"|online))\b.{0,60}"
    r"|laat (?:ons )?(?:een|je|uw) bericht achter\b.{0,60}"
    r"|(?:vi svarar|vi svarer|vanligtvis|odpowiadamy (?:zwykle|zazwyczaj)|di solito rispondiamo)\b"
    r".{0,60}|lascia(?:ci|teci)? un messaggio\b.{0,60}|zostaw (?:nam )?wiadomość\b.{0,60}"
    r"|laissez-nous un message\b.{0,80}|.{0,30}(?:suele responder|respondemos normalmente) en\b"
    r".{0,30}|déjanos un mensaje\b.{0,80}",
    re.IGNORECASE,
)
_DESK_CUES = (
    *("usually", "typically", "normally", "generally", "mostly", "time", "right now", "online"),
    *("available", "offline", "away", "busy", "asleep", "desk", "leave ", "drop ", "get back"),
    *("be back", "we'll", "we will", "here", "around", "niemand", "antwortet", "nachricht"),
    *("wir sind", "unser team", "répond", "laissez", "suele", "respondemos", "déjanos", "office"),
    *("antwoorden", "zijn ", "bericht", "svarar", "svarer", "vanligtvis", "odpowiadamy", "solito"),
    *("lascia", "zostaw", "wait", "hold", "volume", "high number", "quicker", "faster", "attente"),
)
_READ = (
    r"(?:(?:estimated |average )?(?:read(?:ing)? time|time to read)|lese(?:zeit|dauer)"
    r"|(?:durée|temps) (?:de|estimé de) lecture|tiempo (?:estimado )?de lectura"
    r"|tempo (?:de leitura|di lettura)|leestijd|lästid|læsetid|lesetid|lukuaika|czas czytania"
    r"|doba čtení|okuma süresi|время чтения|час читання|χρόνος ανάγνωσης|thời gian đọc"
    r"|waktu (?:baca|membaca)|olvasási idő|timp de citire|وقت القراءة|זמן קריאה|पढ़ने का समय"
    r"|lectura de|lecture de|lettura di|leitura de"
    r"|読了(?:時間|目安)(?:の目安)?|読む時間|阅读(?:时间|时长|需)|閱讀(?:時間|時長)|읽는 ?시간)"
)
_NEARLY = (
    r"(?:about|around|approx\.?|approximately|less than|under|ca\.?|circa|etwa|ungefähr|rund|env\.?"
    r"|environ|unos|cerca de|ongeveer|около|приблизно|約|约|大约|약|~|≈)"
)
_MINUTES = (
    r"(?:min\w*\.?|мин\w*\.?|хв\w*\.?|minut\w*|phút|menit|perc|dk\.?|dakika|λεπτ\w+|دقائق|دقيقة"
    r"|דקות|मिनट|分(?:钟|鐘|間)?|분)"
)
_READING_TIME = re.compile(
    rf"(?:{_READ}\W{{0,4}}(?:{_NEARLY} ?)?\d{{1,3}} ?(?:[-–] ?\d{{1,3}} ?)?{_MINUTES}"
    rf"|(?:{_NEARLY} ?)?\d{{1,3}} ?[-–]? ?min(?:ute)?[ns]?\.? (?:de )?(?:read|reading(?: time)?"
    rf"|to read|lecture|lectura|leitura|lettura|lesezeit|leestijd|läsning|læsning|lesing)"
    rf"|(?:この記事は)?(?:{_NEARLY})?\d{{1,3}}分で読め(?:ます|る記事です))[.。]?",
    re.IGNORECASE,
)


def of_visitor(text: str) -> bool:
    """Is all of it where the visitor is, or whether they are signed in?"""
    text = text.replace("’", "'")
    if _VISITOR.match(text):
        return True
    return bool(_SESSION.fullmatch(text)) and not matters(text)


def is_desk(text: str) -> bool:
    """Does it tell who would answer in a chat, and how soon?"""
    low = text.casefold().replace("’", "'")
    if not has_any(low, _DESK_CUES) or not _DESK.fullmatch(low):
        return False
    return not matters(low.replace("right now", "now"))  # which is no right


def is_reading_time(text: str) -> bool:
    """Is it how long the page takes to read?"""
    return bool(_READING_TIME.fullmatch(text))
