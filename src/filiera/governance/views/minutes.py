"""The minutes of a meeting: read by those they are for, written by the office, signed by president and secretary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from filiera.common.forms import form_of_row, shown_again
from filiera.common.refusals import Refused, refusals_in
from filiera.common.told import say_many_told, say_told
from filiera.common.views import Crumb, acts_only, permitted
from filiera.governance.enums import AmendmentState, MinutesState
from filiera.governance.exports_books import minutes_pdf
from filiera.governance.forms_acts import AmendmentForm, AnswerForm, ApprovalForm, CorrectionForm, DiscussionForm
from filiera.governance.models import Meeting, Minutes, MinutesAmendment
from filiera.governance.operations import minutes as acts
from filiera.governance.operations.act_reminders import remind_signature
from filiera.governance.operations.letters_ahead import check_ahead
from filiera.governance.operations.minutes import Approval
from filiera.governance.queries.amendments import to_write
from filiera.governance.queries.seats import own_seats
from filiera.governance.wording_minutes import approval_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest


def _minutes(pk: int) -> Minutes | None:
    rows = Minutes.objects.select_related("meeting__body", "meeting__statute", "meeting__chaired_by", "corrects__entry")
    return rows.filter(pk=pk).first()


@permitted("governance.manage_meetings")
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the minutes of a meeting that is over, or open those that there are."""
    meeting = get_object_or_404(Meeting.objects.select_related("body", "statute"), pk=pk)
    standing = meeting.minutes.filter(corrects=None).exclude(state=MinutesState.DRAFT).first()
    if standing is not None:
        return redirect("minutes", pk=standing.pk)
    with refusals_in(request):
        row = acts.draft_minutes(meeting=meeting, actor=request.user)
        return redirect("minutes", pk=row.pk)
    return redirect("meeting", pk=meeting.pk)


@permitted("governance.view_minutes", load=_minutes, sign_in=True)
def minutes(request: HttpRequest, row: Minutes) -> HttpResponse:
    """Show minutes, with what the reader may do to them."""
    return _page(request, row)


def _page(request: HttpRequest, row: Minutes, refused: Form | None = None) -> HttpResponse:
    again = shown_again(refused)
    may_keep = request.user.has_perm("governance.keep_minutes", row)
    may_write = may_keep and row.state in (MinutesState.DRAFT, MinutesState.IN_CHECK)
    amendments = list(row.amendments.select_related("seat").order_by("proposed_at"))
    seats = [seat for seat in own_seats(request.user, row.meeting) if seat.stays.exists()]
    is_in_check = row.state == MinutesState.IN_CHECK
    is_in_time = is_in_check and (row.checked_until_at is None or timezone.now() <= row.checked_until_at)
    signed = set(row.signatures.values_list("role", flat=True))
    context = {
        "minutes": row,
        "content": row.content,
        "approved": approval_words(row),
        "entry": getattr(row, "entry", None),
        "amendments": [(one, again(form_of_row(AnswerForm, one.pk)) if may_keep else None) for one in amendments],
        "to_write": to_write(row.content, amendments) if may_write else [],
        "signatures": row.signatures.order_by("role"),
        "corrections": row.corrections.order_by("pk"),
        "may_keep": may_keep,
        "may_write": may_write,
        "amendment_form": again(AmendmentForm()) if seats and is_in_time else None,
        "approval_form": again(_approval(row)) if may_keep and is_in_check else None,
        "correction_form": again(CorrectionForm()) if may_keep and row.state == MinutesState.FILED else None,
        "ahead": check_ahead(row, now=timezone.now()) if may_keep and row.state == MinutesState.DRAFT else None,
        "may_sign": _may_sign(request, row) - signed if row.state == MinutesState.APPROVED else set(),
        "crumbs": [Crumb(row.meeting.title, reverse("meeting", args=[row.meeting_id])), Crumb(_("Minutes"))],
    }
    return render(request, "governance/minutes_page.html", context, status=again.status)


def _may_sign(request: HttpRequest, row: Minutes) -> set[str]:
    """Give as what the person may sign: who chaired or stands for the chair as president, the office as secretary."""
    found = set()
    if request.user.has_perm("governance.sign_as_president", row):
        found.add("PRESIDENT")
    if request.user.has_perm("governance.sign_as_secretary", row):
        found.add("SECRETARY")
    return found


@permitted("governance.view_minutes", load=_minutes, sign_in=True)
def minutes_file(request: HttpRequest, row: Minutes) -> HttpResponse:
    """Give the minutes as a tagged PDF."""
    kind = pgettext("name of a file", "minutes")
    name = f"{kind}-{row.content['held_on']}-{row.pk}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(minutes_pdf(row), content_type="application/pdf", headers=headers)


@permitted("governance.view_minutes", load=_minutes)
@acts_only("minutes")
def minutes_act(request: HttpRequest, row: Minutes) -> HttpResponse:
    """Do one act on minutes: each has its own permission, and says what came of it."""
    name = request.POST.get("act", "")
    if name not in ACTS or not _may(request, name, row):
        raise Http404
    try:
        bad = ACTS[name](request, row)
    except Refused as error:
        messages.error(request, str(error))
        bad = None
    if bad is not None:
        return _page(request, row, bad)
    return redirect("office") if name == "remind" else redirect("minutes", pk=row.pk)


