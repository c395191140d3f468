"""What of the map waits for the office: messages from people, names in doubt, imports that stopped half-way."""

from __future__ import annotations

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.competence.enums import LinkBand
from filiera.competence.models import EvidenceLink, Suggestion
from filiera.registry.hooks import Waiting
from filiera.registry.models import ImportBatch

SHEETS = (ImportBatch.Kind.ORGANISATIONS,)
"""Batches that the register tells of itself."""


def waiting_of_the_map() -> list[Waiting]:
    """List what waits: three queries."""
    return [*_messages(), *_names(), *_imports()]


def _messages() -> list[Waiting]:
    count = Suggestion.objects.filter(handled_at=None).count()
    if not count:
        return []
    title = ngettext("%(n)s message from people", "%(n)s messages from people", count) % {"n": count}
    text = _("Corrections, new competences, errors: each waits for an answer.")
    return [Waiting(title, text, "unknown", _("asks you"), reverse("suggestions"), _("Read"))]


def _names() -> list[Waiting]:
    counts = EvidenceLink.objects.filter(band__in=[LinkBand.ASK, LinkBand.UNKNOWN]).values_list("band")
    found = dict(counts.annotate(n=Count("mention_key", distinct=True)))
    doubtful, unknown = found.get(LinkBand.ASK, 0), found.get(LinkBand.UNKNOWN, 0)
    if not doubtful:
        return []
    title = ngettext("%(n)s name in doubt in the evidence", "%(n)s names in doubt in the evidence", doubtful)
    text = ngettext("%(n)s more is not in the register.", "%(n)s more are not in the register.", unknown)
    url = reverse("unknown-organisations")
    return [Waiting(title % {"n": doubtful}, text % {"n": unknown}, "unknown", _("asks you"), url, _("Decide"))]


def _imports() -> list[Waiting]:
    rows = ImportBatch.objects.filter(state=ImportBatch.State.RUNNING).exclude(kind__in=SHEETS).order_by("pk")[:20]
    return [
        Waiting(
            row.file_name,
            _("It stopped half-way: it goes on where it is."),
            "warn",
            _("half in"),
            reverse("evidence-import", args=[row.pk]),
            _("Go on"),
        )
        for row in rows
    ]
