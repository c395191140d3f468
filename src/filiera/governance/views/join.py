"""Joining: the public page, and the form in steps that anybody may begin, leave and take up again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from filiera.common.language import current_language
from filiera.common.limits import Window, address_of
from filiera.common.refusals import Refused
from filiera.common.views import Crumb, LinkTo, public, signed_in
from filiera.common.visibility import audience_of
from filiera.governance.enums import ApplicationState
from filiera.governance.forms_join import ClassForm, OrganisationForm, PaperForm, RepresentativeForm, StatementsForm
from filiera.governance.logic.applying import REVIEW, STEPS, applicant_name, missing_steps, next_step, written_in
from filiera.governance.models import MembershipApplication
from filiera.governance.operations.application_papers import papers_of
from filiera.governance.operations.applications import (
    begin_application,
    claim_application,
    save_step,
    save_unfinished,
    submit_application,
)
from filiera.governance.operations.resuming import application_of, send_resume_link
from filiera.governance.queries.applications import (
    class_asked,
    class_offers,
    found_to_join,
    known_to_join,
    own_applications,
)
from filiera.governance.queries.statutes import charter_on, statute_on
from filiera.governance.wording_members import answer_words

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

SESSION = "applications"
BEGUN = Window("begin-application", times=10, seconds=3600)
"""Applications begun from one address in an hour, so that a script can neither fill tables nor mail strangers."""

MOST_WRITTEN = 10_000
"""Characters of one box that a draft keeps: more than any box takes, so that only a script is cut."""


@public
def join(request: HttpRequest) -> HttpResponse:
    """Say who may join, by which criteria, for how much, and what happens next."""
    today = timezone.localdate()
    charter, language = charter_on(today), current_language()
    context = {
        "charter": charter,
        "statute": statute_on(today),
        "classes": class_offers(charter, today.year, language),
        "criteria": [(one.words(language), one.article) for one in charter.adhesion.criteria],
        "year": today.year,
        "begun": _drafts(request),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Join"))],
    }
    return render(request, "governance/join_page.html", context)


@dataclass(frozen=True, slots=True)
class Draft:
    """An application that was begun, and the first step that it still lacks."""

    code: str
    name: str
    next_step: str


def _drafts(request: HttpRequest) -> list[Draft]:
    """Give the drafts that this person, or this browser, has begun."""
    rows = MembershipApplication.objects.filter(state=ApplicationState.DRAFT)
    if request.user.is_authenticated:
        mine = rows.filter(applicant=request.user)
    else:
        mine = rows.filter(applicant=None, code__in=request.session.get(SESSION, []))
    return [
        Draft(row.code, applicant_name(row.answers), (missing_steps(row.answers) or [REVIEW])[0])
        for row in mine.order_by("-saved_at")
    ]


@public
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an application."""
    if not BEGUN.allows(address_of(request), timezone.now().timestamp()):
        messages.error(request, _("Too many applications were begun from here. Try again in an hour."))
        return redirect("join")
    applicant = request.user if request.user.is_authenticated else None
    row = begin_application(language=current_language(), now=timezone.now(), applicant=applicant)
    if applicant is None:
        _remember(request, row.code)
    return redirect("join-step", code=row.code, step=STEPS[0])


def _remember(request: HttpRequest, code: str) -> None:
    request.session[SESSION] = [*[one for one in request.session.get(SESSION, []) if one != code], code][-10:]


def own_draft(request: HttpRequest, code: str) -> MembershipApplication:
    """Give a draft to whoever began it, by account or in this browser; for everybody else there is none.

    A draft of this browser is given to the account that has signed in meanwhile.
    """
    row = MembershipApplication.objects.filter(code=code).select_related("applicant", "organisation").first()
    if row is None:
        raise Http404
    is_here = code in request.session.get(SESSION, [])
    if request.user.is_authenticated and row.applicant_id is None and is_here:
        row = claim_application(application=row, user=request.user)
    is_own = row.applicant_id is not None and row.applicant_id == request.user.pk
    if not is_own and not (row.applicant_id is None and is_here):
        raise Http404
    return row


