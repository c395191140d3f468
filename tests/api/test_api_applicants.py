"""What an organisation says of itself for calls, through the API: for its own people and the office, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from asking import asked, fault, in_session
from factories import UserFactory
from factories.calls import member
from factories.consortium_work import acting_for, firm
from filiera.accounts.models import User
from filiera.common.visibility import Role
from filiera.funding.models import ApplicantProfile, DeMinimisAward
from filiera.registry.models import Opening
from tests_clock import NOW

pytestmark = pytest.mark.django_db
ADDRESS = "/organisations/alfa/applicant"
ACTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "figures": ("patch", "", {"turnover_eur": 1000}),
    "share": ("post", "/shares", {"name": "Socia", "share_pct": 60}),
    "award": ("post", "/awards", {"granted_on": "2026-01-10", "amount_eur": 1000}),
    "recognition": ("put", "/recognitions", {"name": "CTL", "state": "HELD"}),
}


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def own(db: None) -> User:
    member("Alfa", code="alfa")
    member("Beta", code="beta")
    return acting_for(firm("Alfa"))


@pytest.mark.parametrize("act", ACTS)
def test_own_people_and_the_office_write_and_nobody_else(act: str, own: User) -> None:
    method, path, body = ACTS[act]
    for user in (acting_for(firm("Beta")), UserFactory(), None):
        assert asked(method, f"{ADDRESS}{path}", body, user).status_code == 404
        assert asked("get", ADDRESS, None, user).status_code == 404
    assert in_session(method, f"{ADDRESS}{path}", body, own) == 404
    assert not ApplicantProfile.objects.exists()
    for user in (own, UserFactory(role=Role.OFFICE)):
        assert asked(method, f"{ADDRESS}{path}", body, user).status_code == 200


def test_figures_are_written_as_far_as_they_are_named(own: User) -> None:
    said = {"headcount": 12.5, "figures_year": 2025, "operating_seats": ["itc48"], "other_applications": []}
    given = asked("patch", ADDRESS, said, own).json()
    assert (given["headcount"], given["operating_seats"], given["other_applications"]) == (12.5, ["ITC48"], [])
    again = asked("patch", ADDRESS, {"in_difficulty": False, "operating_seats": None}, own).json()
    assert (again["figures_year"], again["in_difficulty"], again["operating_seats"]) == (2025, False, None)
    assert asked("get", ADDRESS, None, own).json() == again


def test_lists_are_added_to_and_taken_from(own: User) -> None:
    share = asked("post", f"{ADDRESS}/shares", {"holder": "beta", "share_pct": 25.5}, own).json()["shares"][0]
    assert (share["holder"], share["name"], share["share_pct"]) == ("beta", "Beta", 25.5)
    asked("post", f"{ADDRESS}/awards", {"granted_on": "2026-01-10", "amount_eur": 100_000}, own)
    whole = asked("patch", ADDRESS, {"awards_known": True}, own).json()
    assert (whole["de_minimis_counted_eur"], whole["de_minimis_left_eur"]) == (100_000, 200_000)
    body = {"name": "CTL", "state": "PENDING", "since_on": "2026-01-10"}
    for state in ("PENDING", "HELD"):
        (row,) = asked("put", f"{ADDRESS}/recognitions", {**body, "state": state}, own).json()["recognitions"]
    assert (row["state"], row["since_on"]) == ("HELD", "2026-01-10")
    award = DeMinimisAward.objects.get()
    for kind, number in (("shares", share["id"]), ("awards", award.pk), ("recognitions", row["id"])):
        other = acting_for(firm("Beta"))
        assert asked("delete", f"/organisations/beta/applicant/{kind}/{number}", {}, other).status_code == 404
        assert asked("delete", f"{ADDRESS}/{kind}/{number}", {}, own).json()[kind] == []
        assert asked("delete", f"{ADDRESS}/{kind}/{number}", {}, own).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "pointer"),
    [
        ("patch", "", {"operating_seats": ["Milano"]}, "/operating_seats/0"),
        ("patch", "", {"turnover_eur": -1}, "/turnover_eur"),
        ("post", "/shares", {"share_pct": 10}, "/holder"),
        ("post", "/shares", {"holder": "nobody", "share_pct": 10}, "/holder"),
        ("post", "/shares", {"name": "Socia", "share_pct": 101}, "/share_pct"),
        ("post", "/awards", {"granted_on": "2099-01-01", "amount_eur": 1}, "/granted_on"),
        ("put", "/recognitions", {"name": "CTL", "state": "FORSE"}, "/state"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(
    method: str, path: str, body: dict[str, Any], pointer: str, own: User
) -> None:
    assert fault(asked(method, f"{ADDRESS}{path}", body, own)) == (422, pointer)


def test_opening_by_the_office_is_written_down(own: User) -> None:
    asked("get", ADDRESS, None, own)
    assert not Opening.objects.exists()
    asked("get", ADDRESS, None, UserFactory(role=Role.OFFICE))
    assert Opening.objects.count() == 1
