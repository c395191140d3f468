"""Members ask for an assembly: the requests, a new one, its signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.acting import acting_of
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted
from filiera.governance.enums import PetitionState
from filiera.governance.forms_petitions import PaperPetitionForm, PaperSignatureForm, PetitionForm
from filiera.governance.models import Member, Petition
from filiera.governance.operations.petitions import (
    Asked,
    OnPaper,
    close_petition,
    open_petition,
    open_petition_on_paper,
    record_signature,
    sign_petition,
    withdraw_signature,
)
from filiera.governance.queries.members import current_member, members_on
from filiera.governance.queries.petitions import PetitionCounted, counted, petitions_to_show
from filiera.governance.queries.statutes import charter_on
from filiera.governance.wording import share_words
from filiera.governance.wording_articles import in_brackets

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


def _member(request: HttpRequest) -> Member | None:
    """Give the member for which the person may sign: as its representative or substitute, in person."""
    acting = acting_of(request.user)
    row = current_member(acting.organisation_id) if acting is not None else None
    if row is None or not request.user.has_perm("governance.ask_for_assembly", row.organisation):
        return None
    return row


@permitted("governance.view_petitions")
def petitions(request: HttpRequest) -> HttpResponse:
    """List the requests for an assembly, each counted as the register is today."""
    today = timezone.localdate()
    lines, rule = counted(petitions_to_show(), today=today), charter_on(today).petition
    context: dict[str, Any] = {
        "lines": lines,
        "due": sum(line.is_due and line.is_open for line in lines),
        "share": share_words(rule.share),
        "article": in_brackets(rule.article),
        "may_ask": _member(request) is not None,
        "may_record": request.user.has_perm("governance.manage_meetings"),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Requests for an assembly"))],
    }
    return render(request, "governance/petitions_page.html", context)


@permitted("governance.view_petitions")
def new(request: HttpRequest) -> HttpResponse:
    """Ask for an assembly, with reasons."""
    member = _member(request)
    if member is None:
        raise Http404
    form = PetitionForm(request.POST or None, article=charter_on(timezone.localdate()).petition.article)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            row = open_petition(member=member, **form.cleaned_data, now=timezone.now(), user=request.user)
            messages.success(request, _("The request is open, and you have signed it first."))
            return redirect("petition", pk=row.pk)
    crumbs = [Crumb(_("Requests for an assembly"), reverse("petitions")), Crumb(_("New request"))]
    context = {"form": form, "member": member, "crumbs": crumbs}
    return render(request, "governance/petition_form_page.html", context, status=422 if form.errors else 200)


@permitted("governance.manage_meetings")
def new_on_paper(request: HttpRequest) -> HttpResponse:
    """Open a request for members who bring it on a sheet: the office writes down who asks, why, and the day of the sheet."""
    today = timezone.localdate()
    form = PaperPetitionForm(request.POST or None, members=_members_but(()), article=charter_on(today).petition.article)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        asked, paper = Asked(values["title"], values["reasons"]), OnPaper(values["name"], values["signed_on"])
        with refusals_in(form):
            row = open_petition_on_paper(
                member=values["member"], asked=asked, paper=paper, now=timezone.now(), actor=request.user
            )
            messages.success(request, _("The request is open. Record the other signatures of the sheet here."))
            return redirect("petition", pk=row.pk)
    crumbs = [Crumb(_("Requests for an assembly"), reverse("petitions")), Crumb(_("Brought on paper"))]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "governance/petition_form_page.html", context, status=422 if form.errors else 200)


def _petition(pk: int) -> Petition | None:
    return Petition.objects.select_related("opened_by__organisation").filter(pk=pk).first()


@permitted("governance.view_petitions", load=_petition, sign_in=True)
def petition(request: HttpRequest, row: Petition) -> HttpResponse:
    """Show a request: how many signed, how many are needed, by which article."""
    return _page(request, row)


def _page(
    request: HttpRequest, row: Petition, *, status: int = 200, paper_form: PaperSignatureForm | None = None
) -> HttpResponse:
    """Show a request; `paper_form` is the one that could not be taken."""
    (line,) = counted([row], today=timezone.localdate())
    member, may_manage = _member(request), request.user.has_perm("governance.manage_meetings")
    context: dict[str, Any] = {
        "line": line,
        "petition": row,
        "member": member,
        "has_signed": member is not None and line.is_signed_by(member.organisation_id),
        "meeting": line.meeting if may_manage or (line.meeting and line.meeting.convened_at) else None,
        "may_close": may_manage and row.state == PetitionState.OPEN and not line.is_due,
        "may_plan": may_manage and line.is_open and line.is_due and line.meeting is None,
        "may_manage": may_manage,
        "paper_form": (paper_form or _paper_form(line)) if may_manage and line.is_open else None,
        "crumbs": [Crumb(_("Requests for an assembly"), reverse("petitions")), Crumb(row.title)],
    }
    return render(request, "governance/petition_page.html", context, status=status)


@permitted("governance.view_petitions", load=_petition)
@acts_only()
def sign(request: HttpRequest, row: Petition) -> HttpResponse:
    """Sign a request for one's own member, or take the signature back."""
    member = _member(request)
    if member is None:
        raise Http404
    with refusals_in(request):
        if "back" in request.POST:
            withdraw_signature(petition=row, member=member, user=request.user)
            messages.success(request, _("The signature is taken back."))
        else:
            sign_petition(petition=row, member=member, now=timezone.now(), user=request.user)
            messages.success(request, _("Signed for %(name)s.") % {"name": member.organisation.name})
    return redirect("petition", pk=row.pk)


def _paper_form(line: PetitionCounted, data: Any = None) -> PaperSignatureForm:
    """Give the form of a signature on paper, for the members of today that have not signed."""
    return PaperSignatureForm(data, members=_members_but([one.member_id for one in line.signatures]))


def _members_but(signed: Collection[int]) -> QuerySet[Member]:
    """Give the members of today by name, but for those that have signed."""
    ids = {row.member.pk for row in members_on(timezone.localdate())} - set(signed)
    return Member.objects.filter(pk__in=ids).select_related("organisation").order_by("organisation__name")


@permitted("governance.manage_meetings", load=_petition)
@acts_only()
def sign_on_paper(request: HttpRequest, row: Petition) -> HttpResponse:
    """Record a signature that the office has on paper."""
    (line,) = counted([row], today=timezone.localdate())
    form = _paper_form(line, request.POST)
    if form.is_valid():
        with refusals_in(form):
            record_signature(petition=row, **form.cleaned_data, now=timezone.now(), actor=request.user)
            messages.success(request, _("Signed for %(name)s.") % {"name": form.cleaned_data["member"].organisation})
            return redirect("petition", pk=row.pk)
    return _page(request, row, status=422, paper_form=form)


@permitted("governance.manage_meetings", load=_petition)
@acts_only()
def close(request: HttpRequest, row: Petition) -> HttpResponse:
    """Close a request that is not due, with the reason."""
    with refusals_in(request):
        close_petition(petition=row, why=request.POST.get("why", ""), now=timezone.now(), actor=request.user)
    return redirect("petition", pk=row.pk)
