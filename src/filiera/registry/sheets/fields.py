"""What a column of a sheet can become in the register, and the words by which people head such a column."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetField(models.TextChoices):
    """What a column becomes; most are fields of facts, some are identifiers."""

    NAME = "NAME", _("Name")
    LEGAL_NAME = "LEGAL_NAME", _("Legal name")
    ALIAS = "ALIAS", _("Other name")
    VAT = "VAT", _("VAT number")
    FISCAL = "FISCAL", _("Tax code")
    ROR = "ROR", _("ROR identifier")
    PIC = "PIC", _("PIC (participant code of the EU)")
    KIND = "KIND", _("Kind")
    STAGE = "STAGE", _("Stage of the chain")
    GROUP = "GROUP", _("Group")
    TOWN = "TOWN", _("Municipality")
    PROVINCE = "PROVINCE", _("Province")
    COUNTRY = "COUNTRY", _("Country")
    ADDRESS = "ADDRESS", _("Address")
    WEBSITE = "WEBSITE", _("Web site")
    EMAIL = "EMAIL", _("E-mail")
    PHONE = "PHONE", _("Telephone")
    EMPLOYEES = "EMPLOYEES", _("Staff")
    SIZE = "SIZE", _("Size")
    TURNOVER = "TURNOVER", _("Turnover")
    FOUNDED = "FOUNDED", _("Year of foundation")
    ATECO = "ATECO", _("ATECO code")
    MIN_BATCH = "MIN_BATCH", _("Minimum batch")
    SUMMARY = "SUMMARY", _("What they do (text)")
    MEMBER_SINCE = "MEMBER_SINCE", _("Member since")
    MEMBER = "MEMBER", _("Member of the cluster (yes or no)")
    NOTE = "NOTE", _("Note")


REPEATABLE = frozenset({SheetField.ALIAS, SheetField.NOTE, SheetField.EMAIL, SheetField.PHONE, SheetField.SUMMARY})
"""Fields that two columns of one sheet may both become."""

OFFICE_ONLY = frozenset({SheetField.EMAIL, SheetField.PHONE, SheetField.NOTE, SheetField.TURNOVER})
"""What an office's sheet says in confidence: it comes in for the office alone."""

IDENTIFIER_FIELDS = frozenset({SheetField.VAT, SheetField.FISCAL, SheetField.ROR, SheetField.PIC})
"""Fields that become identifiers, not facts."""

