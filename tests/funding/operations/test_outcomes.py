"""What the evaluators decided: written once submitted, corrected until a project exists, shown at the next draft to a few."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from factories.calls import call
from factories.consortium_work import acting_for, firm, team, won
from filiera.common.models import AuditEvent
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE
from filiera.funding.enums import ConsortiumState
from filiera.funding.operations.consortia import Step, move_consortium
from filiera.funding.operations.outcomes import CriterionSaid, OutcomeSaid, write_outcome
from filiera.funding.operations.projects import keep_project
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.queries.outcomes import lessons_for
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db

IMPACT = CriterionSaid("Impatto", Decimal(2), Decimal(5), "Mercato poco descritto.")
EXCELLENCE = CriterionSaid("Eccellenza", Decimal(4), Decimal(5), "Stato dell’arte chiaro.")
TEAM = CriterionSaid("Gruppo", None, Decimal(5), "Nessun voto dato.")
ON = TODAY - timedelta(days=5)


def decision(to: str = "REJECTED", **values: Any) -> OutcomeSaid:
    values.setdefault("criteria", (EXCELLENCE, IMPACT, TEAM))
    return OutcomeSaid(to, values.pop("on", ON), Decimal("11.5"), Decimal(12), "Buona idea.", **values)


ALLOWED = {
    "SUBMITTED": {"FUNDED", "RESERVE", "REJECTED"},
    "RESERVE": {"RESERVE", "FUNDED", "REJECTED"},
    "FUNDED": {"RESERVE", "FUNDED", "REJECTED"},
    "REJECTED": {"RESERVE", "FUNDED", "REJECTED"},
}


@pytest.mark.parametrize("state", ConsortiumState.values)
@pytest.mark.parametrize("to", ConsortiumState.values)
def test_decision_follows_the_steps_and_nothing_else(state: str, to: str) -> None:
    made = team(state)
    if to in ALLOWED.get(state, set()):
        assert write_outcome(consortium=made.row, outcome=decision(to), now=NOW).state == to
        assert made.row.criteria.count() == 3
    else:
        with pytest.raises(FundingRefused):
            write_outcome(consortium=made.row, outcome=decision(to), now=NOW)
        assert (made.fresh().state, made.row.criteria.count()) == (state, 0)


@pytest.mark.parametrize(
    ("said", "box"),
    [
        (decision(on=TODAY + timedelta(days=1)), "on"),
        (decision(on=TODAY - timedelta(days=90)), "on"),
        (decision(criteria=(EXCELLENCE, CriterionSaid(" "))), "name-1"),
        (decision(criteria=(CriterionSaid("Impatto", Decimal(6), Decimal(5)),)), "points-0"),
    ],
)
def test_decision_that_cannot_be_is_refused_at_its_box(said: OutcomeSaid, box: str) -> None:
    made = team("SUBMITTED")
    with pytest.raises(FundingRefused) as error:
        write_outcome(consortium=made.row, outcome=said, now=NOW)
    assert (error.value.field, made.fresh().state) == (box, "SUBMITTED")


def test_decision_is_corrected_until_a_project_is_made_of_it() -> None:
    made = team("SUBMITTED")
    write_outcome(consortium=made.row, outcome=decision("FUNDED"), now=NOW)
    write_outcome(consortium=made.row, outcome=decision("FUNDED", criteria=(IMPACT,)), now=NOW)
    assert [one.name for one in made.row.criteria.all()] == ["Impatto"]
    keep_project(said=won(), consortium=made.fresh(), now=NOW)
    with pytest.raises(FundingRefused):
        write_outcome(consortium=made.row, outcome=decision("FUNDED"), now=NOW)
    with pytest.raises(FundingRefused, match="progetto"):
        move_consortium(consortium=made.row, step=Step("REJECTED"), now=NOW)
    assert made.fresh().state == "FUNDED"
    assert AuditEvent.objects.filter(verb="write-outcome").count() == 2


def test_trail_keeps_points_and_no_comment() -> None:
    made = team("SUBMITTED")
    write_outcome(consortium=made.row, outcome=decision(), now=NOW)
    detail = AuditEvent.objects.get(verb="write-outcome").detail
    assert detail.after["criteria"] == ["Eccellenza: 4.00/5.00", "Impatto: 2.00/5.00", "Gruppo: ?/5.00"]
    assert "Mercato" not in str(detail.after)


def test_lesson_shows_the_lowest_share_first_and_what_is_not_known_last() -> None:
    first = team("SUBMITTED")
    write_outcome(consortium=first.row, outcome=decision(), now=NOW)
    draft = team(of=first.row.call)
    lesson = lessons_for(draft.row, audience=OFFICE_AUDIENCE)[0]
    shares = [(one.name, one.share) for one in lesson.criteria]
    assert (lesson.why, shares) == ("call", [("Impatto", 0.4), ("Eccellenza", 0.8), ("Gruppo", None)])


@pytest.mark.parametrize(
    ("shared", "why"),
    [
        ({"programme": "Collabora"}, "programme"),
        ({"call_identifier": "HORIZON-CL6-2026"}, "programme"),
        ({}, "lead"),
    ],
)
def test_lesson_is_of_the_same_programme_or_lead(shared: dict[str, str], why: str) -> None:
    first = team("SUBMITTED", of=call("UNO", **shared))
    write_outcome(consortium=first.row, outcome=decision(), now=NOW)
    lead = "Alfa" if why == "lead" else "Omega"
    draft = team(partners={lead: "LEADS"}, of=call("DUE", **shared))
    assert [one.why for one in lessons_for(draft.row, audience=OFFICE_AUDIENCE)] == [why]
    other = team(partners={"Omega": "LEADS"}, of=call("TRE"))
    assert lessons_for(other.row, audience=OFFICE_AUDIENCE) == ()


def test_lesson_is_never_seen_by_who_was_not_within() -> None:
    first = team("SUBMITTED", {"Alfa": "LEADS", "Beta": "ACCEPTED", "Gamma": "DECLINED", "Delta": "LEFT"})
    write_outcome(consortium=first.row, outcome=decision(), now=NOW)
    draft = team(of=first.row.call, partners={"Alfa": "LEADS", **dict.fromkeys(("Gamma", "Delta", "Zeta"), "ACCEPTED")})
    people = {name: acting_for(firm(name)).audience() for name in ("Alfa", "Beta", "Gamma", "Delta", "Zeta")}
    audiences = people | {"visitor": PUBLIC_AUDIENCE, "office": OFFICE_AUDIENCE}
    assert {name for name, one in audiences.items() if lessons_for(draft.row, audience=one)} == {
        "Alfa",
        "Beta",
        "office",
    }


def test_nothing_is_learnt_of_what_is_not_decided_or_of_which_nothing_was_said() -> None:
    first = team("SUBMITTED", decided_on=date(2026, 10, 30))
    team("REJECTED", of=first.row.call)
    assert lessons_for(team(of=first.row.call).row, audience=OFFICE_AUDIENCE) == ()
