"""Names of organisations brought to a common form: legal forms aside, institutional words in one language.

Only for comparing: what people see is always the name as the source wrote it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d"})
# German and Danish write an umlaut as a letter and e where they have no accents: both forms fall together.
_UMLAUTS = re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])(a|o|u)e(?=[bcdfghjklmnpqrstvwxz])")
_WORDS = re.compile(r"[^\W_]+")
_SEGMENTS = re.compile(r"\s+[-–—]+\s+|[,;:/|()\"“”«»]|\s+-|-\s+")
_PHRASES = (
    "societa per azioni|societa a responsabilita limitata semplificata|societa a responsabilita limitata",
    "societa cooperativa a responsabilita limitata|societa cooperativa sociale|societa cooperativa agricola",
    "societa cooperativa consortile|societa cooperativa|societa consortile a responsabilita limitata",
    "societa consortile per azioni|societa consortile|societa benefit|societa semplice|soc coop|soc cons",
    "a socio unico|con socio unico|unipersonale|in liquidazione|in fallimento|gmbh co kg|co kg",
    "gesellschaft mit beschrankter haftung|aktiengesellschaft|eingetragener verein|stiftung offentlichen rechts",
    "spolka z ograniczona odpowiedzialnoscia|spolka akcyjna|sp zoo|societe anonyme|societe par actions simplifiee",
    "sociedad anonima|sociedad limitada|sociedade anonima|public limited company|private limited company",
)
LEGAL_PHRASES = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b")
_AND_COMPANY = re.compile(r"&\s*(?:c|co|figli|f\.lli)\b\.?", re.IGNORECASE)
_LEGAL_FORMS_TEXT = """
srl srls spa sapa snc sas scarl scrl scpa scs scrlpa ss aps onlus ets gmbh ggmbh ag kg kgaa ohg ug ev eg ltd limited
llp llc inc plc corp corporation company co bv nv vof ab as asa oy oyj sa sl slu sau slne sarl sasu sca sci scop gie
eurl spzoo doo dd kft bt zrt nyrt rt ae epe ike oe eood ood ad ead sro vzw asbl ivzw aisbl isbl cv cvba sprl bvba
srlcr geie eeig lda limitada ltda se cic spol zoo as uab sia ou hf ehf ba stichting mbh scc aie epic sem
"""
LEGAL_FORMS = frozenset(_LEGAL_FORMS_TEXT.split())
_SMALL_TEXT = """
di del della dello dell dei degli delle d l e ed a ad in per con il lo la i gli le un uno una da dal dalla dallo dall
dagli dai dalle nel nello nella nell negli nei nelle all allo alla agli alle sul sullo sulla sull sugli sulle
of the and for to at in on de du des la le les et l d pour en au aux von der die das dem des und fur zu zur im am y del los las
el para van het een voor te o os as do da dos das e em i w z na dla
"""
_SMALL = frozenset(_SMALL_TEXT.split())
# The same institutional word in the languages of Europe. Our own list, from the names of the CORDIS register.
_COMMON = """
univ: universita university universite universidad universidade universitat universitatea universitaet universiteit
univ: univerzita univerzitet univerza uniwersytet universitet universitetet universitetas univ sveuciliste egyetem
univ: yliopisto ulikool panepistimio universitas universitaria universitario ateneo universitatii
polytechnic: politecnico polytechnic polytechnique politecnica politechnika polytechnio politehnica polytechnische
institute: istituto institute institut instituto institutul instytut instituut intezet institutet ustav instituttet
institute: institutas
centre: centro centre center zentrum centrum centrul centar keskus kozpont kentro centrala
research: ricerca ricerche research recherche recherches investigacion investigaciones investigacao forschung
research: forschungs cercetare cercetari onderzoek forskning badan badawczy vyzkum vyskum istrazivanje erevnas
research: kutatasi
national: nazionale national nationale nacional nationaal nationala narodowy narodni narodny krajowy ethniko
national: nationales nationaux nemzeti
science: scienza scienze science sciences ciencia ciencias wissenschaft wissenschaften nauk stiinte vetenskap
science: scientifique scientifica scientifico cientificas cientifico
technology: tecnologia tecnologie technology technologies technologie technologia tecnologias tecnologico
technology: technological technologique technologiques technische technical technique tecnica tecnico tekniska
technology: technion technicka technickej tehnologie techniki
foundation: fondazione foundation fondation fundacion fundacao stiftung fundacja fundatia idryma stiftelsen fundacio
foundation: saatio alapitvany
association: associazione association asociacion associacao verein vereinigung stowarzyszenie asociatia forening
association: egyesulet asociace
company: societa company gesellschaft societe sociedad sociedade spolka
hospital: ospedale hospital hopital krankenhaus klinikum szpital ziekenhuis ospedaliera hospitalier sjukhus hopitaux
hospital: hospitales ospedaliero spital nemocnice hastanesi
agency: agenzia agency agence agencia agentur agentia agencja
ministry: ministero ministry ministere ministerio ministerium ministerstwo ministerie ministerul ministerstvo
ministry: bundesministerium
chamber: camera chamber chambre camara kammer izba handelskammer
commerce: commercio commerce comercio handel
industry: industria industry industrie industrial industriale industrielle
council: consiglio council conseil consejo conselho rat rada
academy: accademia academy academie academia akademie akademia akademija
school: scuola school ecole escuela escola schule szkola
college: collegio college colegio
city: comune city commune ayuntamiento stadt gemeente miasto municipality municipio kommune kommun ville gmina
region: regione region regional regionale
european: europeo europea european europeen europeenne europaische europaisches europees
italy: italia italy italiana italiano italian italie italien
medical: medico medica medical medicale medizinische medizin medicine medicina medecine medycyna medyczny lekarsk
medical: medicinska
applied: applicata applicate applied appliquee appliquees aplicada aplicadas angewandte angewandten toegepast
engineering: ingegneria engineering ingenierie ingenieria engenharia ingenieurwesen
services: servizi services servicios servicos dienstleistungen
systems: sistemi systems systemes sistemas systeme
development: sviluppo development developpement desarrollo desenvolvimento entwicklung dezvoltare rozwoju
innovation: innovazione innovation innovacion inovacao
health: salute sanita health sante salud saude gesundheit
environment: ambiente environment environnement umwelt
agriculture: agricoltura agraria agriculture agricultural agronomique agricultura landwirtschaft agrar
press: press verlag universitatsverlag editore editrice publishing
library: biblioteca library bibliotheque bibliothek
museum: museo museum musee muzeum
catholic: cattolica catholic catholique catolica katholische
free: libera free libre freie vrije
clinic: clinica clinic clinique klinik
milan: milano milan mailand
rome: roma rome
turin: torino turin
florence: firenze florence
naples: napoli naples
venice: venezia venice
genoa: genova genoa
lombardy: lombardia lombardy lombardo lombarda
munich: munchen munich
vienna: wien vienna
cologne: koln koeln cologne
lisbon: lisboa lisbon
athens: athina athens athinon
warsaw: warszawa warsaw warszawie warszawski
prague: praha prague praze
brussels: brussel bruxelles brussels
geneva: geneve geneva genf
copenhagen: kobenhavn copenhagen
hague: hague haag
"""
# Words that tell two bodies of one place and name apart: a university and its hospital, its press, its foundation.
_BODY_WORDS_TEXT = """
academy agency association catholic chamber clinic college council foundation free hospital library medical ministry
museum polytechnic press school holding group gruppo consorzio consortium
"""
BODY_WORDS = frozenset(_BODY_WORDS_TEXT.split())
CANONICAL = {
    variant: canon
    for canon, variants in (line.split(": ") for line in _COMMON.strip().splitlines())
    for variant in variants.split()
}
_DROPPED = frozenset({"studi", "studies", "studiorum"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready to compare: its words without legal form and small words, its segments, its legal forms."""

    raw: str
    words: tuple[str, ...]
    segments: tuple[str, ...]
    legal: frozenset[str]

    @property
    def text(self) -> str:
        """Join the words with spaces."""
        return " ".join(self.words)