@public
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Take a draft up again by the link of a mail; once it belongs to an account, signing in is needed."""
    row = application_of(token)
    if row is None:
        raise Http404
    if row.applicant_id is not None or row.state != ApplicationState.DRAFT:
        return redirect("application", code=row.code)
    _remember(request, row.code)
    return redirect("join-step", code=row.code, step=(missing_steps(row.answers) or [REVIEW])[0])


@public
def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Show a step, or keep it and go on; what is not complete or not right is kept as it was written."""
    row = own_draft(request, code)
    if row.state != ApplicationState.DRAFT:
        return redirect("application", code=row.code)
    if step == REVIEW:
        return _review(request, row)
    if step not in STEPS:
        raise Http404
    form = _form(request, row, step)
    if request.method == "POST":
        row = _save(row, step, form)
        email = form.cleaned_data.get("email")
        if email and not request.user.is_authenticated:
            send_resume_link(application=row, email=email)
        if "later" in request.POST:
            messages.success(request, _later_words(form))
            return redirect("join")
        if form.is_valid():
            return redirect("join-step", code=row.code, step=next_step(step))
    status = 422 if form.is_bound else 200
    return render(request, "governance/join_step_page.html", _context(request, row, step, form), status=status)


def _save(row: MembershipApplication, step: str, form: Form) -> MembershipApplication:
    """Keep a step: as checked where all of it is right, else as it was written."""
    if form.is_valid():
        return save_step(application=row, step=step, values=_kept(form), now=timezone.now())
    return save_unfinished(application=row, step=step, written=_written(form), now=timezone.now())


def _later_words(form: Form) -> str:
    if form.is_valid():
        return _("Saved. You can close: nothing is lost.")
    return _("Saved as you wrote it. You can close: what is missing or wrong in it is asked when you go on.")


def _written(form: Form) -> dict[str, Any]:
    """Give every box as it was written, a tick as true or false."""
    found: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        found[name] = value if isinstance(value, bool) else str(value or "")[:MOST_WRITTEN]
    return found


