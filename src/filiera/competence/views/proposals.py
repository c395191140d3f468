"""The office turns what an organisation's people propose into evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, permitted
from filiera.competence.enums import EvidenceKind
from filiera.competence.forms_office import ProposalForm
from filiera.competence.operations.proposals import Proposed, accept_proposal
from filiera.competence.queries.proposals import acceptable_proposals, begun_from

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.accounts.models import User
    from filiera.competence.models import Suggestion


@permitted("registry.work_in_office")
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal as the evidence that it would be; POST records what the office corrected, and answers."""
    row = get_object_or_404(acceptable_proposals(), pk=pk)
    form = ProposalForm(request.POST or None, initial=begun_from(row) | {"answer": _answer(row)})
    with refusals_in(form):
        if request.method == "POST" and form.is_valid():
            return _accepted(request, row, dict(form.cleaned_data))
    crumbs = [Crumb(_("Office"), reverse("office")), Crumb(_("Told by people"), reverse("suggestions"))]
    context = {"form": form, "row": row, "crumbs": [*crumbs, Crumb(_("Evidence"))]}
    return render(request, "competence/proposal_page.html", context)


def _answer(row: Suggestion) -> str:
    """Propose an answer, in the language of whoever wrote."""
    with override(row.lang):
        return _("Thank you: what you proposed is now evidence on your organisation's page.")


def _accepted(request: HttpRequest, row: Suggestion, values: dict[str, Any]) -> HttpResponse:
    """Take a proposal that was read and corrected, and go where it stands now."""
    answer, kind = values.pop("answer"), EvidenceKind(values.pop("kind"))
    evidence = accept_proposal(
        suggestion=row,
        proposed=Proposed(kind=kind, **values),
        answer=answer,
        actor=cast("User", request.user),
        today=timezone.localdate(),
    )
    messages.success(request, _("It is evidence now, and the answer has gone to %(email)s.") % {"email": row.email})
    found = evidence.links.select_related("organisation").exclude(organisation=None).first()
    page = reverse("organisation", args=[found.organisation.code]) if found else reverse("suggestions")
    return redirect(f"{page}#evidence-{evidence.pk}")
