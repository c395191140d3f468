"""What an organisation says of itself for calls, once: its own people write it, and the office for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.refusals import refusals_in
from filiera.common.views import permitted
from filiera.common.visibility import audience_of
from filiera.funding.forms_applicants import AwardForm, ProfileForm, RecognitionForm, ShareForm
from filiera.funding.operations.applicants import (
    Share,
    add_award,
    add_share,
    open_profile,
    set_recognition,
    take_away,
    write_profile,
)
from filiera.funding.queries.applicants import said_of
from filiera.funding.views.calls import crumbs
from filiera.registry.models import Organisation
from filiera.registry.queries.standing import standing_organisation

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest


@permitted("funding.keep_applicant", load=standing_organisation)
def applicant(request: HttpRequest, found: Organisation) -> HttpResponse:
    """Show what an organisation says of itself; POST writes one part, named in the form."""
    act = request.POST.get("act", "") if request.method == "POST" else ""
    if act == "away":
        pk = request.POST.get("pk", "")
        number = int(pk) if pk.isdecimal() and len(pk) < 18 else 0
        take_away(
            organisation=found, kind=request.POST.get("kind", ""), pk=number, now=timezone.now(), actor=request.user
        )
        return redirect("applicant", code=found.code)
    forms = _forms(request, act, found)
    form = forms.get(act)
    if form is not None and form.is_valid():
        with refusals_in(form):
            _write(act, found, form.cleaned_data, request.user)
            messages.success(request, _("Written."))
            return redirect("applicant", code=found.code)
    is_wrong = form is not None and bool(form.errors)
    context = {"organisation": found, "forms": forms, "said": said_of(found), "crumbs": crumbs(found.name)}
    return render(request, "funding/applicant_page.html", context, status=422 if is_wrong else 200)


def _forms(request: HttpRequest, act: str, found: Organisation) -> dict[str, BaseForm]:
    audience, data = audience_of(request.user), request.POST
    profile = open_profile(organisation=found, audience=audience, user=request.user, now=timezone.now())
    return {
        "profile": ProfileForm(data if act == "profile" else None, initial=_initial(profile), auto_id="profile-%s"),
        "share": ShareForm(data if act == "share" else None, audience=audience, auto_id="share-%s"),
        "award": AwardForm(data if act == "award" else None, auto_id="award-%s"),
        "recognition": RecognitionForm(data if act == "recognition" else None, auto_id="recognition-%s"),
    }


def _initial(profile: Any) -> dict[str, Any]:
    initial = {name: getattr(profile, name) for name in ProfileForm.base_fields}
    if initial["headcount"] is not None:
        initial["headcount"] = initial["headcount"].normalize().__format__("f")
    for name in ProfileForm.LISTS:
        value = initial[name]
        initial[name] = _("none") if value == [] else ", ".join(value or [])
    for name, _label in ProfileForm.FLAGS:
        value = getattr(profile, name)
        initial[name] = "" if value is None else "1" if value else "0"
    return initial


def _write(act: str, found: Organisation, said: dict[str, Any], actor: Any) -> None:
    now = timezone.now()
    if act == "profile":
        write_profile(organisation=found, values=said, now=now, actor=actor)
    elif act == "share":
        share = Share(said["share_pct"], said["holder"], said["name"], timezone.localdate(now))
        add_share(held=found, share=share, now=now, actor=actor)
    elif act == "award":
        add_award(organisation=found, now=now, actor=actor, **said)
    elif act == "recognition":
        set_recognition(organisation=found, now=now, actor=actor, **said)
