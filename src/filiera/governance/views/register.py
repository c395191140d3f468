"""The members' register as of any day, and as files to take away."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from filiera.common.language import current_language
from filiera.common.views import Crumb, permitted
from filiera.governance.enums import BookKind
from filiera.governance.exports_books import book_file_name
from filiera.governance.exports_members import register_pdf, register_shape, register_xlsx
from filiera.governance.forms_members import day_asked
from filiera.governance.queries.members import MemberRow, members_on, register_on
from filiera.governance.queries.register import last_link
from filiera.governance.wording_members import status_words, tone_of

if TYPE_CHECKING:
    from django.http import HttpRequest

KINDS = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@permitted("governance.view_register")
def members(request: HttpRequest) -> HttpResponse:
    """Show who is a member on a day: members see names, classes and days; office and board everything."""
    today = timezone.localdate()
    day = day_asked(request.GET.get("on", ""), today)
    is_whole = request.user.has_perm("governance.view_whole_register")
    rows = register_on(day, current_language()) if is_whole else members_on(day, current_language())
    context: dict[str, Any] = {
        "rows": [{"row": row, "words": status_words(row.standing), "tone": tone_of(row.standing)} for row in rows],
        "count": sum(1 for row in rows if row.standing.is_member),
        "day": day,
        "is_today": day == today,
        "is_whole": is_whole,
        "by_class": _by_class(rows),
        "keeps": request.user.has_perm("governance.keep_register"),
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Members"))],
    }
    return render(request, "governance/members_page.html", context)


def _by_class(rows: list[MemberRow]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for row in rows:
        if row.standing.is_member:
            counts[row.class_name] = counts.get(row.class_name, 0) + 1
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


@permitted("governance.view_whole_register")
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the register of a day as a file."""
    if kind not in KINDS:
        raise Http404
    day = day_asked(request.GET.get("on", ""), timezone.localdate())
    rows = members_on(day, current_language())
    if kind == "pdf":
        content = register_pdf(rows, day, last_link())
    elif kind == "xlsx":
        content = register_xlsx(rows, day)
    else:
        content = json.dumps(register_shape(rows, day), ensure_ascii=False, indent=1).encode()
    name = f"{book_file_name(BookKind.MEMBERS)}-{day.isoformat()}.{kind}"
    return file_response(content, name, KINDS[kind])


def file_response(content: bytes, name: str, kind: str) -> HttpResponse:
    """Answer with a file to be saved, that nobody's cache keeps."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