def repaired(text: str) -> str:
    """Mend letters that went through a wrong code page ("F√úR", "FÃ¼r" for "FÜR", "Für"); others stay."""
    for sign, page in (("√", "mac_roman"), ("Ã", "latin-1")):
        if sign in text:
            try:
                return text.encode(page).decode("utf-8")
            except UnicodeError:
                continue
    return text


def plain_letters(text: str) -> str:
    """Lower the case and take accents away; letters that are no accented ones ("ø") become their nearest."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def joined_words(plain: str) -> list[str]:
    """Cut a text into words, single letters that follow each other put together ("s. r. l." is "srl")."""
    joined: list[str] = []
    run = ""
    for token in [*_WORDS.findall(plain.replace("&", " ")), ""]:
        if len(token) == 1 and token.isalpha():
            run += token
            continue
        if run:
            joined.append(run)
            run = ""
        if token:
            joined.append(token)
    return joined


@lru_cache(maxsize=100_000)
def folded_name(text: str) -> str:
    """Lower the case, take accents and umlauts away, and put single letters together ("S. r. l." is "srl")."""
    words = joined_words(plain_letters(_AND_COMPANY.sub(" ", repaired(text))))
    return " ".join(_UMLAUTS.sub(r"\1", word) for word in words)


@lru_cache(maxsize=100_000)
def name_of(text: str) -> Name:
    """Read a name; a name of legal forms and small words only keeps them, so that it is never empty."""
    whole = LEGAL_PHRASES.sub(" ", folded_name(text))
    tokens = whole.split()
    legal = frozenset(token for token in tokens[1:] if token in LEGAL_FORMS)
    words = _meaningful(tokens) or tuple(tokens)
    segments: list[str] = []
    for part in _SEGMENTS.split(repaired(text)):
        meant = _meaningful(LEGAL_PHRASES.sub(" ", folded_name(part)).split())
        if meant and " ".join(meant) != " ".join(words):
            segments.append(" ".join(meant))
    return Name(text, words, tuple(dict.fromkeys(segments)), legal)


def _meaningful(tokens: list[str]) -> tuple[str, ...]:
    kept = []
    for place, token in enumerate(tokens):
        if token in _SMALL or token in _DROPPED or (place > 0 and token in LEGAL_FORMS):
            continue
        kept.append(CANONICAL.get(token, token))
    return tuple(kept)


def initials_of(name: Name) -> str:
    """Give the first letters of the words as the source wrote them, small words left out ("cnr")."""
    tokens = LEGAL_PHRASES.sub(" ", folded_name(name.raw)).split()
    return "".join(token[0] for token in tokens if token not in _SMALL and token not in LEGAL_FORMS)
