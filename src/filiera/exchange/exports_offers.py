"""An offer as a sheet to take away: one page, A4, tagged PDF."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date
from filiera.common.instance import current_instance
from filiera.common.language import current_language
from filiera.common.typeset import typeset
from filiera.exchange.pages_offers import proof_of, sought_words
from filiera.exchange.queries.needs import topic_lines

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.exchange.models import Offer

TEMPLATE = Path(__file__).parent / "typst" / "offer.typ"


def offer_pdf(offer: Offer, *, audience: Audience, today: date) -> bytes:
    """Set the sheet of an offer as a tagged PDF (PDF/UA-1), on one page whatever its length."""
    return typeset(TEMPLATE, on_paper(offer, audience=audience, today=today))


def on_paper(offer: Offer, *, audience: Audience, today: date) -> dict[str, Any]:
    """Give what the sheet says on paper, as its template takes it; the proof only where the audience may see it."""
    instance, proof = current_instance(), proof_of(offer, audience=audience, today=today)
    said = [offer.proof, f"{proof.title} ({proof.source_name})" if proof else ""]
    address = str(settings.SITE_URL).rstrip("/") + reverse("offer", args=[offer.code])
    return {
        "lang": current_language(),
        "text_lang": offer.language,
        "cluster": instance.name,
        "kind": str(offer.get_kind_display()),
        "title": offer.title,
        "who": offer.organisation.name,
        "example": _("example") if offer.is_example else "",
        "for": _("For members of the cluster.") if offer.for_members else "",
        "parts": _parts(
            (_("The problem"), [offer.problem]), (_("The solution"), [offer.solution]), (_("The proof"), said)
        ),
        "facts": [{"label": label, "value": value} for label, value in _facts(offer) if value],
        "address": address,
        "footer": str(instance.words.footer),
    }


def _facts(offer: Offer) -> tuple[tuple[str, str], ...]:
    """Give the facts of the sheet, as label and value; empty where nothing is said."""
    topics = [one.label for one in topic_lines(offer) if not one.is_refused]
    return (
        (_("Maturity (TRL)"), str(offer.trl or "")),
        (_("Rights"), ": ".join(one for one in (str(offer.get_rights_display()), offer.rights_note) if one)),
        (_("What is sought"), "; ".join(one for one in (*sought_words(offer), offer.sought_note) if one)),
        (_("Competences"), ", ".join(topics)),
        (_("Contact"), ", ".join(one for one in (offer.contact_name, offer.contact_email) if one)),
        (_("Published"), long_date(timezone.localdate(offer.published_at)) if offer.published_at else ""),
        (_("Stands until"), long_date(offer.expires_on) if offer.expires_on else ""),
    )


def _parts(*parts: tuple[str, list[str]]) -> list[dict[str, Any]]:
    """Give the parts of the sheet that say something, as heading and paragraphs."""
    found = []
    for heading, texts in parts:
        paragraphs = [line.strip() for text in texts for line in text.splitlines() if line.strip()]
        if paragraphs:
            found.append({"heading": heading, "paragraphs": paragraphs})
    return found