def _kept(form: Form) -> dict[str, Any]:
    """Give what was written as JSON keeps it."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else ("" if value is None else value)
        for name, value in form.cleaned_data.items()
    }


def _form(request: HttpRequest, row: MembershipApplication, step: str) -> Form:
    """Give the form of a step, with what was kept of it, or what the register knows of the organisation picked."""
    data, today = request.POST if request.method == "POST" else None, timezone.localdate()
    initial = written_in(row.answers, step)
    if step == "organisation":
        return OrganisationForm(
            data, initial=known_to_join(request.GET.get("pick", ""), audience_of(request.user)) or initial
        )
    organisation = written_in(row.answers, "organisation")
    if step == "representative":
        if not initial and request.user.is_authenticated:
            initial = {"name": request.user.name, "email": request.user.email}
        for name in ("act_on", "act_until_on"):
            initial[name] = initial.get(name) or None
        return RepresentativeForm(data, initial=initial, today=today, kind=organisation.get("kind", ""))
    if step == "class":
        charter = charter_on(today)
        kind, size = organisation.get("kind", ""), organisation.get("size", "")
        initial["member_class"] = initial.get("member_class") or charter.proposed_class(kind, size)
        fees = {one.code: one.fees_words for one in class_offers(charter, today.year, current_language())}
        return ClassForm(data, initial=initial, charter=charter, kind=kind, size=size, fees=fees)
    return StatementsForm(data, initial=initial)


def _context(request: HttpRequest, row: MembershipApplication, step: str, form: Form) -> dict[str, Any]:
    context: dict[str, Any] = {
        "application": row,
        "step": step,
        "number": STEPS.index(step) + 1,
        "form": form,
        "steps": _steps(row, step),
        "charter": charter_on(timezone.localdate()),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Join"), reverse("join")), Crumb(_("Application"))],
    }
    if step == "organisation":
        sought = request.GET.get("q", "").strip()
        context |= {"sought": sought, "found": found_to_join(sought, audience_of(request.user))}
    return context


def _steps(row: MembershipApplication, here: str) -> list[Any]:
    labels = step_labels()
    missing = missing_steps(row.answers)
    return [
        {
            "label": labels[name],
            "done": name not in missing and name != here and name != REVIEW,
            "current": name == here,
            "url": reverse("join-step", args=[row.code, name]) if name not in missing or name == REVIEW else "",
        }
        for name in (*STEPS, REVIEW)
    ]


def step_labels() -> dict[str, str]:
    """Give the names of the steps."""
    return {
        "organisation": _("Organisation"),
        "representative": _("Representative"),
        "class": _("Class"),
        "statements": _("Statements"),
        REVIEW: _("Read again and send"),
    }


def _review(request: HttpRequest, row: MembershipApplication) -> HttpResponse:
    """Show everything that was written; POST sends it."""
    refused = ""
    if request.method == "POST":
        try:
            submit_application(application=row, now=timezone.now(), actor=request.user)
        except Refused as error:
            row.refresh_from_db(fields=["state"])
            if row.state != ApplicationState.DRAFT:  # a second click, answered after the first has sent it
                return redirect("application", code=row.code)
            refused = str(error)
        else:
            messages.success(request, _("Sent. A receipt goes to your post."))
            return redirect("application", code=row.code)
    return review_page(request, row, refused)


def review_page(
    request: HttpRequest, row: MembershipApplication, refused: str = "", paper_form: Form | None = None
) -> HttpResponse:
    """Show the whole draft; `refused` is why it could not be sent, `paper_form` a document that could not be taken."""
    today = timezone.localdate()
    here = reverse("join-step", args=[row.code, REVIEW])
    context = {
        "application": row,
        "steps": _steps(row, REVIEW),
        "sections": sections_of(row),
        "asked": class_asked(row, charter_on(today), today, current_language()),
        "missing": [
            LinkTo(reverse("join-step", args=[row.code, one]), step_labels()[one]) for one in missing_steps(row.answers)
        ],
        "unfinished": missing_steps(row.answers),
        "papers": papers_of(row),
        "paper_form": paper_form or PaperForm(),
        "refused": refused,
        "here": here,
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Join"), reverse("join")), Crumb(_("Application"))],
    }
    status = 422 if refused or paper_form else 200
    return render(request, "governance/join_review_page.html", context, status=status)


def sections_of(row: MembershipApplication) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Give what was written, step by step: its code, its name, its lines of label and value."""
    charter = charter_on(timezone.localdate())
    forms: dict[str, Any] = {
        "organisation": OrganisationForm.base_fields,
        "representative": RepresentativeForm.base_fields,
        "class": ClassForm.base_fields,
        "statements": StatementsForm.base_fields,
    }
    found = []
    for name in STEPS:
        said = written_in(row.answers, name)
        lines = []
        for field, value in said.items():
            if field in forms[name] and value not in ("", None, False) and field != "code":
                lines.append((str(forms[name][field].label), answer_words(field, value, charter)))
        found.append((name, step_labels()[name], lines))
    return found


@signed_in
def applications(request: HttpRequest) -> HttpResponse:
    """Show the person's applications; drafts of this browser become the person's."""
    for code in request.session.pop(SESSION, []):
        row = MembershipApplication.objects.filter(code=code, applicant=None).first()
        if row is not None:
            claim_application(application=row, user=request.user)
    context = {
        "applications": list(own_applications(request.user)),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Join"), reverse("join")), Crumb(_("My applications"))],
    }
    return render(request, "governance/applications_page.html", context)