def _may(request: HttpRequest, name: str, row: Minutes) -> bool:
    if name == "sign":
        return request.POST.get("role", "") in _may_sign(request, row)
    if name == "amend":
        return bool(own_seats(request.user, row.meeting))
    return bool(request.user.has_perm("governance.keep_minutes", row))


def _recompute(request: HttpRequest, row: Minutes) -> Form | None:
    acts.draft_minutes(meeting=row.meeting, actor=request.user)
    return None


def _write(request: HttpRequest, row: Minutes) -> Form | None:
    form = DiscussionForm(request.POST)
    if form.is_valid():
        key, text = request.POST.get("key", ""), form.cleaned_data["text"]
        acts.write_discussion(minutes=row, key=key, text=text, actor=request.user)
        messages.success(request, _("Written."))
    return None


def _check(request: HttpRequest, row: Minutes) -> Form | None:
    now = timezone.now()
    acts.send_to_check(minutes=row, now=now, actor=request.user)
    messages.success(request, _("Those who were there can read the draft and ask for changes."))
    say_many_told(request, row, since=now)
    return None


def _amend(request: HttpRequest, row: Minutes) -> Form | None:
    form = AmendmentForm(request.POST)
    if form.is_valid():
        seat = own_seats(request.user, row.meeting)[0]
        with refusals_in(form):
            acts.propose_amendment(minutes=row, seat=seat, now=timezone.now(), user=request.user, **form.cleaned_data)
            messages.success(request, _("Your request is with the secretary."))
            return None
    return form


def _answer(request: HttpRequest, row: Minutes) -> Form | None:
    pk = request.POST.get("amendment", "")
    amendment = get_object_or_404(MinutesAmendment, minutes=row, pk=pk if pk.isdecimal() else 0)
    form, is_accepted = (
        form_of_row(AnswerForm, amendment.pk, request.POST),
        request.POST.get("verdict") == AmendmentState.ACCEPTED,
    )
    if form.is_valid():
        answer, now = form.cleaned_data["answer"], timezone.now()
        with refusals_in(form):
            acts.answer_amendment(
                amendment=amendment, is_accepted=is_accepted, answer=answer, now=now, actor=request.user
            )
            if is_accepted:
                messages.success(
                    request, _("Accepted. Now write it into its passage: until then the minutes cannot be approved.")
                )
            return None
    return form


def _rewrite(request: HttpRequest, row: Minutes) -> Form | None:
    pk = request.POST.get("amendment", "")
    amendment = get_object_or_404(MinutesAmendment, minutes=row, pk=pk if pk.isdecimal() else 0)
    form = DiscussionForm(request.POST)
    if form.is_valid():
        acts.write_amendment(
            amendment=amendment,
            key=request.POST.get("key", ""),
            text=form.cleaned_data["text"],
            now=timezone.now(),
            actor=request.user,
        )
        messages.success(request, _("Written: the change is in the text."))
    return None


def _approval(row: Minutes, data: Any = None) -> ApprovalForm:
    return ApprovalForm(data, at_end=acts.may_be_at_end(row, timezone.now()))


def _approve(request: HttpRequest, row: Minutes) -> Form | None:
    form = _approval(row, request.POST)
    if form.is_valid():
        approval = Approval(form.cleaned_data["how"], form.cleaned_data["on"])
        with refusals_in(form):
            acts.approve_minutes(minutes=row, approval=approval, now=timezone.now(), actor=request.user)
            messages.success(request, _("Approved: now president and secretary sign."))
            return None
    return form


def _sign(request: HttpRequest, row: Minutes) -> Form | None:
    role = request.POST.get("role", "")
    acts.sign_minutes(minutes=row, role=role, name=str(request.user), now=timezone.now(), user=request.user)
    messages.success(request, _("Signed."))
    return None


def _file(request: HttpRequest, row: Minutes) -> Form | None:
    entry = acts.file_minutes(minutes=row, now=timezone.now(), actor=request.user)
    messages.success(request, _("Filed as no. %(n)s of the book.") % {"n": entry.number})
    return None


def _remind(request: HttpRequest, row: Minutes) -> Form | None:
    now = timezone.now()
    with refusals_in(request):
        remind_signature(minutes=row, now=now, actor=request.user)
        say_told(request, row, since=now)
    return None


def _correct(request: HttpRequest, row: Minutes) -> Form | None:
    form = CorrectionForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            acts.correct_minutes(minutes=row, text=form.cleaned_data["text"], actor=request.user)
            messages.success(
                request, _("The correction is begun: it is checked, approved, signed and filed by itself.")
            )
            return None
    return form


ACTS: dict[str, Callable[[HttpRequest, Minutes], Form | None]] = {
    "recompute": _recompute,
    "write": _write,
    "check": _check,
    "amend": _amend,
    "answer": _answer,
    "rewrite": _rewrite,
    "approve": _approve,
    "sign": _sign,
    "file": _file,
    "correct": _correct,
    "remind": _remind,
}
