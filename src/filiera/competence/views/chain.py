"""The chain as a picture with its gaps, and one competence's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.language import current_language, localised
from filiera.common.views import Crumb, public
from filiera.common.visibility import audience_of
from filiera.competence import hooks, pictures
from filiera.competence.jsonld import competence_jsonld
from filiera.competence.models import Competence
from filiera.competence.queries.claims import claims_of
from filiera.competence.queries.coverage import broken_without, chain_coverage, numeral
from filiera.competence.queries.evidence import as_pieces, evidence_by_organisation
from filiera.competence.queries.profile import weighed
from filiera.competence.views.preparing import needs_map

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from filiera.competence.queries.coverage import ChainCoverage, Holder


HOLDERS_SHOWN = 24
"""Holders on a competence's page, strongest first; the directory has them all."""


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure that is the point of a page."""

    value: str
    label: str
    glow: bool = False


def chain_figures(coverage: ChainCoverage) -> list[Stat]:
    """Give the three figures of the chain."""
    many = sum(len(leaf.holders) >= 4 for leaf in coverage.leaves)
    return [
        Stat(str(many), _("competences with four or more")),
        Stat(str(len(coverage.single)), _("held by one source alone")),
        Stat(str(len(coverage.gaps)), _("without anybody"), glow=True),
    ]


def _singles(coverage: ChainCoverage) -> list[Holder]:
    found = {leaf.holders[0].id: leaf.holders[0] for leaf in coverage.single}
    return sorted(found.values(), key=lambda holder: holder.name.casefold())


@public
@needs_map
def chain(request: HttpRequest) -> HttpResponse:
    """Show the chain, its gaps, one stage leaf by leaf, and what breaks without one organisation."""
    audience, today = audience_of(request.user), timezone.localdate()
    coverage = chain_coverage(audience=audience)
    if not coverage.stages:
        raise Http404
    wanted = request.GET.get("stage", "")
    stage = next((one for one in coverage.stages if one.code == wanted), None) or max(
        coverage.stages, key=lambda one: one.gaps
    )
    singles = _singles(coverage)
    without = next((holder for holder in singles if holder.code == request.GET.get("without")), None)
    broken = broken_without(coverage, without.id) if without else ()
    context = {
        "coverage": coverage,
        "stages": pictures.stages(coverage),
        "figures": chain_figures(coverage),
        "stage": stage,
        "leaf_rows": pictures.leaf_rows(stage.leaves),
        "singles": singles,
        "without": without,
        "broken": broken,
        "after": len(coverage.gaps) + len(broken),
        "today": today,
    }
    return render(request, "competence/chain_page.html", context)


@public
@needs_map
def competence(request: HttpRequest, code: str) -> HttpResponse:
    """Show one competence: who has proof of it, or that nobody has."""
    row = Competence.objects.select_related("stage", "parent", "successor").filter(code=code).first()
    if row is None:
        raise Http404
    audience, today = audience_of(request.user), timezone.localdate()
    coverage = chain_coverage(audience=audience)
    leaf = next((one for one in coverage.leaves if one.code == code), None)
    children = pictures.leaf_rows(one for one in coverage.leaves if one.code.startswith(f"{code}."))
    siblings = [one for one in coverage.leaves if one.code.rpartition(".")[0] == code.rpartition(".")[0]]
    everybody = [*leaf.holders, *leaf.elsewhere][:HOLDERS_SHOWN] if leaf else []
    ids = [holder.id for holder in everybody]
    claims = {pk: one for pk, (one,) in claims_of(ids, audience=audience, with_proofs=True, competence=code).items()}
    proofs = {evidence_id for line in claims.values() for evidence_id, _weight in line.proofs}
    evidence = evidence_by_organisation(ids, audience=audience, today=today, only=proofs)
    holders = []
    for holder in everybody:
        line = claims.get(holder.id)
        if line is None:
            continue
        holders.append((holder, line, as_pieces(weighed(line, evidence.get(holder.id, [])))))
    label = localised(row, "label")
    context = {
        "competence": row,
        "label": label,
        "definition": localised(row, "definition"),
        "stage_label": localised(row.stage, "short") if row.stage else "",
        "numeral": numeral(row.stage.ordinal) if row.stage else "",
        "holders": holders,
        "holders_count": len(leaf.holders) if leaf else 0,
        "elsewhere_count": len(leaf.elsewhere) if leaf else 0,
        "traces": leaf.traces if leaf else (),
        "children": children,
        "siblings": [one for one in siblings if one.code != code] if leaf else [],
        "words": localised_list(row),
        "today": today,
        "crumbs": [Crumb(_("Home"), reverse("home")), Crumb(_("The chain"), reverse("chain")), Crumb(label)],
        "jsonld": competence_jsonld(row, request.build_absolute_uri(request.path)),
        "offers": [line for source in hooks.offers_that_bring for line in source(row, audience)],
        "deadlines": [line for source in hooks.rules_that_ask for line in source(row)],
    }
    return render(request, "competence/competence_page.html", context)


def localised_list(row: Competence) -> list[str]:
    """Give the other words for a competence, in the language of the request."""
    words: list[str] = getattr(row, f"synonyms_{current_language()}")
    return words
