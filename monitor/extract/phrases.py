"""Words of interfaces in the languages we read, for telling chrome from policy. Data only."""

from __future__ import annotations

import re

# A whole block that is nothing but one of these (without case and end punctuation) is interface.
INTERFACE = frozenset(
    """
skip to content|skip to main content|skip to main|skip to navigation|skip to search|skip navigation|skip to footer|jump to content|jump to main content
back to top|to top|return to top|scroll to top|go to top|top
print|print this page|print page|download|download pdf|save|save as pdf|copy|copy link|copied|copied!|copy page|share|share this|share this page|share this article|share on facebook|share on twitter|share on linkedin|tweet|email|email this
menu|open menu|close menu|toggle menu|toggle navigation|main menu|navigation|main navigation|close|open|search|search...|submit|cancel|ok|okay|got it|dismiss|back|next|previous|more|less|show more|show less|read more|see more|see less|view more|view all|see all|learn more|find out more|try it free|try for free|sign up now|register now|get started now|expand|collapse|expand all|collapse all|show all|hide|loading|loading...|please wait|edit|edit page|edit this page|view source
sign in|log in|login|sign up|log out|sign out|register|create account|get started|try for free|start free|contact sales|request a demo|subscribe
yes|no|was this helpful|was this page helpful|was this article helpful|was this information helpful|did this answer your question|did this help|did you get the help you needed|is this page helpful|was this content helpful|how helpful was this|thanks for your feedback|thank you for your feedback|send feedback|give feedback|give feedback about this article|feedback|still need help|need more help|have more questions? submit a request|not helpful|very helpful
on this page|in this article|table of contents|contents|in this section|jump to|jump to section|page contents
accept|accept all|accept cookies|accept all cookies|reject|reject all|decline|manage cookies|manage preferences|cookie settings|cookie preferences|cookies settings|your privacy choices|do not sell or share my personal information|do not sell my personal information|privacy choices
select language|choose language|choose your language|change language|language|english|deutsch|français|español|italiano|português|nederlands|english (us)|english (uk)|português (brasil)|日本語|中文|한국어
results per page|rows per page|items per page|filter by|sort by|filter|show
all rights reserved|advertisement|ad|sponsored|follow us|follow us on|connect with us|stay connected
aller au contenu|aller au contenu principal|passer au contenu|haut de page|retour en haut|imprimer|télécharger|partager|fermer|ouvrir|rechercher|se connecter|s'inscrire|oui|non|cette page vous a-t-elle été utile|cet article vous a-t-il été utile|sur cette page|sommaire|table des matières|accepter|tout accepter|tout refuser|lire la suite|voir plus|voir moins|afficher plus
zum inhalt springen|zum hauptinhalt springen|nach oben|drucken|teilen|schließen|öffnen|suche|suchen|anmelden|registrieren|ja|nein|war das hilfreich|war dieser artikel hilfreich|war diese seite hilfreich|auf dieser seite|inhaltsverzeichnis|alle akzeptieren|alle ablehnen|akzeptieren|ablehnen|mehr anzeigen|weniger anzeigen|mehr erfahren
saltar al contenido|ir al contenido|ir al contenido principal|volver arriba|imprimir|compartir|cerrar|abrir|buscar|iniciar sesión|registrarse|sí|¿te ha resultado útil|¿fue útil este artículo|¿te resultó útil|en esta página|en este artículo|tabla de contenidos|índice|aceptar|aceptar todo|rechazar|ver más|ver menos|mostrar más
ir para o conteúdo|pular para o conteúdo|voltar ao topo|compartilhar|partilhar|fechar|pesquisar|entrar|cadastre-se|sim|não|isto foi útil|este artigo foi útil|nesta página|neste artigo|aceitar|aceitar tudo|rejeitar|ver mais|mostrar mais
vai al contenuto|torna su|stampa|condividi|chiudi|apri|cerca|accedi|registrati|questo articolo è stato utile|è stato utile|in questa pagina|in questo articolo|indice|accetta|accetta tutti|rifiuta|mostra di più|mostra altro
naar inhoud|ga naar inhoud|naar boven|afdrukken|delen|sluiten|openen|zoeken|inloggen|aanmelden|nee|was dit nuttig|was dit artikel nuttig|op deze pagina|inhoudsopgave|accepteren|alles accepteren|weigeren|meer weergeven
""".replace("\n", "|").split("|")
) - {""}

