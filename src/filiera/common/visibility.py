"""Who may see what: levels on objects, one rule and its queryset twin, used by every page, search, count and export."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Whom an object is for. Wider audiences come first; each is an audience, not a rank."""

    PUBLIC = "PUBLIC", _("everybody")
    MEMBERS = "MEMBERS", _("members of the cluster")
    ORGANISATION = "ORGANISATION", _("the organisation and the office")
    OFFICE = "OFFICE", _("the office only")


class Role(models.TextChoices):
    """What a person is for the platform at this moment; `MEMBER` is computed from delegations, never stored."""

    VISITOR = "VISITOR", _("visitor")
    MEMBER = "MEMBER", _("member")
    OFFICE = "OFFICE", _("cluster office")
    ADMINISTRATOR = "ADMINISTRATOR", _("administrator")


@dataclass(frozen=True, slots=True)
class Audience:
    """What one person may see: the role, and the ids of the organisations that the person acts for today."""

    role: Role = Role.VISITOR
    organisation_ids: frozenset[int] = frozenset()

    @property
    def is_office(self) -> bool:
        """Tell whether the person works for the cluster's office."""
        return self.role in (Role.OFFICE, Role.ADMINISTRATOR)

    @property
    def levels(self) -> frozenset[Visibility]:
        """Give the levels that are open whoever owns the object."""
        if self.is_office:
            return frozenset(Visibility)
        if self.role == Role.MEMBER:
            return frozenset({Visibility.PUBLIC, Visibility.MEMBERS})
        return frozenset({Visibility.PUBLIC})

    def may_see(self, level: str, owner_ids: Collection[int] = ()) -> bool:
        """Tell whether an object at `level`, owned by the organisations `owner_ids`, is open to this audience."""
        if level in self.levels:
            return True
        return level in OWNED_LEVELS and not self.organisation_ids.isdisjoint(owner_ids)

    def shared_with(self, other: Audience) -> Audience:
        """Give the audience of what both may see, as a message from one to the other may carry."""
        if self.is_office or other.is_office:
            return other if self.is_office else self
        role = Role.MEMBER if self.role == other.role == Role.MEMBER else Role.VISITOR
        return Audience(role=role, organisation_ids=self.organisation_ids & other.organisation_ids)

    def query(
        self,
        owner_lookup: str | None,
        level_lookup: str = "visibility",
        owner_conditions: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> Q:
        """Give the queryset twin of `may_see`: `owner_lookup` is the path from the row to its owner's id, if it has one.

        `owner_conditions` say which values the fields of the tie to the owner must have, where not every tie owns.
        """
        condition = Q(**{f"{level_lookup}__in": sorted(self.levels)})
        if owner_lookup and self.organisation_ids and not self.is_office:
            owned = {f"{level_lookup}__in": sorted(OWNED_LEVELS), f"{owner_lookup}__in": sorted(self.organisation_ids)}
            condition |= Q(**owned, **{f"{path}__in": sorted(values) for path, values in owner_conditions.items()})
        return condition


OWNED_LEVELS = frozenset({Visibility.PUBLIC, Visibility.MEMBERS, Visibility.ORGANISATION})
"""What an organisation's own people may see of what belongs to it."""

PUBLIC_AUDIENCE = Audience()
OFFICE_AUDIENCE = Audience(role=Role.OFFICE)


def audience_of(user: Any) -> Audience:
    """Give the audience of a request's user; anybody who has not signed in is a visitor."""
    if not getattr(user, "is_authenticated", False):
        return PUBLIC_AUDIENCE
    audience: Audience = user.audience()
    return audience


class VisibleQuerySet(models.QuerySet[Any]):
    """A queryset that can be narrowed to what an audience may see."""

    def visible_to(self, audience: Audience) -> Self:
        """Keep the rows that the audience may see; the twin of `Visible.is_visible_to`."""
        condition = audience.query(self.model.OWNER_LOOKUP, owner_conditions=self.model.OWNER_CONDITIONS)
        if self.model.MANY_OWNERS and audience.organisation_ids:
            return self.filter(pk__in=self.model._base_manager.filter(condition).values("pk"))
        return self.filter(condition)


class Visible(models.Model):
    """Something with a level. `OWNER_LOOKUP` is the ORM path to the id of the organisation that owns it.

    `OWNER_CONDITIONS` narrow that path to the ties that own, by path and the values allowed. `MANY_OWNERS` says that the
    path crosses a table of links, so that a row is not found once per owner.
    """

    OWNER_LOOKUP: ClassVar[str | None] = None
    OWNER_CONDITIONS: ClassVar[Mapping[str, Collection[str]]] = MappingProxyType({})
    MANY_OWNERS: ClassVar[bool] = False

    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.PUBLIC)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True

    def owner_ids(self) -> Collection[int]:
        """Give the ids of the organisations that own this object."""
        return ()

    def is_visible_to(self, audience: Audience) -> bool:
        """Tell whether the audience may see this object; the twin of `VisibleQuerySet.visible_to`."""
        return audience.may_see(self.visibility, self.owner_ids())
