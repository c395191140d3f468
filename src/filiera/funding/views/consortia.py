"""The workspace of a consortium: verdict and palette, partners and their figures, exchanges, invitations, steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from filiera.common.forms import form_of_row, shown_again
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted
from filiera.common.visibility import audience_of
from filiera.funding.enums import ConsortiumState
from filiera.funding.forms_consortia import AddPartnerForm, InviteForm, PartnerForm, ProjectForm
from filiera.funding.models import Consortium, Partner
from filiera.funding.operations.consortia import (
    Place,
    Step,
    add_partner,
    check_consortium,
    hand_lead,
    move_consortium,
    remove_partner,
    set_partner,
    set_project,
    swap_partner,
)
from filiera.funding.operations.invitations import answer_invitation, invite_partner, note_answer
from filiera.funding.pages_consortia import ballot_of, consortium_lines, heading, partner_lines, step_links
from filiera.funding.pages_workspace import work_of
from filiera.funding.queries.consortia import consortia_open_to, consortium_of, consortium_page
from filiera.funding.queries.swaps import swap_lines
from filiera.funding.views.calls import crumbs
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest


PAGE_SIZE = 50


def load_consortium(code: str) -> Consortium | None:
    """Load a consortium by its public id."""
    return consortium_of(code)


def partner_of(consortium: Consortium, number: str) -> Partner | None:
    """Find a partner of a consortium by its number."""
    if not number.isdecimal() or len(number) > 18:
        return None
    return consortium.partners.select_related("organisation", "consortium").filter(pk=int(number)).first()


def load_invitation(pk: int) -> Partner | None:
    """Load a partner of a consortium by its number."""
    rows = Partner.objects.select_related("organisation", "consortium")
    return rows.filter(pk=pk).first() if pk < 2**63 else None


@permitted("funding.view_consortia")
@require_safe
def consortia(request: HttpRequest) -> HttpResponse:
    """List the consortia that the person sees whole, and the invitations that wait for an answer."""
    rows = (
        consortia_open_to(audience_of(request.user)).select_related("call").prefetch_related("partners__organisation")
    )
    page = Paginator(rows.order_by("-changed_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": consortium_lines(page),
        "invitations": ballot_of(request.user),
        "crumbs": crumbs(_("Consortia")),
    }
    return render(request, "funding/consortia_page.html", context)


@permitted("funding.answer_invitation", load=load_invitation)
@acts_only()
def answer(request: HttpRequest, found: Partner) -> HttpResponse:
    """Say whether the organisation that one acts for takes part."""
    accepts = request.POST.get("act") == "yes"
    taken = answer_invitation(partner=found, accepts=accepts, now=timezone.now(), actor=request.user)
    if taken is None:
        messages.error(request, _("It went on without an answer."))
    elif accepts:
        messages.success(request, _("You take part."))
        return redirect("consortium", code=found.consortium.code)
    else:
        messages.success(request, _("You do not take part."))
    return redirect("consortia")


@permitted("funding.view_consortium", load=load_consortium)
@require_safe
def consortium(request: HttpRequest, found: Consortium) -> HttpResponse:
    """Show a consortium."""
    return shown_consortium(request, found)


def shown_consortium(request: HttpRequest, found: Consortium, refused: BaseForm | None = None) -> HttpResponse:
    """Show a consortium, with the form that was refused as it was filled in."""
    audience, now = audience_of(request.user), timezone.now()
    shown = consortium_page(found, audience=audience, now=now)
    again = shown_again(refused)
    out = partner_of(found, request.GET.get("out", ""))
    may_change = request.user.has_perm("funding.change_consortium", found)
    context = {
        "consortium": found,
        "shown": shown,
        "heading": heading(shown),
        "out": out,
        "swaps": swap_lines(found, out, audience=audience, now=now) if out and shown.is_open and may_change else (),
        "partner_lines": partner_lines(shown.partners, again) if may_change and shown.is_open else (),
        "project_form": again(ProjectForm(initial=_initial(found), auto_id="project-%s")),
        "add_form": again(AddPartnerForm(audience=audience, auto_id="add-%s")),
        "steps": step_links(shown),
        "may_change": may_change,
        "work": work_of(found, shown, user=request.user, audience=audience, today=timezone.localdate(now), again=again),
        "crumbs": crumbs(Crumb(str(found.call), reverse("call", args=[found.call.code])), found.name),
    }
    return render(request, "funding/consortium_page.html", context, status=again.status)


def _initial(found: Consortium) -> dict[str, Any]:
    initial = {name: getattr(found, name) for name in ProjectForm.base_fields if name != "seen"}
    for name in ProjectForm.LISTS:
        initial[name] = "\n".join(initial[name] or [])
    for name, _label in ProjectForm.FLAGS:
        value = getattr(found, name)
        initial[name] = "" if value is None else "1" if value else "0"
    return initial


@permitted("funding.change_consortium", load=load_consortium)
@acts_only("consortium", of=lambda found: found.code)
def project(request: HttpRequest, found: Consortium) -> HttpResponse:
    """Write what the project is."""
    form = ProjectForm(request.POST, initial=_initial(found), auto_id="project-%s")
    if form.is_valid():
        with refusals_in(form):
            set_project(consortium=found, values=form.cleaned_data, now=timezone.now(), actor=request.user)
            messages.success(request, _("Written."))
            return redirect("consortium", code=found.code)
    return shown_consortium(request, found, form)


@permitted("funding.change_consortium", load=load_consortium)
@acts_only("consortium", of=lambda found: found.code)
def add(request: HttpRequest, found: Consortium) -> HttpResponse:
    """Propose somebody more."""
    form = AddPartnerForm(request.POST, audience=audience_of(request.user), auto_id="add-%s")
    if form.is_valid():
        said = form.cleaned_data
        place = Place(said["organisation"], said["name"], said["country"], said["kind"])
        with refusals_in(form):
            add_partner(consortium=found, place=place, now=timezone.now(), actor=request.user)
            return redirect("consortium", code=found.code)
    return shown_consortium(request, found, form)


@permitted("funding.change_consortium", load=load_consortium)
@acts_only("consortium", of=lambda found: found.code)
def partner(request: HttpRequest, found: Consortium) -> HttpResponse:
    """Write what a partner bears, ask it, let it lead, or take it out: the act is named in the form."""
    row = partner_of(found, request.POST.get("partner", ""))
    act, now = request.POST.get("act", ""), timezone.now()
    if row is None:
        messages.error(request, _("It is not in the consortium any more."))
        return redirect("consortium", code=found.code)
    form: BaseForm | None = None
    if act == "write":
        form = PartnerForm.of(row, request.POST)
    elif act == "invite":
        form = form_of_row(InviteForm, row.pk, request.POST)
    if form is not None and not form.is_valid():
        return shown_consortium(request, found, form)
    with refusals_in(form if form is not None else request):
        _act(act, row, form, now, request.user)
        return redirect(reverse("consortium", args=[found.code]) + "#partners")
    return shown_consortium(request, found, form) if form is not None else redirect("consortium", code=found.code)


def _act(act: str, row: Partner, form: BaseForm | None, now: Any, actor: Any) -> None:
    if act == "write" and form is not None:
        set_partner(partner=row, values=form.cleaned_data, now=now, actor=actor)
    elif act == "invite" and form is not None:
        invite_partner(partner=row, email=form.cleaned_data["email"], now=now, actor=actor)
    elif act == "remove":
        remove_partner(partner=row, now=now, actor=actor)
    elif act == "lead":
        hand_lead(partner=row, now=now, actor=actor)
    elif act in ("yes", "no"):
        note_answer(partner=row, accepts=act == "yes", now=now, actor=actor)


@permitted("funding.change_consortium", load=load_consortium)
@acts_only("consortium", of=lambda found: found.code)
def swap(request: HttpRequest, found: Consortium) -> HttpResponse:
    """Put somebody in the place of a partner."""
    row = partner_of(found, request.POST.get("out", ""))
    into = Organisation.objects.visible_to(audience_of(request.user)).filter(code=request.POST.get("into", "")).first()
    if row is None or into is None:
        messages.error(request, _("Choose who comes in."))
        return redirect("consortium", code=found.code)
    with refusals_in(request):
        swap_partner(partner=row, into=Place(into), now=timezone.now(), actor=request.user)
        messages.success(request, _("%(name)s is in now.") % {"name": into.name})
    return redirect("consortium", code=found.code)


@permitted("funding.change_consortium", load=load_consortium)
@acts_only("consortium", of=lambda found: found.code)
def move(request: HttpRequest, found: Consortium) -> HttpResponse:
    """Move a consortium on, or judge it anew."""
    to, now = request.POST.get("to", ""), timezone.now()
    if to == "check":
        check_consortium(consortium=found, now=now, actor=request.user)
        return redirect("consortium", code=found.code)
    if to not in ConsortiumState.values:
        return redirect("consortium", code=found.code)
    with refusals_in(request):
        move_consortium(consortium=found, step=Step(to), now=now, actor=request.user)
        messages.success(request, _("It is now: %(state)s.") % {"state": ConsortiumState(to).label})
    return redirect("consortium", code=found.code)
