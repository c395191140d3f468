"""One application, for whoever sent it, the office and the body that decides: where it stands, and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.given import sent_out
from filiera.common.language import current_language
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, acts_only, permitted, public
from filiera.common.visibility import audience_of
from filiera.documents.operations.documents import give_out
from filiera.documents.operations.receiving import Sent
from filiera.governance.enums import ApplicationState
from filiera.governance.forms_join import AnswerForm, PaperForm
from filiera.governance.logic.applying import REVIEW, missing_steps
from filiera.governance.models import MembershipApplication
from filiera.governance.operations.application_papers import TAKING, add_paper, papers_of
from filiera.governance.operations.applications import answer_request, withdraw_application
from filiera.governance.queries.applications import decide_by, exchange_of, sees_application
from filiera.governance.queries.statutes import charter_on
from filiera.governance.views.join import own_draft, review_page, sections_of

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse


def load_application(code: str) -> MembershipApplication | None:
    """Find an application with what its page shows."""
    rows = MembershipApplication.objects.select_related(
        "applicant", "organisation", "item__meeting__body", "resolution__body", "ratification__body", "member"
    )
    return rows.filter(code=code).first()


@permitted("governance.view_application", load=load_application, sign_in=True)
def application(request: HttpRequest, row: MembershipApplication) -> HttpResponse:
    """Show where an application stands."""
    if row.state == ApplicationState.DRAFT:
        return redirect("join-step", code=row.code, step=(missing_steps(row.answers) or [REVIEW])[0])
    return _page(request, row)


def _page(request: HttpRequest, row: MembershipApplication, status: int = 200, **forms: Form) -> HttpResponse:
    is_applicant = request.user.has_perm("governance.change_application", row)
    charter = charter_on(timezone.localdate())
    context: dict[str, Any] = {
        "application": row,
        "is_applicant": is_applicant,
        "sections": sections_of(row),
        "papers": papers_of(row),
        "takes_papers": is_applicant and row.state in TAKING and row.state != ApplicationState.INFO_REQUESTED,
        "paper_form": forms.get("paper_form", PaperForm()),
        "answer_form": forms.get("answer_form", AnswerForm()),
        "exchange": exchange_of(row),
        "decide_by": decide_by(row),
        "class_name": charter.class_name(row.member_class, current_language()),
        "may_withdraw": is_applicant
        and row.decided_at is None
        and row.state not in (ApplicationState.WITHDRAWN, ApplicationState.TO_RATIFY),
        "crumbs": [
            Crumb(_("Home"), reverse("home")),
            Crumb(_("My applications"), reverse("applications")),
            Crumb(str(row.organisation)),
        ],
    }
    return render(request, "governance/application_page.html", context, status=status)


@permitted("governance.change_application", load=load_application, sign_in=True)
@acts_only()
def answer(request: HttpRequest, row: MembershipApplication) -> HttpResponse:
    """Answer what the office asked."""
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, 422, answer_form=form)
    now, sent = timezone.now(), form.cleaned_data["file"]
    with refusals_in(form), transaction.atomic():
        if sent is not None:
            title = form.cleaned_data["title"] or sent.name
            add_paper(application=row, title=title, file=Sent(sent.name, sent.chunks()), now=now, actor=request.user)
        answer_request(application=row, answer=form.cleaned_data["answer"], now=now, actor=request.user)
        messages.success(request, _("Your answer is with the office."))
        return redirect("application", code=row.code)
    return _page(request, row, 422, answer_form=form)


@permitted("governance.change_application", load=load_application, sign_in=True)
@acts_only()
def withdraw(request: HttpRequest, row: MembershipApplication) -> HttpResponse:
    """Take an application back."""
    with refusals_in(request):
        withdraw_application(application=row, now=timezone.now(), actor=request.user)
        messages.success(request, _("The application is taken back. You may apply again at any time."))
    return redirect("applications")


@public
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Add a document to one's own application, a draft or one that is being examined; its page for who only comes by."""
    row = own_draft(request, code)
    is_draft = row.state == ApplicationState.DRAFT
    own_page = redirect("join-step", row.code, REVIEW) if is_draft else redirect("application", code=row.code)
    if request.method != "POST":
        return own_page
    if not request.user.is_authenticated:
        messages.error(request, _("Sign in to add documents: they are kept for you and the office alone."))
        return redirect("join-step", code=row.code, step=REVIEW)
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        with refusals_in(form):
            add_paper(
                application=row,
                title=form.cleaned_data["title"],
                file=Sent(sent.name, sent.chunks()),
                now=timezone.now(),
                actor=request.user,
            )
            messages.success(request, _("The document is kept."))
            return own_page
    return review_page(request, row, paper_form=form) if is_draft else _page(request, row, 422, paper_form=form)


@public
def paper_file(request: HttpRequest, code: str, pk: int) -> Any:
    """Give out a document of an application to whoever may read the application."""
    row = load_application(code)
    if row is None or not sees_application(request.user, row):
        raise Http404
    document = next((one for one in papers_of(row) if one.pk == pk), None)
    version = document.versions.order_by("-number").first() if document else None
    if document is None or version is None:
        raise Http404
    audience = audience_of(request.user)
    return sent_out(
        give_out(document=document, version=version, audience=audience, user=request.user, now=timezone.now())
    )
