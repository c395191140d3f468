"""An organisation's page, and what its people or the office say of a competence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.language import localised
from filiera.common.refusals import Refused
from filiera.common.views import Crumb, permitted
from filiera.common.visibility import audience_of
from filiera.competence import hooks
from filiera.competence.enums import Verdict
from filiera.competence.forms import DecisionForm
from filiera.competence.jsonld import organisation_jsonld
from filiera.competence.models import Competence
from filiera.competence.operations.claims import decide_claim
from filiera.competence.operations.openings import write_down_reading
from filiera.competence.queries.coverage import numeral
from filiera.competence.queries.evidence import as_pieces
from filiera.competence.queries.profile import profile
from filiera.competence.queries.proposals import proposals_of
from filiera.competence.wording_profile import expiry_words, facts_worth_showing, held_words, lanes_caption, versus_of
from filiera.registry.enums import FactField
from filiera.registry.models import Organisation
from filiera.registry.queries.emptied import is_left_with_nothing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.accounts.models import User


FIRST = 9
"""Competences that are shown at once; the others open on request."""

OF_CLAIMS = "claims"
"""Marks what is said of a decision: it stands by the competences, where the page opens after it."""


def organisation_by_code(code: str) -> Organisation | None:
    """Find an organisation by its public id; None where there is none, so that refusal and absence look alike."""
    rows = Organisation.objects.select_related("stage", "group", "municipality", "province", "merged_into")
    return rows.filter(code=code).first()


@dataclass(frozen=True, slots=True)
class Undecided:
    """A decision that could not be taken: of which competence, what was chosen and typed, and why not."""

    code: str
    label: str
    corrected_to: str
    note: str
    why: str


@permitted("registry.view_organisation", load=organisation_by_code)
def organisation(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Show what an organisation can do and the proof of it; one that was merged leads to what it became."""
    if row.merged_into is not None:
        if not request.user.has_perm("registry.view_organisation", row.merged_into):
            raise Http404
        return redirect("organisation", code=row.merged_into.code)
    return _page(request, row)


def _page(request: HttpRequest, row: Organisation, undecided: Undecided | None = None) -> HttpResponse:
    """Show the page; `undecided` is a decision that could not be taken, given back with all that was typed."""
    audience, today = audience_of(request.user), timezone.localdate()
    found = profile(row, audience=audience, today=today)
    write_down_reading(organisation=row, found=found, audience=audience, user=request.user, now=timezone.now())
    claims = [(line, as_pieces(points), expiry_words(line, points)) for line, points in found.claims_with_proofs]
    is_own = row.pk in audience.organisation_ids
    may_decide = audience.is_office or is_own
    notes = list(messages.get_messages(request))
    people = row.people.visible_to(audience).select_related("person", "source")
    context = {
        "messages": [note for note in notes if note.extra_tags != OF_CLAIMS],
        "claim_notes": [note for note in notes if note.extra_tags == OF_CLAIMS],
        "is_own": is_own,
        "may_act_on_behalf": not is_own and request.user.has_perm("registry.act_on_behalf", row),
        "proposals": proposals_of(row, audience=audience, user_id=request.user.pk),
        "own_evidence_url": f"{reverse('suggest')}?organisation={row.code}&kind=OWN",
        "organisation": row,
        "profile": found,
        "offers": [line for source in hooks.offers_of for line in source(row, audience)],
        "may_go": not found.evidence and request.user.has_perm("registry.import_data") and is_left_with_nothing(row),
        "undecided": undecided,
        "is_undecided_hidden": undecided is not None and undecided.code in {one[0].code for one in claims[FIRST:]},
        "claims": claims[:FIRST],
        "more_claims": claims[FIRST:],
        "pieces": as_pieces(found.evidence),
        "today": today,
        "may_decide": may_decide,
        "leaves": Competence.objects.filter(level=3, successor=None).order_by("ordinal") if may_decide else (),
        "numeral": numeral(row.stage.ordinal) if row.stage else "",
        "summary": localised(row, "summary"),
        "caption": lanes_caption(found.evidence),
        "kinds_shown": sorted({point.kind for point in found.evidence}),
        "disagreements": versus_of(found.disagreements),
        "staff_disagree": any(gap.field == FactField.EMPLOYEES for gap in found.disagreements),
        "since_disagrees": any(gap.field == FactField.MEMBER_SINCE for gap in found.disagreements),
        "own_facts": facts_worth_showing(found.facts),
        "people": [(role, held_words(role)) for role in people],
        "sites": row.sites.select_related("municipality", "source"),
        "identifiers": row.identifiers.all(),
        "ateco_codes": row.ateco_codes.all(),
        "aliases": row.aliases.all(),
        "member_since_word": found.membership_precision(row.member_since_on),
        "is_member": bool(row.member_since_on and row.member_since_on <= today),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Directory"), reverse("directory")), Crumb(row.name)],
        "jsonld": organisation_jsonld(row, found, request.build_absolute_uri(request.path)),
    }
    return render(request, "competence/organisation_page.html", context)


def decide(request: HttpRequest, code: str, competence: str) -> HttpResponse:
    """Record what a person says of a competence: confirmed, corrected or refused; what cannot be is given back."""
    row = get_object_or_404(Organisation, code=code, merged_into=None)
    if not request.user.has_perm("registry.change_organisation", row):
        raise Http404
    here = f"{reverse('organisation', args=[code])}#claims"
    if request.method != "POST":
        return redirect(here)
    form, meant = DecisionForm(request.POST), get_object_or_404(Competence, code=competence)
    why = " ".join(str(error) for errors in form.errors.values() for error in errors)
    if form.is_valid():
        why = _take_decision(request, row, meant, form.cleaned_data)
    if not why:
        return redirect(here)
    typed = {name: request.POST.get(name, "") for name in ("corrected_to", "note")}
    return _page(request, row, Undecided(meant.code, localised(meant, "label"), **typed, why=why))


def _take_decision(request: HttpRequest, row: Organisation, competence: Competence, values: dict[str, Any]) -> str:
    """Take a decision and say what follows of it; give why it could not be taken, empty where it was."""
    try:
        decision = decide_claim(
            organisation=row,
            competence=competence,
            verdict=values["verdict"],
            corrected_to=values["corrected_to"],
            note=values["note"],
            actor=cast("User", request.user),
            today=timezone.localdate(),
        )
    except Refused as error:
        return str(error)
    words = {
        Verdict.CONFIRMED: _("“%(label)s” is confirmed. The next computation will not change it."),
        Verdict.REFUSED: _(
            "“%(label)s” is refused: it is proposed to nobody any more. You can still change your mind."
        ),
        Verdict.CORRECTED: _("“%(label)s” is corrected: its evidence counts for “%(right)s”."),
    }[Verdict(decision.verdict)]
    right = localised(decision.corrected_to, "label") if decision.corrected_to else ""
    named = {"label": localised(competence, "label"), "right": right}
    messages.success(request, words % named, extra_tags=OF_CLAIMS)
    return ""


decide.access = "registry.change_organisation"  # type: ignore[attr-defined]
