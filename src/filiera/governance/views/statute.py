"""The statute in force, in words: what whoever joins accepts, and by which article the platform counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.instance import current_instance
from filiera.common.views import Crumb, public
from filiera.governance.enums import ITEM_KIND_WORDS
from filiera.governance.queries.statutes import charter_on, statute_on
from filiera.governance.quorum import kind_rules
from filiera.governance.wording_meetings import kind_of
from filiera.governance.wording_statute import class_lines, statute_parts

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
def statute(request: HttpRequest) -> HttpResponse:
    """Show the rules of the statute in force, each with its article."""
    today = timezone.localdate()
    charter = charter_on(today)
    classes = class_lines(charter)
    kinds = [kind for kind in ITEM_KIND_WORDS if kind == "ELECTION" or kind_of(kind) in charter.majority]
    context = {
        "statute": statute_on(today),
        "charter": charter,
        "classes": classes,
        "voting": sum(1 for one in classes if one.votes),
        "rules": kind_rules(charter, kinds),
        "parts": statute_parts(charter),
        "text_url": current_instance().association.statute_url,
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("The statute"))],
    }
    return render(request, "governance/statute_page.html", context)