SYNONYMS: dict[SheetField, tuple[str, ...]] = {
    SheetField.NAME: (
        "nome", "name", "ragione sociale", "rag soc", "rag sociale", "ragsoc", "azienda", "aziende", "impresa", "ditta",
        "societa", "denominazione", "denominazione sociale", "organizzazione", "organisation", "organization",
        "company", "company name", "firm", "ente", "socio", "soci", "associato", "associata", "member", "nominativo",
        "nome azienda", "nome impresa", "organisation name", "organization name", "fornitore", "supplier", "espositore",
    ),
    SheetField.LEGAL_NAME: ("legal name", "nome legale", "denominazione legale", "ragione sociale completa"),
    SheetField.ALIAS: (
        "alias", "altro nome", "altri nomi", "marchio", "insegna", "nome commerciale", "brand", "trade name",
        "other name", "other names", "sigla", "acronym", "acronimo", "ex", "gia",
    ),
    SheetField.VAT: (
        "p iva", "piva", "partita iva", "part iva", "p iva cf", "piva cf", "cf piva", "cf p iva", "p i", "iva",
        "p iva c f", "c f p iva", "partita iva codice fiscale", "codice fiscale partita iva", "vat", "vat number",
        "vat no", "vat code", "vat id", "numero iva",
    ),
    SheetField.FISCAL: ("codice fiscale", "cod fiscale", "cod fisc", "c f", "cf", "tax code", "fiscal code", "tax id"),
    SheetField.ROR: ("ror", "ror id"),
    SheetField.PIC: ("pic", "pic code", "codice pic", "participant code"),
    SheetField.KIND: ("tipo", "tipologia", "kind", "type", "categoria", "natura", "forma", "forma giuridica",
                      "natura giuridica", "forma societaria", "legal form"),
    SheetField.STAGE: (
        "tappa", "tappa della filiera", "fase", "fase della filiera", "stadio", "anello", "settore filiera", "stage",
        "chain stage",
    ),
    SheetField.GROUP: ("gruppo", "group", "capogruppo", "holding", "parent company"),
    SheetField.TOWN: (
        "citta", "comune", "localita", "sede", "town", "city", "municipality", "luogo", "paese", "comune sede",
        "citta sede", "sede legale comune",
    ),
    SheetField.PROVINCE: ("prov", "provincia", "pr", "pv", "province", "sigla provincia"),
    SheetField.COUNTRY: ("nazione", "stato", "country", "paese nazione"),
    SheetField.ADDRESS: (
        "indirizzo", "address", "via", "sede legale", "indirizzo sede", "registered seat", "street", "recapito",
    ),
    SheetField.WEBSITE: ("sito", "sito web", "sito internet", "web", "website", "web site", "url", "www", "homepage"),
    SheetField.EMAIL: ("mail", "e mail", "email", "posta", "posta elettronica", "pec", "indirizzo mail", "e mail pec"),
    SheetField.PHONE: ("tel", "telefono", "phone", "telephone", "recapito telefonico", "centralino", "numero di telefono"),
    SheetField.EMPLOYEES: (
        "dip", "dipendenti", "addetti", "n addetti", "n dip", "n dipendenti", "nr addetti", "numero addetti",
        "numero dipendenti", "organico", "occupati", "staff", "employees", "headcount", "ula", "no of employees",
    ),
    SheetField.SIZE: ("dimensione", "size", "classe dimensionale", "dimensioni", "taglia"),
    SheetField.TURNOVER: ("fatturato", "turnover", "revenue", "ricavi", "volume d affari"),
    SheetField.FOUNDED: (
        "fondata", "anno", "anno fondazione", "anno di fondazione", "founded", "year founded", "costituita", "nascita azienda",
        "data costituzione", "data di costituzione", "anno costituzione", "anno di costituzione", "costituzione",
        "data fondazione", "data di fondazione", "founding year", "founding date",
    ),
    SheetField.ATECO: ("ateco", "codice ateco", "cod ateco", "nace", "ateco code", "codici ateco", "ateco 2007", "ateco 2025",
                       "codice ateco 2007", "codice ateco 2025", "codice attivita"),
    SheetField.MIN_BATCH: ("lotto minimo", "minimum batch", "min batch", "moq", "minimo d ordine", "minimum order"),
    SheetField.SUMMARY: (
        "cosa fanno", "cosa fa", "che cosa fanno", "che cosa fa", "attivita", "descrizione", "description", "activity",
        "activities", "what they do", "what it does", "prodotti", "products", "specializzazione", "competenze",
        "competences", "competencies", "profilo", "lavorazioni", "servizi",
    ),
    SheetField.MEMBER_SINCE: (
        "dal", "socio dal", "socia dal", "iscritto dal", "iscritta dal", "data adesione", "adesione", "member since",
        "membro dal", "associato dal", "data iscrizione", "joined", "since",
    ),
    SheetField.MEMBER: (
        "e socio", "socio si no", "socio s n", "soci si no", "membro", "iscritto", "iscritta", "associato si no",
        "socio cluster",        "is member", "membership", "member yes no", "aderente", "aderisce", "tesserato",
    ),
}  # fmt: skip
"""Folded words (no case, accents, punctuation), Italian and English, as seen on offices' sheets."""

_OWN_NOTES_TEXT = """
note nota notes mie mia mio commenti commento comment comments remarks appunti riservato riservata privato private
"""
OWN_NOTES = frozenset(_OWN_NOTES_TEXT.split())
"""Words of a heading under which somebody writes for oneself or for the office."""

_PERSONS_TEXT = """
personale personali referente contatto contact cellulare cell mobile cognome surname nascita birth iban stipendio titolare
legale rappresentante
"""
PERSONAL = OWN_NOTES | frozenset(_PERSONS_TEXT.split())
"""Words of a heading that promise something about a person, or written for oneself: never brought in by itself."""
