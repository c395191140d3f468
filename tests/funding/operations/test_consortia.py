"""Consortia: begun, changed, asked, exchanged, moved on; who sees them at each state of a partner."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from factories import DelegateFactory, UserFactory, calls
from filiera.accounts.models import AnswerLink
from filiera.accounts.operations_links import LinkIsOver, answer_link
from filiera.common.models import AuditEvent, OutgoingMail
from filiera.common.visibility import Audience, Role
from filiera.funding.enums import ConsortiumState, PartnerState
from filiera.funding.logic.steps import CONSORTIUM_STEPS, PARTNER_STEPS
from filiera.funding.models import Call, Consortium, Partner
from filiera.funding.operations.consortia import (
    Place,
    Step,
    add_partner,
    begin_consortium,
    check_consortium,
    hand_lead,
    move_consortium,
    remove_partner,
    set_partner,
    set_project,
    swap_partner,
)
from filiera.funding.operations.invitations import (
    AGAIN_AFTER,
    answer_invitation,
    ask_back,
    invite_partner,
    note_answer,
    reopen_answer,
)
from filiera.funding.operations.refusals import FundingRefused
from filiera.funding.queries.consortia import consortia_open_to
from filiera.registry.models import Organisation
from tests_clock import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return calls.call(rules=calls.rules(partners={"min": 3, "max": 4}, duration_max=24))


@pytest.fixture
def rows() -> dict[str, Organisation]:
    return {name: calls.member(name) for name in ("Alba", "Beta", "Gamma", "Delta")}


@pytest.fixture
def consortium(call: Call, rows: dict[str, Organisation]) -> Consortium:
    places = (Place(rows["Beta"], cost_eur=Decimal(1000)), Place(rows["Gamma"]))
    return begin_consortium(call=call, name="Airless (esempio)", lead=rows["Alba"], places=places, now=NOW)


def partner(consortium: Consortium, name: str) -> Partner:
    return consortium.partners.get(organisation__name=name)


def sees(consortium: Consortium, *owners: Organisation, role: Role = Role.MEMBER) -> bool:
    audience = Audience(role=role, organisation_ids=frozenset(one.pk for one in owners))
    found = Consortium.objects.get(pk=consortium.pk)
    listed = consortia_open_to(audience).filter(pk=consortium.pk).count()
    assert listed == int(found.is_visible_to(audience))
    return bool(listed)


def test_consortium_begins_with_its_lead_and_who_is_proposed(consortium: Consortium) -> None:
    found = {one.called: (one.state, one.cost_eur) for one in consortium.partners.all()}
    assert found == {
        "Alba": (PartnerState.LEADS, None),
        "Beta": (PartnerState.PROPOSED, Decimal(1000)),
        "Gamma": (PartnerState.PROPOSED, None),
    }
    assert AuditEvent.objects.filter(verb="begin-consortium", about="alba").count() == 1


@pytest.mark.parametrize(
    ("state", "is_seen"),
    [
        (PartnerState.LEADS, True),
        (PartnerState.ACCEPTED, True),
        (PartnerState.PROPOSED, False),
        (PartnerState.INVITED, False),
        (PartnerState.DECLINED, False),
        (PartnerState.LEFT, False),
    ],
)
def test_only_who_is_within_and_the_office_see_it(
    consortium: Consortium, rows: dict[str, Organisation], state: str, is_seen: bool
) -> None:
    if state == PartnerState.LEADS:
        assert sees(consortium, rows["Alba"])
    else:
        Partner.objects.filter(organisation=rows["Beta"]).update(state=state)
        assert sees(consortium, rows["Beta"]) is is_seen
    assert not sees(consortium, rows["Delta"])
    assert not sees(consortium, role=Role.VISITOR)
    assert sees(consortium, role=Role.OFFICE)


def test_partner_comes_once_and_may_come_back_after_declining(
    consortium: Consortium, rows: dict[str, Organisation]
) -> None:
    with pytest.raises(FundingRefused):
        add_partner(consortium=consortium, place=Place(rows["Beta"]), now=NOW)
    beta = partner(consortium, "Beta")
    Partner.objects.filter(pk=beta.pk).update(state=PartnerState.DECLINED)
    assert add_partner(consortium=consortium, place=Place(rows["Beta"]), now=NOW).pk == beta.pk
    assert partner(consortium, "Beta").state == PartnerState.PROPOSED


def test_exchange_keeps_what_was_borne(consortium: Consortium, rows: dict[str, Organisation]) -> None:
    came = swap_partner(partner=partner(consortium, "Beta"), into=Place(rows["Delta"]), now=NOW)
    assert (came.called, came.cost_eur) == ("Delta", Decimal(1000))
    assert not consortium.partners.filter(organisation=rows["Beta"]).exists()


def test_exchange_for_who_is_in_changes_nothing(consortium: Consortium, rows: dict[str, Organisation]) -> None:
    with pytest.raises(FundingRefused):
        swap_partner(partner=partner(consortium, "Beta"), into=Place(rows["Gamma"]), now=NOW)
    assert {one.called for one in consortium.partners.all()} == {"Alba", "Beta", "Gamma"}


def test_lead_stays_until_another_leads(consortium: Consortium) -> None:
    with pytest.raises(FundingRefused):
        remove_partner(partner=partner(consortium, "Alba"), now=NOW)
    hand_lead(partner=partner(consortium, "Beta"), now=NOW)
    states = {one.called: one.state for one in consortium.partners.all()}
    assert states == {"Alba": "ACCEPTED", "Beta": "LEADS", "Gamma": "PROPOSED"}
    remove_partner(partner=partner(consortium, "Alba"), now=NOW)
    assert partner(consortium, "Alba").state == PartnerState.LEFT


def test_parts_by_kind_of_research_are_within_the_whole(consortium: Consortium) -> None:
    values = {
        "cost_eur": Decimal(100),
        "industrial_research_eur": Decimal(80),
        "experimental_development_eur": Decimal(30),
    }
    with pytest.raises(FundingRefused) as refused:
        set_partner(partner=partner(consortium, "Beta"), values=values, now=NOW)
    assert refused.value.field == "cost_eur"
    assert partner(consortium, "Beta").cost_eur == Decimal(1000)


def test_verdict_is_kept_with_its_version_and_falls_with_a_change(consortium: Consortium) -> None:
    judgement = check_consortium(consortium=consortium, now=NOW)
    held = Consortium.objects.get(pk=consortium.pk)
    assert (held.verdict, held.checked_version) == (str(judgement.verdict), 1)
    set_project(consortium=consortium, values={"duration_months": 20}, now=NOW)
    assert Consortium.objects.get(pk=consortium.pk).verdict == ""


@pytest.mark.parametrize("before", ConsortiumState.values)
@pytest.mark.parametrize("after", ConsortiumState.values)
def test_no_step_leaves_its_table(consortium: Consortium, before: str, after: str) -> None:
    consortium.partners.exclude(state=PartnerState.LEADS).update(state=PartnerState.ACCEPTED)
    Consortium.objects.filter(pk=consortium.pk).update(state=before, submitted_at=NOW)
    step = Step(after)
    if after in CONSORTIUM_STEPS.after(before):
        assert move_consortium(consortium=consortium, step=step, now=NOW).state == after
    else:
        with pytest.raises(FundingRefused):
            move_consortium(consortium=consortium, step=step, now=NOW)
        assert Consortium.objects.get(pk=consortium.pk).state == before


def test_ready_waits_for_every_answer(consortium: Consortium) -> None:
    with pytest.raises(FundingRefused, match="Beta"):
        move_consortium(consortium=consortium, step=Step("READY"), now=NOW)
    consortium.partners.exclude(state=PartnerState.LEADS).update(state=PartnerState.ACCEPTED)
    assert move_consortium(consortium=consortium, step=Step("READY"), now=NOW).state == "READY"


def test_what_was_submitted_is_not_changed_any_more(consortium: Consortium, rows: dict[str, Organisation]) -> None:
    Consortium.objects.filter(pk=consortium.pk).update(state="SUBMITTED", submitted_at=NOW)
    beta = partner(consortium, "Beta")
    acts: list[Any] = [
        lambda: add_partner(consortium=consortium, place=Place(rows["Delta"]), now=NOW),
        lambda: remove_partner(partner=beta, now=NOW),
        lambda: set_partner(partner=beta, values={"cost_eur": Decimal(1)}, now=NOW),
        lambda: set_project(consortium=consortium, values={"name": "Altro"}, now=NOW),
        lambda: hand_lead(partner=beta, now=NOW),
        lambda: invite_partner(partner=beta, email="a@example.org", now=NOW),
    ]
    for act in acts:
        with pytest.raises(FundingRefused):
            act()
    assert answer_invitation(partner=beta, accepts=True, now=NOW) is None


def test_decision_does_not_come_before_the_submission(consortium: Consortium) -> None:
    Consortium.objects.filter(pk=consortium.pk).update(state="SUBMITTED", submitted_at=NOW)
    with pytest.raises(FundingRefused):
        move_consortium(consortium=consortium, step=Step("FUNDED", on=date(2020, 1, 1)), now=NOW)


def asked(consortium: Consortium, monkeypatch: pytest.MonkeyPatch) -> str:
    """Invite Beta, and give the token of the link that is mailed."""
    tokens: list[str] = []
    place = "filiera.accounts.operations_links.secrets.token_urlsafe"
    monkeypatch.setattr(place, lambda length: tokens.append(f"segno{length}") or tokens[-1])
    invite_partner(partner=partner(consortium, "Beta"), email="beta@example.org", now=NOW)
    return tokens[0]


def test_partner_says_yes_from_the_link_and_takes_it_back(
    consortium: Consortium, rows: dict[str, Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = asked(consortium, monkeypatch)
    assert Consortium.objects.get(pk=consortium.pk).state == ConsortiumState.INVITING
    assert not sees(consortium, rows["Beta"])
    monkeypatch.undo()
    given = answer_link(token=token, choice="YES", note="", now=NOW)
    assert given.is_new
    assert partner(consortium, "Beta").state == PartnerState.ACCEPTED
    assert sees(consortium, rows["Beta"])
    assert not answer_link(token=token, choice="NO", note="", now=NOW).is_new
    undo = AnswerLink.objects.get(undoes=given.link)
    assert undo.expires_at == NOW + timedelta(hours=48)


def test_what_a_partner_asked_stays_when_its_yes_is_noted(
    consortium: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = asked(consortium, monkeypatch)
    monkeypatch.undo()
    answer_link(token=token, choice="MORE", note="Quanto dura?", now=NOW)
    said = answer_invitation(partner=partner(consortium, "Beta"), accepts=True, now=NOW)
    assert said is not None
    assert (said.state, said.answer) == (PartnerState.ACCEPTED, "Quanto dura?")


def test_link_of_who_was_taken_out_is_over(consortium: Consortium, monkeypatch: pytest.MonkeyPatch) -> None:
    token = asked(consortium, monkeypatch)
    monkeypatch.undo()
    remove_partner(partner=partner(consortium, "Beta"), now=NOW)
    with pytest.raises(LinkIsOver):
        answer_link(token=token, choice="YES", note="", now=NOW)


def test_second_invitation_ends_the_first(consortium: Consortium, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(consortium, monkeypatch)
    monkeypatch.undo()
    invite_partner(partner=partner(consortium, "Beta"), email="altra@example.org", now=NOW)
    links = AnswerLink.objects.filter(kind="consortium-invitation")
    assert [(one.email, one.revoked_at is not None) for one in links.order_by("pk")] == [
        ("beta@example.org", True),
        ("altra@example.org", False),
    ]


def test_answer_that_the_office_writes_down_ends_the_link(
    consortium: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(consortium, monkeypatch)
    note_answer(partner=partner(consortium, "Beta"), accepts=False, now=NOW)
    links = AnswerLink.objects.filter(kind="consortium-invitation")
    assert [one.revoked_at is not None for one in links] == [True]


def test_invitation_needs_an_address(consortium: Consortium) -> None:
    with pytest.raises(FundingRefused) as refused:
        invite_partner(partner=partner(consortium, "Gamma"), now=NOW)
    assert refused.value.field == "email"
    assert partner(consortium, "Gamma").state == PartnerState.PROPOSED


ACTS: dict[str, Any] = {
    "proposed again": lambda one: add_partner(consortium=one.consortium, place=Place(one.organisation), now=NOW),
    "asked": lambda one: invite_partner(partner=one, email="a@example.org", now=NOW),
    "says yes": lambda one: answer_invitation(partner=one, accepts=True, now=NOW),
    "says no": lambda one: answer_invitation(partner=one, accepts=False, now=NOW),
    "takes it back": lambda one: reopen_answer(partner=one, now=NOW),
    "yes by hand": lambda one: note_answer(partner=one, accepts=True, now=NOW),
    "no by hand": lambda one: note_answer(partner=one, accepts=False, now=NOW),
    "taken out": lambda one: remove_partner(partner=one, now=NOW),
    "leads": lambda one: hand_lead(partner=one, now=NOW),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("before", PartnerState.values)
def test_no_act_moves_a_partner_past_its_table(consortium: Consortium, before: str, act: str) -> None:
    name = "Alba" if before == PartnerState.LEADS else "Beta"
    Partner.objects.filter(pk=partner(consortium, name).pk).update(state=before)
    try:
        ACTS[act](partner(consortium, name))
    except FundingRefused:
        assert partner(consortium, name).state == before
        return
    after = consortium.partners.filter(organisation__name=name).values_list("state", flat=True).first()
    gone = before == PartnerState.PROPOSED and act == "taken out"
    assert (after is None) is gone
    assert gone or after == before or after in PARTNER_STEPS.after(before)


@pytest.mark.parametrize("act", ["yes by hand", "takes it back", "taken out", "asked"])
def test_who_comes_or_goes_makes_a_draft_again_of_what_was_ready(consortium: Consortium, act: str) -> None:
    consortium.partners.exclude(state=PartnerState.LEADS).update(state=PartnerState.ACCEPTED)
    before = PartnerState.DECLINED if act in ("yes by hand", "asked") else PartnerState.ACCEPTED
    Partner.objects.filter(pk=partner(consortium, "Beta").pk).update(state=before)
    Consortium.objects.filter(pk=consortium.pk).update(state="READY", verdict="pass", checked_version=1)
    ACTS[act](partner(consortium, "Beta"))
    held = Consortium.objects.get(pk=consortium.pk)
    assert (held.state, held.verdict, held.checked_version) == ("DRAFT", "", None)


@pytest.mark.parametrize(("minutes", "letters"), [(0, 1), (4, 1), (5, 2)])
def test_second_click_on_ask_sends_no_second_letter(consortium: Consortium, minutes: int, letters: int) -> None:
    assert timedelta(minutes=5) == AGAIN_AFTER
    for moment in (NOW, NOW + timedelta(minutes=minutes)):
        invite_partner(partner=partner(consortium, "Beta"), email="beta@example.org", now=moment)
    assert AnswerLink.objects.filter(kind="consortium-invitation").count() == letters
    assert AuditEvent.objects.filter(verb="invite-partner").count() == letters


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda one: answer_invitation(partner=one, accepts=True, words="Volentieri", now=NOW), "Beta partecipa"),
        (lambda one: answer_invitation(partner=one, accepts=False, words="Volentieri", now=NOW), "Beta non partecipa"),
        (lambda one: ask_back(partner=one, words="Volentieri", now=NOW), "Beta chiede"),
        (lambda one: note_answer(partner=one, accepts=True, words="Volentieri", now=NOW), ""),
    ],
)
def test_who_leads_is_told_what_an_invited_partner_says(
    consortium: Consortium, rows: dict[str, Organisation], act: Any, said: str
) -> None:
    DelegateFactory(user=UserFactory(email="alba@example.org"), organisation=rows["Alba"])
    Partner.objects.filter(organisation=rows["Beta"]).update(state="INVITED", invited_at=NOW)
    for _click in range(2):
        act(partner(consortium, "Beta"))
    letters = OutgoingMail.objects.filter(verb="answer-invitation")
    told = [(one.email, said in one.subject + one.body, "Volentieri" in one.body) for one in letters]
    assert told == ([("alba@example.org", True, True)] if said else [])
    assert AuditEvent.objects.filter(verb="answer-invitation").count() == 1
