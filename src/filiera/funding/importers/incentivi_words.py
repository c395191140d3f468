"""The vocabulary of incentivi.gov.it in ours: columns of its two formats, sizes, kinds, regions, authorities."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from filiera.funding.enums import CallLevel
from filiera.registry.importers.tables import column_key

COLUMNS: Mapping[str, tuple[str, str]] = {
    "id": ("zs_nid", "ID_Incentivo"),
    "title": ("zs_title", "Titolo"),
    "description": ("zs_body", "Descrizione"),
    "aims": ("zm_field_scopes_value", "Obiettivo_Finalita"),
    "opens": ("zs_field_open_date", "Data_apertura"),
    "closes": ("zs_field_close_date", "Data_chiusura"),
    "note": ("zs_field_close_date_descriptor", "Note_di_apertura_chiusura"),
    "sizes": ("zm_field_dimensions_value", "Dimensioni"),
    "kinds": ("zm_field_subject_type_value", "Tipologia_Soggetto"),
    "forms": ("zm_field_support_form_value", "Forma_agevolazione"),
    "costs": ("zm_field_granted_costs_value", "Costi_Ammessi"),
    "cost_min": ("zs_field_cost_min", "Spesa_Ammessa_min"),
    "cost_max": ("zs_field_cost_max", "Spesa_Ammessa_max"),
    "grant_min": ("zs_field_support_grant_type_min", "Agevolazione_Concedibile_min"),
    "grant_max": ("zs_field_support_grant_type_max", "Agevolazione_Concedibile_max"),
    "sectors": ("zm_field_activity_sector_value", "Settore_Attivita"),
    "ateco": ("zs_field_ateco", "Codici_ATECO"),
    "regions": ("zm_field_regions_value", "Regioni"),
    "municipalities": ("zs_field_comuni", "Comuni"),
    "scope": ("zm_field_special_territory_value", "Ambito_territoriale"),
    "granted_by": ("zs_field_subject_grant", "Soggetto_Concedente"),
    "legal_basis": ("zs_field_primary_ruleset", "Base_normativa_primaria"),
    "implementing": ("zs_field_implementation_ruleset", "Base_normativa_secondaria"),
    "budget": ("zs_field_budget_allocation", "Stanziamento_incentivo"),
    "link": ("zs_field_link", "Link_istituzionale"),
    "changed": ("ds_last_update", "Data_ultimo_aggiornamento"),
    "page": ("zs_url", "URL"),
    "other": ("zs_field_other_characteristic", "Altre_caratteristiche"),
}
"""Our name of a field, its name in the Solr documents, and its column of the CSV."""

KEYS = {name: (document, column_key(column)) for name, (document, column) in COLUMNS.items()}
"""The same, as the records have them."""

SIZES = {
    "microimpresa": "micro",
    "piccola impresa": "small",
    "media impresa": "medium",
    "grande impresa": "large",
}
UNSIZED = frozenset({"non classificabile/classificato", "non classificabile", "non classificabile (soggetto pubblico)"})
"""What has no size: public bodies and persons."""

KINDS: Mapping[str, tuple[tuple[str, ...], bool]] = {
    "impresa": (("company",), True),
    "impresa - su/pmi innovativa": (("company",), False),
    "impresa - prevalenza femminile": (("company",), False),
    "impresa - prevalenza giovanile": (("company",), False),
    "impresa da costituire - altro": (("company",), False),
    "impresa da costituire - femminile": (("company",), False),
    "impresa da costituire - giovanile": (("company",), False),
    "cooperative/associazioni non profit": (("company", "association", "ngo"), False),
    "consorzio": (("company",), False),
    "rete d'impresa": (("company",), False),
    "professionista": (("professional",), True),
    "università/ente di ricerca": (("research", "university"), True),
    "università": (("university",), True),
    "ente di ricerca": (("research",), True),
    "ente pubblico": (("public_body", "municipality", "province", "region", "chamber"), True),
    "pubblica amministrazione": (("public_body", "municipality", "province", "region", "chamber"), True),
    "persona fisica": (("person",), True),
    "cittadino": (("person",), True),
}
"""Our kinds for what the source calls who may apply, and whether the kind alone says it all."""

REGIONS = {
    "abruzzo": "ITF1",
    "basilicata": "ITF5",
    "calabria": "ITF6",
    "campania": "ITF3",
    "emilia-romagna": "ITH5",
    "friuli-venezia giulia": "ITH4",
    "lazio": "ITI4",
    "liguria": "ITC3",
    "lombardia": "ITC4",
    "marche": "ITI3",
    "molise": "ITF2",
    "piemonte": "ITC1",
    "puglia": "ITF4",
    "sardegna": "ITG2",
    "sicilia": "ITG1",
    "toscana": "ITI1",
    "trentino-alto adige": "",
    "umbria": "ITI2",
    "valle d'aosta": "ITC2",
    "veneto": "ITH3",
}
"""NUTS 2021, level 2. Trentino-Alto Adige is two of them: which one, the authority says."""

PROVINCES = (("bolzano", "ITH1"), ("trento", "ITH2"))

_AUTHORITIES = (
    (re.compile(r"\b(camera di commercio|cciaa|unioncamere)\b", re.IGNORECASE), CallLevel.LOCAL),
    (
        re.compile(
            r"\bregion[ei]\b|provincia autonoma|finlombarda|finpiemonte|sviluppumbria|puglia sviluppo", re.IGNORECASE
        ),
        CallLevel.REGIONAL,
    ),
    (
        re.compile(
            r"\b(comune|unione dei comuni|comunità montana|citt[aà] metropolitana|provincia|gal)\b", re.IGNORECASE
        ),
        CallLevel.LOCAL,
    ),
    (
        re.compile(
            r"ministero|presidenza del consiglio|invitalia|simest|agenzia delle entrate|mediocredito"
            r"|\b(?:sace|inail|ismea|gse|mise|mimit|miur|mite|mur|mase)\b",
            re.IGNORECASE,
        ),
        CallLevel.NATIONAL,
    ),
)
_WITH_COMMAS = (
    "Agricoltura, silvicoltura e pesca",
    "Fornitura Energia, Acqua e gestione Rifiuti",
    "Mobili, Legno e Carta",
    "Materie prime, di consumo e merci",
    "Servizi, brevetti e licenze",
)
_COMMA_LATER = "\x1f"
_CODE = re.compile(r"[A-U]|\d{2}(?:\.\d{1,2}){0,2}")
_EDITION = re.compile(r"^\W*(?:codici\s+)?ateco\s*(20\d\d)?\s*[:;-]?\s*", re.IGNORECASE)


def values_of(written: Any) -> tuple[str, ...]:
    """Give the values of a field that may have several: a list, or a text parted by semicolons, bars, lines or commas."""
    if isinstance(written, str) and written.lstrip().startswith("["):
        try:
            written = json.loads(written)
        except (ValueError, RecursionError):
            written = written.strip().strip("[]").replace('"', "")
    if isinstance(written, list):
        found = [str(one) for one in written if one is not None and not isinstance(one, dict | list)]
    else:
        found = _parted("" if written is None or isinstance(written, dict) else str(written))
    return tuple(dict.fromkeys(" ".join(one.split()) for one in found if one.strip()))


def _parted(text: str) -> list[str]:
    if re.search(r"[;|\n]", text):
        return re.split(r"[;|\n]", text)
    for phrase in _WITH_COMMAS:
        text = text.replace(phrase, phrase.replace(",", _COMMA_LATER))
    return [one.replace(_COMMA_LATER, ",") for one in text.split(",")]


def region_key(name: str) -> str:
    """Give the name of a region as `REGIONS` has it, without its second language."""
    return name.split("/")[0].replace("’", "'").replace("–", "-").strip().casefold()


def region_code(names: tuple[str, ...], granted_by: str) -> str:
    """Give the NUTS code where the names are one region; empty where they are several, all, or one of two codes."""
    keys = {region_key(one) for one in names}
    if len(keys) != 1:
        return ""
    key = keys.pop()
    if key in ("trentino-alto adige", "trentino alto adige"):
        said = granted_by.casefold()
        return next((code for word, code in PROVINCES if word in said), "")
    return REGIONS.get(key, REGIONS.get(key.replace(" ", "-", 1), ""))


def level_of(granted_by: str) -> CallLevel:
    """Tell on which level the authority is that gives the money."""
    return next((level for pattern, level in _AUTHORITIES if pattern.search(granted_by)), CallLevel.OTHER)


def ateco_codes(written: str) -> tuple[tuple[str, ...], bool]:
    """Give the codes of a text that has nothing but codes, and whether their edition is said; no codes of any other text."""
    found = _EDITION.match(written)
    edition = (found[1] or "") if found else ""
    rest = written[found.end() :] if found else written
    parts = [one for one in re.split(r"[;,\s|]+", rest.strip().rstrip(".")) if one]
    if not parts or not all(_CODE.fullmatch(one) for one in parts):
        return (), False
    is_known = edition in ("2007", "2022", "2025")
    return tuple(dict.fromkeys(f"{edition}:{one}" if is_known else one for one in parts)), is_known
