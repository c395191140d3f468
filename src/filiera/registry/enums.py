"""The closed lists of the register."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an organisation is."""

    COMPANY = "COMPANY", _("company")
    UNIVERSITY = "UNIVERSITY", _("university")
    RESEARCH_BODY = "RESEARCH_BODY", _("research body")
    ITS = "ITS", _("ITS academy")
    ASSOCIATION = "ASSOCIATION", _("association")
    PUBLIC_BODY = "PUBLIC_BODY", _("public body")
    AGENCY = "AGENCY", _("development agency")
    NETWORK = "NETWORK", _("network")
    PARTNERSHIP = "PARTNERSHIP", _("formal partnership")
    PROGRAMME = "PROGRAMME", _("programme")
    OTHER = "OTHER", _("other")


RESEARCH_KINDS = frozenset({Kind.UNIVERSITY, Kind.RESEARCH_BODY})
SCHOOL_KINDS = frozenset({Kind.ITS})


class Size(models.TextChoices):
    """The size of an enterprise (Rec. 2003/361/EC)."""

    MICRO = "MICRO", _("micro enterprise")
    SMALL = "SMALL", _("small enterprise")
    MEDIUM = "MEDIUM", _("medium enterprise")
    LARGE = "LARGE", _("large enterprise")


class Certainty(models.TextChoices):
    """How far a fact may be trusted, best first."""

    FILED = "FILED", _("high, public act")
    SEEN = "SEEN", _("read in the source")
    DECLARED = "DECLARED", _("declared by the organisation")
    MEMORY = "MEMORY", _("general knowledge, to be checked")
    DISPUTED = "DISPUTED", _("disputed")


class Scheme(models.TextChoices):
    """The registers that give identifiers."""

    VAT = "VAT", _("VAT number")
    FISCAL = "FISCAL", _("tax code")
    ROR = "ROR", "ROR"
    PIC = "PIC", "PIC"
    OPENALEX = "OPENALEX", "OpenAlex"
    GRID = "GRID", "GRID"
    WIKIDATA = "WIKIDATA", "Wikidata"
    DOMAIN = "DOMAIN", _("web domain")


class FactField(models.TextChoices):
    """What a fact is about."""

    NAME = "NAME", _("name")
    LEGAL_NAME = "LEGAL_NAME", _("legal name")
    KIND = "KIND", _("kind")
    STAGE = "STAGE", _("stage of the chain")
    TOWN = "TOWN", _("town")
    PROVINCE = "PROVINCE", _("province")
    COUNTRY = "COUNTRY", _("country")
    ADDRESS = "ADDRESS", _("address")
    WEBSITE = "WEBSITE", _("web site")
    SIZE = "SIZE", _("size")
    EMPLOYEES = "EMPLOYEES", _("employees")
    TURNOVER = "TURNOVER", _("turnover")
    FOUNDED = "FOUNDED", _("founded")
    GROUP = "GROUP", _("group")
    ATECO = "ATECO", _("ATECO code")
    VAT = "VAT", _("VAT number")
    EMAIL = "EMAIL", _("e-mail")
    PHONE = "PHONE", _("telephone")
    SUMMARY = "SUMMARY", _("in a sentence")
    MIN_BATCH = "MIN_BATCH", _("minimum batch")
    FOUNDER = "FOUNDER", _("founder of the cluster")
    MEMBER_ROLE = "MEMBER_ROLE", _("role in the cluster")
    MEMBER_SINCE = "MEMBER_SINCE", _("member since")
    MEMBER = "MEMBER", _("member of the cluster")
    PARTNER_2021 = "PARTNER_2021", _("partner of 2021")
    LEGAL_SEAT = "LEGAL_SEAT", _("registered seat")
    LEGAL_PERSONALITY = "LEGAL_PERSONALITY", _("legal personality")
    CTL_RECOGNITION = "CTL_RECOGNITION", _("regional recognition")
    ALIAS = "ALIAS", _("other name")
    FORMER_NAME = "FORMER_NAME", _("former name")
    ACRONYM = "ACRONYM", _("acronym")
    NOTE = "NOTE", _("note")


class AliasKind(models.TextChoices):
    """Why an organisation has another name."""

    ALIAS = "ALIAS", _("other name")
    FORMER = "FORMER", _("former name")
    ACRONYM = "ACRONYM", _("acronym")
    LEGAL = "LEGAL", _("legal name")
    SPELLING = "SPELLING", _("spelling met in a source")


class SiteKind(models.TextChoices):
    """What stands at a place."""

    LEGAL_SEAT = "LEGAL_SEAT", _("registered seat")
    OPERATING_SEAT = "OPERATING_SEAT", _("operating seat")
    PLANT = "PLANT", _("plant")
    LABORATORY = "LABORATORY", _("laboratory")


class SourceKind(models.TextChoices):
    """Where facts and evidence come from."""

    PAGE = "PAGE", _("public page")
    DATASET = "DATASET", _("open data")
    SHEET = "SHEET", _("office sheet")
    ORGANISATION = "ORGANISATION", _("the organisation itself")
    OFFICE = "OFFICE", _("cluster office")


class Band(models.TextChoices):
    """The three bands of a comparison: the machine answers, a person answers, nobody like it."""

    SAME = "SAME", _("the same")
    ASK = "ASK", _("in doubt")
    NEW = "NEW", _("new")


class DelegateRole(models.TextChoices):
    """What a delegate does for the organisation, as people say it."""

    REPRESENTATIVE = "REPRESENTATIVE", _("representative")
    SUBSTITUTE = "SUBSTITUTE", _("substitute")
    CONTACT = "CONTACT", _("contact person")


SPEAKING_ROLES = frozenset({DelegateRole.REPRESENTATIVE, DelegateRole.SUBSTITUTE})
"""Who speaks and votes for an organisation: one each at a time. A contact person keeps its profile and does not vote."""

TERM_NEEDED = frozenset({Kind.UNIVERSITY, Kind.PUBLIC_BODY})
"""Organisations that name a delegate by an act of their own, always for a term."""


class CallChannel(models.TextChoices):
    """How a member asked the office to act on its behalf."""

    PHONE = "PHONE", _("by phone")
    MAIL = "MAIL", _("by mail")
    PERSON = "PERSON", _("in person")
