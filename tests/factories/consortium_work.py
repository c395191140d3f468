"""Consortia at work: a lead, partners in their states, people who act for them, and how far the consortium is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.calls import call, rules
from filiera.accounts.models import User
from filiera.funding.drafts_projects import PartnerSaid, ProjectSaid, SourceSaid
from filiera.funding.enums import CallLevel, PartnerRole
from filiera.funding.models import Call, Consortium, Partner
from filiera.registry.models import Organisation
from tests_clock import NOW, TODAY

SUBMITTED_AT = NOW - timedelta(days=60)


def firm(name: str, **values: Any) -> Organisation:
    """Give an organisation by its name, the same one for the same name."""
    return Organisation.objects.filter(name=name).first() or OrganisationFactory(name=name, **values)


def acting_for(organisation: Organisation, **values: Any) -> User:
    """Give an account that acts for an organisation."""
    user = UserFactory(**values)
    DelegateFactory(user=user, organisation=organisation)
    return user


@dataclass
class Team:
    """A consortium with its partners by the name of their organisation."""

    row: Consortium
    partners: dict[str, Partner] = field(default_factory=dict)

    def fresh(self) -> Consortium:
        """Give the consortium as it stands in the database."""
        return Consortium.objects.select_related("call", "circle").get(pk=self.row.pk)


def team(
    state: str = "DRAFT",
    partners: dict[str, str] | None = None,
    *,
    name: str = "Flaconi leggeri (esempio)",
    of: Call | None = None,
    **values: Any,
) -> Team:
    """Give a consortium in a state; without `partners` Alfa leads, Beta has accepted, Gamma is asked, Delta has left."""
    of = of or call(rules=rules(docs=["application", "project_agreement"]))
    if state in ("SUBMITTED", "RESERVE", "FUNDED", "REJECTED"):
        values.setdefault("submitted_at", SUBMITTED_AT)
    row = Consortium.objects.create(
        code=f"team-{Consortium.objects.count()}",
        call=of,
        name=name,
        state=state,
        visibility="BILATERAL",
        created_at=NOW,
        changed_at=NOW,
        **values,
    )
    made = Team(row)
    said = partners or {"Alfa": "LEADS", "Beta": "ACCEPTED", "Gamma": "INVITED", "Delta": "LEFT"}
    for place, (title, standing) in enumerate(said.items()):
        made.partners[title] = Partner.objects.create(
            consortium=row,
            organisation=firm(title),
            state=standing,
            ordinal=place,
            invited_at=None if standing in ("LEADS", "PROPOSED") else NOW,
        )
    return made


def won(title: str = "Progetto (esempio)", *partners: PartnerSaid, **values: Any) -> ProjectSaid:
    """Give what is said of a funded project that began in 2022; what is named replaces that."""
    said: dict[str, Any] = {
        "title_it": title,
        "programme": "Collabora (esempio)",
        "level": CallLevel.REGIONAL,
        "starts_on": date(2022, 5, 1),
        "ends_on": date(2024, 4, 30),
        "source": SourceSaid("Decreto di concessione (esempio)", "https://example.org/decreto", TODAY),
    }
    return ProjectSaid(partners=partners, **{**said, **values})


def share(organisation: Organisation | str, grant: int | None, *, leads: bool = False) -> PartnerSaid:
    """Give a partner of a project with what it gets, in euro."""
    role = PartnerRole.LEAD if leads else PartnerRole.PARTNER
    amount = None if grant is None else Decimal(grant)
    if isinstance(organisation, str):
        return PartnerSaid(name=organisation, country="FR", role=role, grant_eur=amount)
    return PartnerSaid(organisation=organisation, role=role, grant_eur=amount)
