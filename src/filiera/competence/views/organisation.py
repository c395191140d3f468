"""An organisation's page, and what its people or the office say of a competence."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.language import localised
from filiera.common.views import Crumb, permitted
from filiera.common.visibility import audience_of
from filiera.competence import pictures
from filiera.competence.forms import DecisionForm
from filiera.competence.jsonld import organisation_jsonld
from filiera.competence.models import Competence
from filiera.competence.operations.claims import ClaimError, decide_claim
from filiera.competence.queries.coverage import numeral
from filiera.competence.queries.profile import profile
from filiera.competence.wording_profile import facts_worth_showing, lanes_caption, versus_of
from filiera.registry.enums import FactField
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.accounts.models import User


FIRST = 9
"""Competences that are shown at once; the others open on request."""


def organisation_by_code(code: str) -> Organisation | None:
    """Find an organisation by its public id; None where there is none, so that refusal and absence look alike."""
    rows = Organisation.objects.select_related("stage", "group", "municipality", "province", "merged_into")
    return rows.filter(code=code).first()


@permitted("registry.view_organisation", load=organisation_by_code)
def organisation(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Show what an organisation can do and the proof of it; one that was merged leads to what it became."""
    if row.merged_into is not None:
        if not request.user.has_perm("registry.view_organisation", row.merged_into):
            raise Http404
        return redirect("organisation", code=row.merged_into.code)
    audience, today = audience_of(request.user), timezone.localdate()
    found = profile(row, audience=audience, today=today)
    claims = [(line, pictures.pieces(points)) for line, points in found.claims_with_proofs]
    may_decide = audience.is_office or row.pk in audience.organisation_ids
    context = {
        "organisation": row,
        "profile": found,
        "claims": claims[:FIRST],
        "more_claims": claims[FIRST:],
        "pieces": pictures.pieces(found.evidence),
        "today": today,
        "may_decide": may_decide,
        "leaves": Competence.objects.filter(level=3, successor=None).order_by("ordinal") if may_decide else (),
        "numeral": numeral(row.stage.ordinal) if row.stage else "",
        "summary": localised(row, "summary"),
        "caption": lanes_caption(found.evidence),
        "kinds_shown": sorted({point.kind for point in found.evidence}),
        "disagreements": versus_of(found.disagreements),
        "staff_disagree": any(gap.field == FactField.EMPLOYEES for gap in found.disagreements),
        "own_facts": facts_worth_showing(found.facts),
        "people": row.people.select_related("person", "source").filter(person__visibility__in=audience.levels),
        "sites": row.sites.select_related("municipality", "source"),
        "identifiers": row.identifiers.all(),
        "ateco_codes": row.ateco_codes.all(),
        "aliases": row.aliases.all(),
        "is_member": bool(row.member_since_on and row.member_since_on <= today),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Directory"), reverse("directory")), Crumb(row.name)],
        "jsonld": organisation_jsonld(row, found, request.build_absolute_uri(request.path)),
    }
    return render(request, "competence/organisation_page.html", context)


@require_POST
def decide(request: HttpRequest, code: str, competence: str) -> HttpResponse:
    """Record what a person says of a competence: confirmed, corrected or refused."""
    row = get_object_or_404(Organisation, code=code, merged_into=None)
    if not request.user.has_perm("registry.change_organisation", row):
        raise Http404
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("organisation", code=code)
    try:
        decide_claim(
            organisation=row,
            competence=get_object_or_404(Competence, code=competence),
            verdict=form.cleaned_data["verdict"],
            corrected_to=form.cleaned_data["corrected_to"],
            note=form.cleaned_data["note"],
            actor=cast("User", request.user),
            today=timezone.localdate(),
        )
    except ClaimError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Noted. The next computation will not change it."))
    return redirect(f"{reverse('organisation', args=[code])}#claims")


decide.access = "registry.change_organisation"  # type: ignore[attr-defined]
