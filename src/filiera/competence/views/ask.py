"""The question and its answers: the front door."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.instance import current_instance
from filiera.common.language import current_language
from filiera.common.limits import asker_of
from filiera.common.views import Crumb, LinkTo, public
from filiera.common.visibility import audience_of
from filiera.competence.filters import DirectoryFilter, unknown_values
from filiera.competence.limits import seconds_to_wait
from filiera.competence.queries.answer_types import Answer
from filiera.competence.queries.answers import answer
from filiera.competence.queries.coverage import LeafCoverage, chain_coverage, most_like
from filiera.competence.views.preparing import being_prepared, index_is_missing, needs_map
from filiera.competence.views.shortlists import in_hand
from filiera.competence.wording import active_filters, gaps_heading, gaps_in_words, unknown_value_sentence
from filiera.competence.wording_question import (
    hint_opening,
    narrowed,
    not_known,
    place_offer,
    places_sentences,
    refused_sentence,
    unapplied_opening,
    with_somebody,
)

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from filiera.common.visibility import Audience

FIRST = 5
ALL = 50


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the question: plain, understood (`code`), or understood and covered by nobody."""

    text: str
    code: str = ""
    uncovered: bool = False


def stretches(found: Answer) -> list[Stretch]:
    """Cut the question at the words that ask for something, for the underlined heading; overlaps go to the surest."""
    taken: list[tuple[int, int, str, bool]] = []
    for one in found.asked:
        if one.end > one.start and all(one.end <= start or one.start >= end for start, end, _c, _u in taken):
            taken.append((one.start, one.end, one.code, one.uncovered))
    cut, at = [], 0
    for start, end, code, uncovered in sorted(taken):
        if start > at:
            cut.append(Stretch(found.query[at:start]))
        cut.append(Stretch(found.query[start:end], code, uncovered))
        at = end
    if at < len(found.query):
        cut.append(Stretch(found.query[at:]))
    return cut


def _filters(request: HttpRequest) -> DirectoryFilter:
    """Read the filters of the address; here `q` is the question, not a criterion."""
    return DirectoryFilter.from_query(request.GET).without("q")


def place_links(base: str, asked: DirectoryFilter, found: Answer) -> list[LinkTo]:
    """Give the links that keep a question to each place that it names, and of several to any of them."""
    places = with_somebody(found)
    links = [LinkTo(f"{base}&{narrowed(asked, [one]).query_string()}", place_offer(one)) for one in places]
    if len(places) > 1:
        links.append(LinkTo(f"{base}&{narrowed(asked, places).query_string()}", _("Only in any of these places")))
    return links


def _unplaced_url(base: str, asked: DirectoryFilter) -> str:
    """Give the address of the same question everywhere, its other filters kept; none where it has no others."""
    everywhere = replace(asked, near="", province=(), place=())
    return f"{base}&{everywhere.query_string()}" if asked.has_place and not everywhere.is_empty else ""


@dataclass(frozen=True, slots=True)
class Missing:
    """What to do about a competence that nobody has proof of: the leaf that is most like it, and who holds it elsewhere."""

    leaf: LeafCoverage
    like: LeafCoverage | None


def missing_of(found: Answer, *, audience: Audience) -> Missing | None:
    """Give what to do where the question asks for a competence that nobody has proof of; None where it asks for none."""
    nobody = next((one.code for one in found.uncovered if not one.outside), "")
    if not nobody:
        return None
    coverage = chain_coverage(audience=audience)
    leaf = next((one for one in coverage.leaves if one.code == nobody), None)
    return None if leaf is None else Missing(leaf, most_like(coverage, leaf))


def _too_many(request: HttpRequest, text: str, wait: int, now: datetime) -> HttpResponse:
    """Say when to ask again, with the question kept."""
    context = {
        "text": text,
        "wait": wait,
        "again_at": now + timedelta(seconds=wait),
        "asked": _filters(request).pairs(),
    }
    response = render(request, "competence/too_many_page.html", context, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


@public
@needs_map
def ask(request: HttpRequest) -> HttpResponse:
    """Answer a question, or offer to ask one."""
    text = request.GET.get("q", "").strip()
    asked = _filters(request)
    crumbs = [Crumb(_("Home"), reverse("home")), Crumb(_("Who can do it"))]
    examples = current_instance().example_questions.here()
    if not text:
        return render(request, "competence/ask_page.html", {"examples": examples, "crumbs": crumbs})
    now = timezone.now()
    if wait := seconds_to_wait(asker_of(request), now.timestamp()):
        return _too_many(request, text, wait, now)
    if index_is_missing():
        return being_prepared(request)
    everything = request.GET.get("all") == "1"
    ignored = tuple(dict.fromkeys(code[:20] for code in request.GET.getlist("not")))[:12]
    audience, today = audience_of(request.user), timezone.localdate()
    top = ALL if everything else FIRST
    found = answer(
        text,
        audience=audience,
        today=today,
        asked=asked,
        said_in=current_language(),
        top=top,
        ignored=ignored,
    )
    base = f"{reverse('ask')}?{urlencode([('q', text), *(('not', code) for code in ignored)])}"
    shortlist = in_hand(request)
    context = {
        "found": found,
        "asked": asked,
        "stretches": stretches(found),
        "today": today,
        "active": active_filters_of_question(asked, base),
        "kept": [("q", text), *asked.pairs()],
        "all_url": f"{base}&{urlencode([*asked.pairs(), ('all', '1')])}",
        "everything": everything,
        "first": FIRST,
        "readings": [(one, f"{base}&{urlencode([*asked.pairs(), ('not', one.code)])}") for one in found.asked],
        "ignored": ignored,
        "as_read_url": f"{reverse('ask')}?{urlencode([('q', text), *asked.pairs()])}",
        "not_understood": [unknown_value_sentence(name, value) for name, value in unknown_values(asked)],
        "places": places_sentences(found),
        "place_links": place_links(base, asked, found),
        "hints": [(hint_opening(one), one.meant) for one in found.hints],
        "refused": [sentence for one in found.refused if (sentence := refused_sentence(one))],
        "unapplied": [(unapplied_opening(part), part.may_be) for one in found.refused for part in one.unapplied],
        "unfiltered_url": base,
        "unplaced_url": _unplaced_url(base, asked),
        "gaps": gaps_in_words(found.uncovered),
        "gaps_heading": gaps_heading(found),
        "missing": None if found.lines else missing_of(found, audience=audience),
        "not_known": not_known(found),
        "not_known_url": f"{reverse('directory')}?{urlencode([*asked.pairs(), ('unknown', '1')])}"
        if found.unknown_total
        else "",
        "not_known_more": _("See them"),
        "shortlist": shortlist,
        "kept_ids": set(shortlist.items.values_list("organisation_id", flat=True)) if shortlist else set(),
        "examples": examples,
        "crumbs": crumbs,
        "interface_language": current_language(),
    }
    return render(request, "competence/answers_page.html", context)


def active_filters_of_question(asked: DirectoryFilter, base: str) -> list[LinkTo]:
    """Give the active filters as links that take one away and keep the question."""
    links = active_filters(asked, "")
    return [LinkTo(base + ("&" + link.url.removeprefix("?") if link.url else ""), link.label) for link in links]
