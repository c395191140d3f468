"""Keep, look at, export and send a shortlist."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext
from django.views.decorators.http import require_POST

from filiera.common.language import current_language
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, public
from filiera.common.visibility import audience_of
from filiera.competence.exports import shortlist_pdf, shortlist_xlsx
from filiera.competence.filters import current_organisations
from filiera.competence.forms import SendShortlistForm
from filiera.competence.models import Shortlist
from filiera.competence.operations.shortlists import (
    Asked,
    Ground,
    Letter,
    adopt_shortlist,
    drop_organisation,
    keep_organisation,
    open_shortlist,
    send_shortlist,
)
from filiera.competence.queries.shortlists import (
    ShortlistRow,
    organisations_kept,
    questions_of,
    rows_for_both,
    shortlist_in_hand,
    shortlist_rows,
    shortlists_of,
)

if TYPE_CHECKING:
    from django.http import HttpRequest

    from filiera.accounts.models import User

SESSION_KEY = "shortlist"
FORMS = ("xlsx", "pdf")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _back(request: HttpRequest) -> str:
    """Give the page to go back to, if it is one of ours."""
    url = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if here else reverse("shortlist")


def in_hand(request: HttpRequest) -> Shortlist | None:
    """Give the shortlist in hand: the one whose token this browser's session holds, if it is this person's to see."""
    return shortlist_in_hand(token=request.session.get(SESSION_KEY, ""), user_id=request.user.pk)


def _begun(request: HttpRequest) -> Shortlist:
    """Give the shortlist in hand, beginning one where there is none."""
    found = in_hand(request)
    if found is None:
        owner = request.user if request.user.is_authenticated else None
        found = open_shortlist(owner=owner)
        request.session[SESSION_KEY] = found.token
    return found


def _ground(request: HttpRequest) -> Ground:
    """Read why an organisation is kept, as the page that shows it has written."""
    pieces = [int(value) for value in request.POST.getlist("evidence") if value.isdecimal() and len(value) < 16]
    return Ground(request.POST.get("question", "").strip(), tuple(request.POST.getlist("competence")), tuple(pieces))


def _rows(request: HttpRequest, found: Shortlist) -> list[ShortlistRow]:
    root = request.build_absolute_uri("/")
    return shortlist_rows(found, audience=audience_of(request.user), today=timezone.localdate(), root=root)


@public
@require_POST
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Keep an organisation in the shortlist."""
    organisation = get_object_or_404(current_organisations(audience_of(request.user)), code=code)
    with refusals_in(request):
        keep_organisation(
            shortlist=_begun(request),
            organisation=organisation,
            ground=_ground(request),
        )
        messages.success(request, _("%(name)s is in the shortlist.") % {"name": organisation.name})
    return redirect(_back(request))


@public
@require_POST
def drop(request: HttpRequest, code: str) -> HttpResponse:
    """Take an organisation out of the shortlist."""
    found = in_hand(request)
    organisation = get_object_or_404(current_organisations(audience_of(request.user)), code=code)
    if found is not None:
        drop_organisation(shortlist=found, organisation=organisation)
    return redirect(_back(request))


@public
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Put the shortlist in hand aside and begin a new one."""
    request.session.pop(SESSION_KEY, None)
    return redirect("ask")


@public
def shortlist(request: HttpRequest) -> HttpResponse:
    """Show the shortlist in hand; POST sends it, which asks to sign in."""
    form = SendShortlistForm(request.POST or None, initial={"lang": current_language()})
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        if form.is_valid() and _sent(request, **form.cleaned_data):
            return redirect("shortlist")
    found = in_hand(request)
    rows = _rows(request, found) if found else []
    context = {
        "shortlist": found,
        "rows": rows,
        "questions": questions_of(rows),
        "mixed": len({row.question for row in rows}) > 1,
        "form": form,
        "today": timezone.localdate(),
        "saved": shortlists_of(user_id=request.user.pk),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Shortlist"))],
    }
    return render(request, "competence/shortlist_page.html", context)


def _letter(request: HttpRequest, found: Shortlist, to: str, words: str, lang: str) -> Letter:
    """Write a shortlist out in the language of its reader, with the addresses that it leads to."""
    today, sender, root = timezone.localdate(), audience_of(request.user), request.build_absolute_uri("/")
    with override(lang):
        rows = rows_for_both(found, sender=sender, to=to, today=today, root=root)
        ask = request.build_absolute_uri(reverse("ask"))
        asked = [Asked(text, f"{ask}?{urlencode({'q': text})}") for text in questions_of(rows)]
        if any(not row.question for row in rows):
            asked.append(Asked("", ""))
        return Letter(to, words, lang, rows, asked, shortlist_pdf(rows, today))


def _sent(request: HttpRequest, to: str, words: str, lang: str) -> bool:
    """Send the shortlist in hand; say what became of it."""
    actor = cast("User", request.user)
    found = adopt_shortlist(token=request.session.get(SESSION_KEY, ""), owner=actor)
    if found is None:
        return False
    letter = _letter(request, found, to, words, lang or current_language())
    left = organisations_kept(found, audience=audience_of(actor)) - len(letter.rows)
    with refusals_in(request):
        send_shortlist(shortlist=found, letter=letter, actor=actor, now=timezone.now())
        messages.success(request, _("Sent to %(to)s.") % {"to": to})
        if left:
            sentence = ngettext(
                "%(n)s organisation stayed out: it is not open to whom you wrote.",
                "%(n)s organisations stayed out: they are not open to whom you wrote.",
                left,
            )
            messages.warning(request, sentence % {"n": left})
        return True
    return False


@public
def saved(request: HttpRequest, token: str) -> HttpResponse:
    """Take a saved shortlist of one's own in hand again; anybody else's address does not exist.

    Whoever has not signed in is asked to, whether the address exists or not, and comes back here.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    found = Shortlist.objects.filter(token=token).first()
    if not request.user.has_perm("competence.view_shortlist", found):
        raise Http404
    request.session[SESSION_KEY] = token
    return redirect("shortlist")


@public
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Give the shortlist in hand as a file."""
    found = in_hand(request)
    if found is None or form not in FORMS:
        raise Http404
    today, rows = timezone.localdate(), _rows(request, found)
    if form == "xlsx":
        content, kind = shortlist_xlsx(rows, today), XLSX
    else:
        content, kind = shortlist_pdf(rows, today), "application/pdf"
    response = HttpResponse(content, content_type=kind)
    name = pgettext("name of a file", "shortlist")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
