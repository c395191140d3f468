"""What of the map waits for the office: messages from people, names in doubt, imports half-way, competences to confirm."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filiera.common.visibility import Visibility
from filiera.competence.enums import PROVING_ROLES, LinkBand
from filiera.competence.models import Claim, EvidenceLink, Suggestion
from filiera.competence.models.claims import HELD_AT
from filiera.competence.queries.failed_imports import failed_batches, unsettled_batches
from filiera.competence.queries.readiness import map_standing, whole_run_under_way
from filiera.registry.hooks import Waiting
from filiera.registry.models import ImportBatch, ImportRow, Organisation

MANY = 1000
"""Files that failed are counted up to here."""

SHEETS = (ImportBatch.Kind.ORGANISATIONS,)
"""Batches that the register tells of itself."""

READ_DIGEST = 32
"""Characters of a piece's digest with which its reading is marked, at the end."""


def waiting_of_the_map() -> list[Waiting]:
    """List what waits: a constant number of queries."""
    return [*_behind(), *_messages(), *_names(), *_imports(), *_institutions(), *_claims()]


def organisations_behind() -> int:
    """Count the organisations of which the map does not say yet what their evidence proves, or says it of what was before."""
    links = EvidenceLink.objects.filter(organisation__merged_into=None, role__in=sorted(PROVING_ROLES))
    unread = ~Q(evidence__read_as__endswith=Substr("evidence__digest", 1, READ_DIGEST))
    behind = links.exclude(organisation=None).filter(unread | Q(organisation__summaries=None))
    number: int = behind.aggregate(n=Count("organisation", distinct=True))["n"]
    return number


def _behind() -> list[Waiting]:
    run = whole_run_under_way()
    if run is not None:
        text = _("It stands at step %(step)s of %(steps)s, and goes on from its page.")
        standing = map_standing(run)
        values = {"step": standing.step, "steps": standing.steps}
        word, url = _("half-way"), reverse("map-progress")
        return [Waiting(_("The map is being computed"), text % values, "unknown", word, url, _("Go on"))]
    count = organisations_behind()
    if not count:
        return []
    title = ngettext("The map is behind: %(n)s organisation", "The map is behind: %(n)s organisations", count)
    text = _("Evidence came in, changed or went, and lists and answers do not tell it yet. It may take some minutes.")
    return [
        Waiting(title % {"n": count}, text, "warn", _("to be computed"), reverse("map-compute"), _("Compute it"), True)
    ]


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
    states = ImportBatch.State
    said = {
        states.UPLOADED: ("unknown", _("begun"), _("The file is here, nothing of it is in yet."), _("Go on")),
        states.TRIED: ("unknown", _("tried"), _("The trial is done, nothing of it is in yet."), _("Look")),
        states.RUNNING: ("partial", _("coming in"), _("It is coming in now."), _("Look")),
        states.FAILED: ("bad", _("stopped"), _("It cannot go on: its page says why."), _("See")),
    }
    rows = ImportBatch.objects.filter(state__in=list(said)).exclude(kind__in=SHEETS).order_by("pk")
    rows, found = rows.exclude(pk__in=failed_batches().values("pk"))[:20], _failed()
    for row in rows:
        tone, word, text, act = said[ImportBatch.State(row.state)]
        if row.state == states.RUNNING and row.is_still(timezone.now()):
            tone, word, text, act = "warn", _("half in"), _("It stopped half-way: it goes on where it is."), _("Go on")
        found.append(Waiting(row.file_name, text, tone, word, reverse("evidence-import", args=[row.pk]), act))
    return found


def _failed() -> list[Waiting]:
    """Say which files could not come in and are still to be looked at: one by its name, several in one line."""
    rows = list(unsettled_batches().values_list("pk", "file_name")[:MANY])
    if not rows:
        return []
    if len(rows) == 1:
        [(pk, name)] = rows
        text, url = _("It cannot go on: its page says why."), reverse("evidence-import", args=[pk])
        return [Waiting(name, text, "bad", _("stopped"), url, _("See"))]
    title = ngettext("%(n)s evidence file stopped", "%(n)s evidence files stopped", len(rows)) % {"n": len(rows)}
    names = ", ".join(name for _pk, name in rows[:3]) + ("…" if len(rows) > 3 else "")
    text = _("Nothing of them is in (%(names)s). See why, and throw them away all at once.") % {"names": names}
    return [Waiting(title, text, "bad", _("stopped"), reverse("evidence-imports") + "#failed", _("See"))]


def _institutions() -> list[Waiting]:
    """Say which imports hold institutions that may be organisations of the register, and nobody has answered."""
    rows = ImportRow.objects.filter(
        fate=ImportRow.Fate.ASK, batch__kind=ImportBatch.Kind.ROR, candidate__merged_into=None
    )
    rows = rows.exclude(candidate=None).exclude(batch__state=ImportBatch.State.UNDONE)
    found = []
    for pk, name, count in rows.values_list("batch", "batch__file_name").annotate(n=Count("pk")).order_by("batch")[:20]:
        title = ngettext("%(n)s institution in doubt in “%(file)s”", "%(n)s institutions in doubt in “%(file)s”", count)
        text = _("Each may be an organisation of the register: you say whether it is.")
        url = reverse("evidence-import", args=[pk])
        found.append(Waiting(title % {"n": count, "file": name}, text, "unknown", _("asks you"), url, _("Decide")))
    return found


TO_CONFIRM = Q(claims__seen_by=Visibility.OFFICE, claims__strength__gte=HELD_AT, claims__verdict="")
"""Competences that count as held and of which nobody has said anything, from an organisation."""


def organisations_to_confirm() -> Any:
    """Find the organisations with competences that nobody has confirmed, corrected or refused, most (`waiting`) first."""
    rows = Organisation.objects.filter(merged_into=None).annotate(waiting=Count("claims", filter=TO_CONFIRM))
    return rows.filter(waiting__gt=0).order_by("-waiting", "search_name", "pk")


def _claims() -> list[Waiting]:
    held = Claim.objects.filter(seen_by=Visibility.OFFICE, strength__gte=HELD_AT, verdict="")
    counts = held.filter(organisation__merged_into=None).aggregate(
        n=Count("pk"), of=Count("organisation", distinct=True)
    )
    if not counts["n"]:
        return []
    title = ngettext("%(n)s competence to confirm", "%(n)s competences to confirm", counts["n"])
    text = ngettext(
        "Of %(of)s organisation: read from the evidence, and nobody has said yes or no.",
        "Of %(of)s organisations: read from the evidence, and nobody has said yes or no.",
        counts["of"],
    )
    url = reverse("claims-waiting")
    return [Waiting(title % counts, text % counts, "unknown", _("to be confirmed"), url, _("See"))]
