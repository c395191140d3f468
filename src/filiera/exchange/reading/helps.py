"""What kind of help is sought: somebody who solves it, a laboratory's test, training, equipment, a call that pays for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from filiera.exchange.reading.denials import is_denied, is_denied_after
from filiera.exchange.reading.proposals import Hit

_WANT = re.compile(
    r"(?<![\w])(?:cerc(?:o|a|hiamo|asi|ano|ando)|ricerchiamo|(?:ci|mi)\s+(?:serv\w+|occorr\w+|manca\w*)|serv(?:e"
    r"|ono|irebbe\w*)|occorr\w+|vorre(?:i|mmo)|"
    r"vorrebbe|vogliamo|abbiamo\s+bisogno|ho\s+bisogno|avremmo\s+bisogno|dobbiamo|dovremmo|chi\s+(?:ci\s+"
    r"|mi\s+)?(?:può|sa|sappia|fa|faccia|ha|potrebbe)|"
    r"c'è\s+(?:qualcuno|chi|un)|qualcuno|qualche|avete|chi(?=\s+\w+)|dove\s+si\s+può|esiste|chiediamo|preferi\w+"
    r"|stiamo\s+cercando|si\s+cerca|possiamo\s+spendere"
    r"|a\s+disposizione|"
    r"look(?:ing)?\s+for|we\s+(?:would\s+)?(?:need|seek|want|like|require|must|could\s+use|wonder)|lack(?:s"
    r"|ing)?(?=\s+(?:a|an|the|any)\s)|would\s+like|needs?(?![\w])|seek(?:s|ing)?|wanted|"
    r"who\s+(?:can|could|has|makes|does)|anyone|is\s+there|in\s+need\s+of|to\s+be\s+trained|our\s+budget"
    r"|interested\s+in|would\s+be\s+(?:glad|grateful|happy|useful)|we(?:\s+are|'re)\s+after|farebbe\w*\s+comodo"
    r"|non\s+sappiamo\s+(?:a\s+)?chi|could\s+(?:someone|anyone|somebody)|does\s+any(?:body|one)|anybody|somebody"
    r"|someone|is\s+any"
    r"|where\s+can|how\s+do\s+we)",
    re.I,
)
_LAB_TEST = (
    r"(?:(?:prov[ae]|test|analisi|misur[ae]|misurazion[ei]|saggi[o]?|dosagg[io]+|determinazion[ei]"
    r"|caratterizzazion[ei])"
    r"\s+(?:(?:di|del|della|dei|su|sui|sugli|sulle|sull'|per|in|GC|HPLC|ICP|TEWL|microbiologic\w+|chimic\w+"
    r"|accelerat\w+|clinic\w+|reologic\w+|sensorial\w+|strumental\w+)|[A-Z])"
    r"|stud[io]+\s+(?:di\s+(?:efficacia|stabilità|sicurezza)|clinic[oi]|in\s+vi[tv][ro]o)|stud(?:y"
    r"|ies)\s+of\s+efficacy|(?:efficacy|stability|clinical|consumer)\s+stud(?:y|ies)"
    r"|(?:patch|challenge|stability|compatibility|efficacy|migration|drop|SPF|stress"
    r"|in\s+vitro)\s?-?\s?(?:SPF\s+)?test(?:s|ing)?"
    r"|(?:analizzare|misurare|testare|caratterizzare|determinare|quantificare|dosare)(?![\w])|(?:to\s+"
    r"|can\s+)(?:test|measure|analyse|analyze|quantify|characteri[sz]e)(?![\w])"
    r"|laborator(?:io|i|y|ies)\s+(?:che|per|di\s+(?:analisi|prova)|esterno|accreditat\w+|presso|for|that|who|able"
    r"|in\s|nei|vicino)|(?:un|a|testing|third-party)\s+laborator(?:io|y)(?![\w])"
    r"|(?:tests?|testing|analys[ie]s|measurements?)\s+(?:of|for|on)(?![\w])|assays?(?![\w])|identification\s+(?:of"
    r"|to)|use\s+tests?"
    r"|(?<!our\s)(?<!nostro\s)(?<!in\s)(?<!di\s)(?<!nel\s)(?<!the\s)(?<!il\s)(?:laborator(?:io|i|y|ies)"
    r"|labs?)(?!\s+scale)(?![\w-])|sequencing|sequenziament\w+|sequenziare"
    r"|prov[ae]\s+d'uso|(?:gas)?cromatograf\w+|spettrometr\w+|(?:gas\s+)?chromatograph\w+|spectrometr\w+|HPLC"
    r"|GC-?MS|ICP-?MS)"
)
_TRAINING = (
    r"(?:(?<!nel\s)(?<!in\s)cors[oi](?!\s+(?:d'opera|d'acqua|degli\s+anni|dell'anno|del\s+(?:processo|lavoro"
    r"|progetto)))(?![\w])|formazione\s+(?:del\s+personale|interna|continua|per|su|sul|sulla|sulle|ai|agli|a\s"
    r"|dei\s+(?:nostri|dipendenti|tecnici|operatori))"
    r"|(?:formare|addestrare|istruire)\s+(?!un\b|una\b)|addestramento|affiancamento|tirocinio|workshop"
    r"|training(?!\s+(?:set|data))|trained(?=\s+on)|(?<!of\s)(?<!the\s)courses?(?!\s+of\b)(?![\w])|teach(?:es)?"
    r"|lezion[ei]|percors[oi]\s+(?:formativ\w+|di\s+formazione)|impar(?:are|asse|ino)|insegn(?:a|are|ano|i)(?![\w])"
    r"|show\s+(?:him|her|them|us)\s+(?:how|\w+ing)|affianc(?:are|hi|asse)|aggiornamento\s+professionale|lessons?"
    r"|classes|learn(?:ing)?\s+(?:to|how|about)|masterclass|webinar\s+(?:su|on))"
)
_EQUIPMENT = (
    r"(?:noleggi\w*|prest(?:a|ano|are|arci|asse|erebbe)(?=\s)|lend|let\s+(?:us|our\s+\w+)\s+use|lasci(?:a|ano|are"
    r"|arci)\s+(?:lavorare|usare)"
    r"|camera\s+(?:bianca|climatica|sterile)|clean\s?room|climatic\s+chamber|(?:we|us)\s+(?:may|might|could"
    r"|can)\s+use(?!\s+(?:it\s+)?(?:in|as|for)(?![\w]))"
    r"|(?:cella|camera|pressa|linea|reattore|magazzino)\s[^.;?]{0,20}liber[oae]|affitt(?:o|are|iamo)|in\s+prestito"
    r"|ore\s+macchina|usare\s+a\s+ore|da\s+usare\s+(?:a\s+ore|per"
    r"|qualche)|(?:usare|utilizzare|usarlo|usarla|accesso\s+a|accedere\s+a"
    r"|prenotare)\s+(?:per\s+[^.;,]{0,20}\s)?(?:un|uno|una|un'|l'|il|lo"
    r"|la|qualche|a\s+un\w*)\s?[^.;,]{0,40}?"
    r"(?:strument\w+|impiant\w+|microscopi\w+|reometr\w+|spettrofotometr\w+|camera|analizzator\w+|macchin\w+"
    r"|turboemulsor\w+|liofilizzator\w+|stampante|atomizzator\w+|miscelator\w+|pressa)"
    r"|(?:rent(?:al|ing)?|hir(?:e|ing)(?!\s+(?:a|an|two|new)?\s*(?:person|people|operator|chemist|technician"
    r"|someone)))(?![\w])|borrow|book\s+(?:a\s+few\s+|some\s+)?(?:hours|time|a\s+slot)|machine\s+time"
    r"|instrument\s+time|access\s+to\s+(?:a|an|your|some)\s"
    r"|(?:to\s+)?use\s+(?:of\s+)?(?:a|an|your|somebody's|someone's)\s[^.;,]{0,30}?(?:plant|instrument|machine"
    r"|equipment|microscope|rheometer|chamber|line|dryer|press|mixer))"
)
_CALL = (
    r"(?:band[oi](?!\s+di\s+gara)(?![\w])|fondo\s+perduto|fond[io]\s+(?:europe[io]|regional[ei]|pubblic[io])"
    r"|finanziament[oi](?!\s+bancari)|(?:lo|la|ci|essere)\s+(?:possa\s+)?finanzi\w+|cofinanziament\w+|voucher"
    r"|agevolazion[ei]|credito\s+d'imposta|incentiv[oi]|(?:a|any|one)\s+call(?=\s+(?:would|that|could|is|opens"
    r"|which)(?![\w]))|risorse\s+pubbliche|sovvenzion[ei]|(?:soldi"
    r"|aiuti)\s+pubblici|public\s+(?:money|funding|funds)"
    r"|(?:funding|grant)s?(?:\s+(?:call|scheme|programme|opportunit\w+)s?)?(?![\w])|calls?\s+for\s+(?:proposals"
    r"|projects)|european\s+call|subsid(?:y|ies)|co-?funding|tax\s+credit)"
)
_WHO = (
    r"(?:fornitor[ei]|fornitric[ei]|produttor[ei]|partner(?!ship)s?|terzist[aie]|conto\s?terz\w+|stampator[ei]"
    r"|aziend[ae]|ditt[ae]|impres[ae]|costruttor[ei]|consulent[ei]|consulenza|espert[oaie]|formulator[ei]|"
    r"qualcuno|chi\s+(?:ci\s+)?(?:sa|sappia|possa|può|faccia|fa|rettific\w+|produc\w+|riesc\w+)"
    r"|gruppo\s+di\s+ricerca|universit\w+|studio\s+di\s+progettazione|distributor[ei]|progettist[ai]"
    r"|trasformator[ei]|spedizionier[ei]|officin[ae]|fonderi[ae]|tipografi[ae]|vetreri[ae]|cartotecnic\w+|"
    r"servizio\s+di|tecnologi[ae]|soluzion[ei]|suppliers?|manufacturers?|converters?|mou?lders?|compan(?:y|ies)"
    r"|firms?|printers?(?!\s+ink)|fillers?|distributors?|someone|somebody|anyone|software\s+house|consultants?"
    r"|experts?|research\s+(?:group|partner|institute)s?|universit(?:y|ies)|service\s+provider|"
    r"producers?|makers?|specialists?|formulators?|designers?|growers?|agenc(?:y|ies)|solution|technology)"
)
_SOLVER = re.compile(rf"(?<![\w]){_WHO}(?![\w])", re.I)
_HELPS_US = re.compile(
    r"(?<![\w])(?:chi\s+(?:ci\s+)?(?:può|potrebbe|sa)\s+(?:aiutar\w*|risolver\w*|far\w*)|chi\s+ci\s+aiuta"
    r"|qualcuno\s+(?:che\s+)?(?:può|sa|sappia|possa|rettific\w+)|"
    r"who\s+(?:can|could)\s+(?:help|solve|make|do)|who\s+has\s+done\s+it|(?:compan(?:y|ies)|partners?|suppliers?"
    r"|moulders?|group|printers?|house)\s+(?:\w+\s+)?(?:wanted|welcome|are\s+welcome))(?![\w])",
    re.I,
)
_KINDS = (
    ("TRAINING", re.compile(rf"(?<![\w]){_TRAINING}", re.I)),
    ("EQUIPMENT", re.compile(rf"(?<![\w]){_EQUIPMENT}", re.I)),
    ("CALL", re.compile(rf"(?<![\w]){_CALL}", re.I)),
    ("LAB", re.compile(rf"(?<![\w]){_LAB_TEST}", re.I)),
)
_NOTHING_WANTED = re.compile(
    r"(?<![\w])(?:needs?|want|serv\w+|cerchiamo)\s+(?:no|nothing|nessun\w*|niente)(?![\w])", re.I
)
_ANYBODY = re.compile(r"qualcuno|someone|somebody|anyone|chi\s", re.I)
"""Whoever it is: where a sentence says what he should do, that is the help."""
SOLVER_IMPLIED = "SOLVER?"
_HEAD = 25
"""Signs from the start of a sentence in which a thing is asked for without a verb: "Stability testing of a lacquer"."""
_NEAR = 140
"""Signs between the word that wants and whom it wants."""


def helps(sentence: str) -> Iterator[Hit]:
    """Give the kinds of help that a sentence asks for."""
    wants = [found for found in _WANT.finditer(sentence) if not is_denied(sentence, found.start(), reach=30)]
    kinds = denied = False
    for kind, pattern in _KINDS:
        for found in pattern.finditer(sentence):
            if _is_not_wanted(sentence, found):
                denied = True
                continue
            if not (wants or found.start() <= _HEAD):
                continue
            sure = any(one.start() <= found.start() for one in wants)
            yield Hit("help", kind, *found.span(), sure, "" if sure else "in-words")
            kinds = True
            break
    solver = _HELPS_US.search(sentence) or _solver(sentence, wants)
    if solver is not None and not _is_not_wanted(sentence, solver) and not (kinds and _ANYBODY.match(solver[0])):
        yield Hit("help", "SOLVER", *solver.span())
    elif not (kinds or denied or _NOTHING_WANTED.search(sentence)) and (wants or sentence.endswith("?")):
        start, end = wants[0].span() if wants else (0, len(sentence))
        yield Hit("help", SOLVER_IMPLIED, start, end, False, "implied")


def settled_helps(hits: list[Hit]) -> list[Hit]:
    """Give the kinds of help; where a text only wants something, that somebody solves it is implied, once."""
    said = [hit for hit in hits if hit.value != SOLVER_IMPLIED]
    implied = [replace(hit, value="SOLVER") for hit in hits if hit.value == SOLVER_IMPLIED]
    return said or implied[:1]


def _solver(sentence: str, wants: list[re.Match[str]]) -> re.Match[str] | None:
    """Give whom a sentence wants: the first after a word that wants, or one right before "wanted"."""
    for want in wants:
        found = _SOLVER.search(sentence, want.start(), min(len(sentence), want.end() + _NEAR))
        if found is not None:
            return found
        if want[0].casefold() == "wanted":
            before = _SOLVER.search(sentence, max(0, want.start() - _NEAR), want.start())
            if before is not None:
                return before
    return None


def _is_not_wanted(sentence: str, found: re.Match[str]) -> bool:
    return is_denied(sentence, found.start(), reach=35) or is_denied_after(sentence, found.end())