# A heading over links to other documents.
RELATED = re.compile(
    r"^(?:related(?: \S+){0,3}|see also|you (?:may|might) also (?:like|be interested in).*|more (?:articles|resources|help|from .*|like this|to explore|in this section)"
    r"|recommended(?: \S+){0,3}|popular(?: \S+){0,2}|featured(?: \S+){0,2}|explore more|keep reading|read next|up next|what's next|next steps|recently viewed(?: \S+){0,2}|recent articles|articles in this section|other articles|suggested (?:articles|reading)|further reading|latest (?:news|posts|articles)|trending.*"
    r"|(?:articles|contenus|pages|sujets|ressources) (?:associés?|connexes|liées?|similaires|recommandée?s?)|voir aussi|à lire aussi"
    r"|(?:ähnliche|verwandte|weitere|zugehörige) (?:artikel|themen|beiträge|links)|siehe auch"
    r"|(?:artículos|temas|contenidos?|enlaces) (?:relacionad[oa]s?|recomendad[oa]s?|sugeridos)|ver también|véase también"
    r"|(?:artigos|tópicos|conteúdos?|links) (?:relacionad[oa]s?|recomendad[oa]s?)|veja também|ver também"
    r"|(?:articoli|argomenti|contenuti|link) (?:correlat[oi]|consigliati|simili)|vedi anche"
    r"|(?:gerelateerde|verwante|aanbevolen) (?:artikelen|onderwerpen|links|inhoud)|zie ook)[:.!]?$",
    re.IGNORECASE,
)

# Asks for feedback in more words than a button has.
FEEDBACK = re.compile(
    r"\b(?:was|is|did|were) (?:this|the) (?:\S+ ){0,3}(?:helpful|useful|answer your question|help you)\b"
    r"|(?:did you find (?:this|it|what)|how (?:can|could) we improve|rate this|how would you rate|help us improve)\b"
    r"|\bfound this (?:\S+ )?helpful\b|\bout of \d+ found this\b"
    r"|(?:vous a-t-(?:il|elle) été utile|war (?:das|dies|dieser|diese|dieses) .{0,20}hilfreich|(?:fue|ha sido|resultó|resultado) útil|foi útil|è stat[oa] utile|nuttig\?)",
    re.IGNORECASE,
)

# A line that is nothing but a copyright notice.
COPYRIGHT = re.compile(
    r"^(?:copyright\s)?©"
    r"|^.{0,40}\s©.{0,60}$"
    r"|^(?:copyright\s)\(c\)"  # "(c) shall not be liable" is the third item of a list
    r"|^(?:copyright\s|\(c\)\s?)(?:19|20)\d\d\b.{0,80}$"
    r"|^all rights reserved\b.{0,20}$",
    re.IGNORECASE,
)

# What a cookie notice says where it has no buttons that we can see.
PROMPT = re.compile(
    r"cookies?\b.{0,200}\b(?:by continuing to (?:use|browse)|(?:by )?closing this|accept all|got it)"
    r"|\b(?:by continuing to (?:use|browse)|(?:by )?closing this)\b.{0,200}cookies?\b",
    re.IGNORECASE,
)

# What the buttons of a cookie dialog say.
CHOICE = re.compile(
    r"\b(?:accept|allow|agree|reject|decline|deny|necessary only|essential only"
    r"|akzeptieren|zustimmen|einverstanden|ablehnen|accepter|refuser|aceptar|rechazar|aceitar"
    r"|rejeitar|recusar|accetta|rifiuta|accepteren|akkoord|weigeren)\b",
    re.IGNORECASE,
)

PAGING = re.compile(
    r"^(?:showing )?\d+\s?[-–]\s?\d+ (?:of|sur|von|de|di|van) \d+\b.{0,20}$", re.IGNORECASE
)

# A short line around a year: when a document was made, changed or takes effect.
DATED = re.compile(r"^(?:\S{1,30}\s){0,7}\S{0,20}\b(?:19|20)\d\d\b\S{0,3}(?:\s\S{1,30}){0,4}$")
