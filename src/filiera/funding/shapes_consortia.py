"""Shapes of consortia, as commands print them and the API gives them: composed, whole, invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filiera.common.language import localised
from filiera.competence.models import Competence
from filiera.funding.models.consortia import OUT
from filiera.funding.queries.judged import FIGURES_OF_ONE
from filiera.funding.shapes import judgement_shape, number
from filiera.funding.wording_composing import conflict_words, remedies_words

if TYPE_CHECKING:
    from filiera.common.visibility import Audience
    from filiera.engine.composing.solution import Conflict
    from filiera.funding.models import Consortium, Partner
    from filiera.funding.queries.composing import Composition
    from filiera.funding.queries.consortia import ConsortiumPage

Shape = dict[str, Any]
COSTS = ("cost_eur", "industrial_research_eur", "experimental_development_eur")


def composition_shape(found: Composition) -> Shape:
    """Give a composition: strengths in [0, 1], `marginal` what the objective loses without a partner, costs in euro."""
    solution = found.solution
    names = {code: row.name for code, row in found.gathered.organisations.items()}
    labels = _labels(found)
    return {
        "status": str(solution.status),
        "certain": found.is_strict,
        "breadth": found.is_breadth,
        "objective": _rounded(solution.objective),
        "bound": _rounded(solution.bound),
        "seconds": round(solution.seconds, 3),
        "partners": [
            {
                "id": one.id,
                "name": names.get(one.id, one.id),
                "role": "lead" if one.id == solution.lead else "partner",
                "covers": list(one.covers),
                "marginal": _rounded(one.marginal),
                "needed_for": list(one.breaks),
                "cost_eur": None if one.cost is None else round(one.cost, 2),
            }
            for one in solution.chosen
        ],
        "coverage": [
            {
                "competence": one.requirement,
                "label": labels.get(one.requirement, one.requirement),
                "strength": _rounded(one.strength),
                "by": one.by,
            }
            for one in solution.coverage
        ],
        "gaps": [_gap(found, code, labels) for code in solution.gaps],
        "alternatives": [
            {
                "partners": list(one.chosen),
                "objective": _rounded(one.objective),
                "differs_by": one.differs_by,
                "best_of_those": one.is_best,
            }
            for one in solution.alternatives
        ],
        "conflicts": _conflicts(solution.conflicts, names),
        "why_not_certain": _conflicts(found.strict_conflicts, names),
        "judgement": judgement_shape(found.judgement) if found.judgement is not None else None,
    }


def _gap(found: Composition, code: str, labels: dict[str, str]) -> Shape:
    beyond = (found.outside or {}).get(code)
    return {
        "competence": code,
        "label": labels.get(code, code),
        "outside": None if beyond is None else {"id": beyond[0].code, "strength": _rounded(beyond[1])},
    }


def _conflicts(conflicts: tuple[Conflict, ...], names: dict[str, str]) -> list[Shape]:
    return [
        {"rules": list(one.rules), "reason": conflict_words(one), "remedy": remedies_words(one, names)}
        for one in conflicts
    ]


def _labels(found: Composition) -> dict[str, str]:
    rows = Competence.objects.in_bulk([one.id for one in found.problem.requirements])
    return {code: localised(row, "label") for code, row in rows.items()}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def consortium_line_shape(row: Consortium) -> Shape:
    """Give a consortium as a line of a list; its partners were fetched."""
    partners = [one for one in row.partners.all() if one.state not in OUT]
    lead = row.lead
    return {
        "id": row.code,
        "name": row.name,
        "call": row.call.code,
        "state": row.state,
        "lead": lead.called if lead else "",
        "partners": len(partners),
        "example": row.is_example,
    }


def consortium_shape(page: ConsortiumPage, audience: Audience) -> Shape:
    """Give a consortium whole; of others than the reader's own figures only what comes of them."""
    judgement = judgement_shape(page.judgement)
    if not audience.is_office:
        for check in judgement["checks"]:
            if check["rule"] in FIGURES_OF_ONE:
                check["reason"], check["remedy"] = "", ""
    tells = audience.is_office or leads(page, audience)
    return {
        **consortium_line_shape(page.consortium),
        "members": [_partner_shape(one) | _asked_shape(one, tells=tells) for one in page.partners],
        "gone": [_gone_shape(one, tells=tells) for one in page.gone],
        "judgement": judgement,
    }


def leads(page: ConsortiumPage, audience: Audience) -> bool:
    """Tell whether the reader acts for the organisation that leads."""
    return page.lead is not None and page.lead.organisation_id in audience.organisation_ids


def _partner_shape(one: Partner) -> Shape:
    return {
        "id": one.key,
        "organisation": one.organisation.code if one.organisation else None,
        "name": one.called,
        "state": one.state,
        "tasks": one.tasks,
        "cost_eur": number(one.cost_eur),
        "industrial_research_eur": number(one.industrial_research_eur),
        "experimental_development_eur": number(one.experimental_development_eur),
    }


def _asked_shape(one: Partner, *, tells: bool) -> Shape:
    """Give when a partner was asked and what it sent back, to whoever leads and the office: others do not learn it."""
    if not tells:
        return {"invited_at": None, "answered_at": None, "answer": ""}
    return {
        "invited_at": one.invited_at.isoformat() if one.invited_at else None,
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
        "answer": one.answer,
    }


def _gone_shape(one: Partner, *, tells: bool) -> Shape:
    """Give who declined or left; what it would have done and borne is for whoever leads and the office."""
    shape = _partner_shape(one) | _asked_shape(one, tells=tells) | {"answer": one.answer}
    return shape if tells else shape | dict.fromkeys(COSTS) | {"tasks": ""}


def invitation_shape(partner: Partner) -> Shape:
    """Give an invitation that waits, as whoever was asked may know it."""
    call = partner.consortium.call
    return {
        "id": partner.pk,
        "name": partner.consortium.name,
        "call": call.code,
        "call_title": localised(call, "title"),
        "tasks": partner.tasks,
        "cost_eur": number(partner.cost_eur),
        "invited_at": partner.invited_at.isoformat() if partner.invited_at else None,
    }
