"""Factories: rows that are valid by themselves, with what the test does not speak of filled in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from filiera.accounts.models import User
from filiera.common.folding import fold, slug
from filiera.competence.models import Claim, Evidence, EvidenceLink, MapRun
from filiera.registry.models import Delegate, Organisation, Source


class UserFactory(DjangoModelFactory[User]):
    """An account; `password` is `prova-prova-prova`."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"persona{n}@example.org")
    name = factory.Sequence(lambda n: f"Persona {n} (esempio)")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(password="prova-prova-prova", **kwargs)


class SourceFactory(DjangoModelFactory[Source]):
    """A public page."""

    class Meta:
        model = Source

    name = factory.Sequence(lambda n: f"Fonte {n} (esempio)")
    key = factory.Sequence(lambda n: f"key-{n}")
    url = factory.Sequence(lambda n: f"https://fonte{n}.example/pagina")


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """A public company without a place."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Ditta {n}")
    code = factory.LazyAttribute(lambda row: slug(row.name))
    search_name = factory.LazyAttribute(lambda row: fold(row.name))
    kind = "COMPANY"
    country = "IT"


class DelegateFactory(DjangoModelFactory[Delegate]):
    """A delegation in force since 2020."""

    class Meta:
        model = Delegate

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    act = "Incarico (esempio)"
    from_on = date(2020, 1, 1)


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """A public product of 2024."""

    class Meta:
        model = Evidence

    uid = factory.Sequence(lambda n: f"test:{n}")
    kind = "PRODUCT"
    title_it = factory.Sequence(lambda n: f"Prova {n}")
    on = date(2024, 5, 1)
    on_precision = "D"
    source = factory.SubFactory(SourceFactory)
    digest = factory.Sequence(lambda n: f"digest-{n}")


class LinkFactory(DjangoModelFactory[EvidenceLink]):
    """The tie of a holder, found by name."""

    class Meta:
        model = EvidenceLink

    evidence = factory.SubFactory(EvidenceFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    band = "SAME"
    mention = factory.LazyAttribute(lambda row: row.organisation.name if row.organisation else "?")
    mention_key = factory.Sequence(lambda n: f"mention-{n}")


class RunFactory(DjangoModelFactory[MapRun]):
    """A computation of the map."""

    class Meta:
        model = MapRun

    parameters = {"whole": True}
    reader = "test"
    model = "hash-v1"
    input_digest = "x"
    on = date(2026, 11, 25)
    finished_at = datetime(2026, 11, 25, 8, tzinfo=UTC)


class ClaimFactory(DjangoModelFactory[Claim]):
    """A claim as visitors see it."""

    class Meta:
        model = Claim

    organisation = factory.SubFactory(OrganisationFactory)
    competence_id = "PK1.CMP.AIR"
    seen_by = "PUBLIC"
    strength = 0.6
    proofs = 1
    reason_it = "Un brevetto."
    reason_en = "A patent."
    run = factory.SubFactory(RunFactory)
