"""What was done: the audit trail for the office, and for an organisation's own people."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from filiera.common.audit_things import THINGS, thing_words
from filiera.common.views import Crumb, permitted
from filiera.common.visibility import audience_of
from filiera.registry.queries.events import EventFilter, event_lines, events
from filiera.registry.queries.standing import standing_organisation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.registry.models import Organisation

PAGE_SIZE = 50


class EventForm(forms.Form):
    """What of the trail is sought. An address may ask for one thing, by kind and number: it stands among the choices."""

    thing = forms.ChoiceField(label=gettext_lazy("On what"), required=False)
    actor = forms.CharField(label=gettext_lazy("Who"), required=False, max_length=120)
    organisation = forms.CharField(
        label=gettext_lazy("Organisation, by name or public id"), required=False, max_length=80
    )
    since_on = forms.DateField(label=gettext_lazy("From the day"), required=False)
    until_on = forms.DateField(label=gettext_lazy("To the day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every kind of thing, in the order of the reader's words."""
        super().__init__(*args, **kwargs)
        kinds = sorted(((label, thing_words(label)) for label in THINGS), key=itemgetter(1))
        asked = str(self.data.get("thing", ""))[:100]
        if asked not in ("", *THINGS):
            kind, _space, number = asked.partition(" ")
            kinds.append((asked, thing_words(kind, number)))
        field: Any = self.fields["thing"]
        field.choices = [("", _("everything")), *kinds]


@permitted("registry.view_audit_trail")
def done(request: HttpRequest) -> HttpResponse:
    """Show what was done, by thing, person, organisation and period."""
    form = EventForm(request.GET or None)
    values = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    values["called"] = values.pop("organisation", "")
    crumbs = [Crumb(_("Office"), reverse("office")), Crumb(_("What was done"))]
    return _page(request, EventFilter(**values), {"form": form, "crumbs": crumbs, "base": "base_office.html"})


@permitted("registry.view_delegates", load=standing_organisation)
def done_for(request: HttpRequest, row: Organisation) -> HttpResponse:
    """Show an organisation's people what was done that is its matter."""
    crumbs = [
        Crumb(_("Home"), reverse("home")),
        Crumb(row.name, reverse("organisation", args=[row.code])),
        Crumb(_("What was done")),
    ]
    context: dict[str, object] = {"organisation": row, "crumbs": crumbs, "base": "base.html"}
    return _page(request, EventFilter(organisation=row.code), context)


def _page(request: HttpRequest, asked: EventFilter, context: dict[str, object]) -> HttpResponse:
    audience = audience_of(request.user)
    page = Paginator(events(asked, audience=audience), PAGE_SIZE).get_page(request.GET.get("page"))
    context |= {"page": page, "lines": event_lines(page.object_list, audience=audience)}
    return render(request, "registry/events_page.html", context)
