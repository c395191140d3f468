"""The directory in its three views, one filter for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.views import Crumb, LinkTo, public
from filiera.common.visibility import audience_of
from filiera.competence import pictures
from filiera.competence.filters import DirectoryFilter, current_organisations, unknown_values
from filiera.competence.queries.directory import PAGE_SIZE, DirectoryPage, directory_page
from filiera.competence.queries.network import network
from filiera.competence.queries.places import territory_map
from filiera.competence.wording import active_filters, facet_titles, unknown_sentences, unknown_value_sentence
from filiera.competence.wording_directory import alone_sentence, drawn_sentence, map_caption
from filiera.pictures.rosette import LIMIT

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class _Counted:
    """Stands for rows that a query has already cut, so that the pages can be numbered."""

    total: int

    def count(self) -> int:
        return self.total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, places: slice) -> list[None]:
        return []


def numbered(found: DirectoryPage) -> Page[Any]:
    """Give the page as the pagination component takes it."""
    return Paginator(_Counted(found.total), PAGE_SIZE).page(found.page)  # type: ignore[arg-type]


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _shared(request: HttpRequest, asked: DirectoryFilter, view: str) -> dict[str, Any]:
    """Give what the three views share."""
    query = asked.query_string()
    names = {"directory": _("List"), "directory-map": _("Map"), "directory-network": _("Network")}
    views = [
        LinkTo(f"{reverse(name)}?{query}" if query else reverse(name), word, name == view)
        for name, word in names.items()
    ]
    return {
        "asked": asked,
        "not_understood": [unknown_value_sentence(name, value) for name, value in unknown_values(asked)],
        "views": views,
        "unknown_query": f"?{urlencode([*asked.pairs(), ('unknown', '1')])}",
        "active": active_filters(asked, reverse(view)),
        "clear_url": reverse(view),
        "action": reverse(view),
        "kept": [(name, value) for name, value in asked.pairs() if name != "q"],
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("Directory"))],
        "facet_titles": facet_titles(),
    }


@public
def directory(request: HttpRequest) -> HttpResponse:
    """Show the list."""
    asked = DirectoryFilter.from_query(request.GET)
    only_unknown = request.GET.get("unknown") == "1"
    today = timezone.localdate()
    found = directory_page(
        asked, audience=audience_of(request.user), today=today, page=_page_number(request), only_unknown=only_unknown
    )
    context = _shared(request, asked, "directory") | {
        "found": found,
        "page": numbered(found),
        "today": today,
        "only_unknown": only_unknown,
        "unknown_sentences": unknown_sentences(found.unknown),
    }
    return render(request, "competence/directory_page.html", context)


@public
def directory_map(request: HttpRequest) -> HttpResponse:
    """Show the map."""
    asked = DirectoryFilter.from_query(request.GET)
    audience, today = audience_of(request.user), timezone.localdate()
    found = directory_page(asked, audience=audience, today=today)
    territory = territory_map(asked, audience=audience, today=today)
    context = _shared(request, asked, "directory-map") | {
        "found": found,
        "territory": territory,
        "ground": pictures.ground(),
        "places": pictures.places(territory),
        "around": pictures.around(territory),
        "caption": map_caption(territory, is_filtered=not asked.is_empty),
        "unknown_sentences": unknown_sentences(found.unknown),
    }
    return render(request, "competence/directory_map_page.html", context)


@public
def directory_network(request: HttpRequest) -> HttpResponse:
    """Show the network, or the neighbourhood of one organisation (`around=CODE`)."""
    asked = DirectoryFilter.from_query(request.GET)
    audience, today = audience_of(request.user), timezone.localdate()
    found = directory_page(asked, audience=audience, today=today)
    code = request.GET.get("around", "")
    centre = get_object_or_404(current_organisations(audience), code=code) if code else None
    net = network(asked, audience=audience, today=today, centre=centre)
    drawn = net.drawn(LIMIT)
    context = _shared(request, asked, "directory-network") | {
        "found": found,
        "network": net,
        "members": pictures.members(drawn),
        "ties": pictures.ties(drawn),
        "centre": centre,
        "centre_id": str(drawn.centre) if drawn.centre else "",
        "choices": net.nodes if centre else net.tied,
        "drawn_sentence": drawn_sentence(net, drawn, LIMIT),
        "alone_sentence": alone_sentence(net),
        "left": net.left_by(drawn),
        "alone": () if centre else net.alone,
        "list_url": f"{reverse('directory')}{asked.query_string() and '?' + asked.query_string()}",
        "unknown_sentences": unknown_sentences(found.unknown),
    }
    return render(request, "competence/directory_network_page.html", context)
