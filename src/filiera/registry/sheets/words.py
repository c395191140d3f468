"""The words that people use for kinds, sizes and countries, and for "we do not know"."""

from __future__ import annotations

from filiera.registry.enums import Kind, Size

UNKNOWN_WORDS = frozenset(
    {"?", "??", "???", "-", "--", "—", "–", "n.d.", "nd", "n.d", "n/d", "n/a", "na", "n.a.", "boh", "da verificare",
     "unknown", "non so", "x", ".", "//", "/"}
)  # fmt: skip

YES_WORDS = frozenset(
    {"si", "s", "yes", "y", "x", "v", "vero", "true", "1", "ok", "socio", "socia", "member", "membro", "iscritto", "iscritta",
     "associato", "associata"}
)  # fmt: skip
NO_WORDS = frozenset(
    {"no", "n", "false", "falso", "0", "non socio", "non socia", "ex", "ex socio", "ex socia", "not a member", "mai", "non piu"}
)  # fmt: skip
TICKS, CROSSES = frozenset("✓✔☑"), frozenset("✗✘☒")
"""How people tick a list of members, folded (no case, accents, punctuation)."""

KINDS = {
    "impresa": Kind.COMPANY, "azienda": Kind.COMPANY, "ditta": Kind.COMPANY, "societa": Kind.COMPANY, "pmi": Kind.COMPANY,
    "company": Kind.COMPANY, "firm": Kind.COMPANY, "sme": Kind.COMPANY, "terzista": Kind.COMPANY, "brand": Kind.COMPANY,
    "universita": Kind.UNIVERSITY, "university": Kind.UNIVERSITY, "ateneo": Kind.UNIVERSITY,
    "ente di ricerca": Kind.RESEARCH_BODY, "centro di ricerca": Kind.RESEARCH_BODY, "laboratorio": Kind.RESEARCH_BODY,
    "research body": Kind.RESEARCH_BODY, "research centre": Kind.RESEARCH_BODY, "research center": Kind.RESEARCH_BODY,
    "istituto di ricerca": Kind.RESEARCH_BODY, "laboratory": Kind.RESEARCH_BODY,
    "its": Kind.ITS, "its academy": Kind.ITS, "scuola": Kind.ITS,
    "associazione": Kind.ASSOCIATION, "association": Kind.ASSOCIATION, "ente pubblico": Kind.PUBLIC_BODY,
    "public body": Kind.PUBLIC_BODY, "comune": Kind.PUBLIC_BODY, "provincia": Kind.PUBLIC_BODY,
    "camera di commercio": Kind.PUBLIC_BODY, "agenzia": Kind.AGENCY, "development agency": Kind.AGENCY,
    "rete": Kind.NETWORK, "network": Kind.NETWORK, "cluster": Kind.NETWORK, "consorzio": Kind.NETWORK,
    "partenariato": Kind.PARTNERSHIP, "partnership": Kind.PARTNERSHIP, "programma": Kind.PROGRAMME,
    "programme": Kind.PROGRAMME, "altro": Kind.OTHER, "other": Kind.OTHER,
}  # fmt: skip

SIZES = {
    "micro": Size.MICRO, "microimpresa": Size.MICRO, "piccola": Size.SMALL, "small": Size.SMALL, "media": Size.MEDIUM,
    "medium": Size.MEDIUM, "grande": Size.LARGE, "large": Size.LARGE, "gi": Size.LARGE,
}  # fmt: skip

COUNTRIES = {
    "it": "IT", "ita": "IT", "italia": "IT", "italy": "IT", "fr": "FR", "francia": "FR", "france": "FR", "de": "DE",
    "germania": "DE", "germany": "DE", "es": "ES", "spagna": "ES", "spain": "ES", "ch": "CH", "svizzera": "CH",
    "switzerland": "CH", "at": "AT", "austria": "AT", "uk": "GB", "gb": "GB", "regno unito": "GB",
    "united kingdom": "GB", "us": "US", "usa": "US", "stati uniti": "US", "united states": "US", "nl": "NL",
    "paesi bassi": "NL", "olanda": "NL", "netherlands": "NL", "be": "BE", "belgio": "BE", "belgium": "BE",
    "pt": "PT", "portogallo": "PT", "portugal": "PT", "pl": "PL", "polonia": "PL", "poland": "PL",
}  # fmt: skip
