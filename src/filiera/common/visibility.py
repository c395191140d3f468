"""Who may see what: levels on objects, one rule and its queryset twin, used by every page, search, count and export."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from filiera.common.acting import acting_of


class Visibility(models.TextChoices):
    """Whom an object, or a field of it, is for. Each is an audience, not a rank: none contains all the others."""

    PUBLIC = "PUBLIC", _("everybody")
    MEMBERS = "MEMBERS", _("members of the cluster")
    TABLE = "TABLE", _("who is enrolled at the table")
    BILATERAL = "BILATERAL", _("the organisation and whom it names")
    NDA = "NDA", _("who has signed the confidentiality agreement")
    BOARD = "BOARD", _("the board")
    OFFICE = "OFFICE", _("the office only")


OWNED_LEVELS = frozenset(Visibility) - {Visibility.BOARD, Visibility.OFFICE}
"""What an organisation's own people may see of what belongs to it."""

OFFICE_LEVELS = frozenset(Visibility) - {Visibility.NDA}
"""What the office sees, because it must handle it; an agreement that it has not signed binds it like everybody else."""

CIRCLE_LEVELS = frozenset({Visibility.TABLE, Visibility.NDA})
"""The levels that say nothing without a circle: whom they are for is who is named there."""

LOGGED_LEVELS = frozenset({Visibility.TABLE, Visibility.BILATERAL, Visibility.NDA, Visibility.BOARD})
"""What the office opens of others' at these levels is written down, and shown to whoever owns it."""

PLAIN_LEVELS = (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.BILATERAL, Visibility.OFFICE)
"""The levels of what names no circle: the records of the register, and the evidence."""


class Role(models.TextChoices):
    """What a person is for the platform at this moment; `MEMBER` is computed from delegations, never stored."""

    VISITOR = "VISITOR", _("visitor")
    MEMBER = "MEMBER", _("member")
    OFFICE = "OFFICE", _("cluster office")
    ADMINISTRATOR = "ADMINISTRATOR", _("administrator")


@dataclass(frozen=True, slots=True)
class Audience:
    """What one person may see: the role, and the ids of the organisations that the person acts for today.

    `circle_ids` are the tables and the circles of named organisations that the person, or one of those organisations,
    stands in today; `signed_ids` the agreements that this very person has signed and that are in force; `on_board` whether
    the person sits on the board. `owned_levels` is narrower in what two people may both see, and while the office acts on
    an organisation's behalf: it has signed nothing, and what it opens stays the office's opening. `user_id` says whose it
    is, and decides nothing: two people with the same rights have the same audience, and share what is kept for it.
    """

    role: Role = Role.VISITOR
    organisation_ids: frozenset[int] = frozenset()
    circle_ids: frozenset[int] = frozenset()
    signed_ids: frozenset[int] = frozenset()
    on_board: bool = False
    owned_levels: frozenset[Visibility] = OWNED_LEVELS
    user_id: int | None = field(default=None, compare=False)

    @property
    def is_office(self) -> bool:
        """Tell whether the person works for the cluster's office."""
        return self.role in (Role.OFFICE, Role.ADMINISTRATOR)

    @property
    def levels(self) -> frozenset[Visibility]:
        """Give the levels that are open whoever owns the object."""
        if self.is_office:
            return OFFICE_LEVELS
        found = {Visibility.PUBLIC}
        if self.role == Role.MEMBER or self.on_board:
            found.add(Visibility.MEMBERS)
        if self.on_board:
            found.add(Visibility.BOARD)
        return frozenset(found)

    def may_see(self, level: str, owner_ids: Collection[int] = (), circle_id: int | None = None) -> bool:
        """Tell whether what stands at `level`, owned by `owner_ids` and shared with a circle, is open to this audience."""
        if level in self.levels:
            return True
        if level in self.owned_levels and not self.organisation_ids.isdisjoint(owner_ids):
            return True
        return circle_id is not None and circle_id in self._named(level)

    def is_logged(self, level: str, owner_ids: Collection[int] = ()) -> bool:
        """Tell whether opening a thing leaves a line: under an agreement always, at a private level when the office does.

        What the office opens on an organisation's behalf is no opening by its own people.
        """
        if level == Visibility.NDA:
            return True
        is_own = Visibility.NDA in self.owned_levels and not self.organisation_ids.isdisjoint(owner_ids)
        return self.is_office and level in LOGGED_LEVELS and not is_own

    def _named(self, level: str) -> frozenset[int]:
        """Give the circles that open things at a level."""
        if level == Visibility.NDA:
            return self.signed_ids
        return self.circle_ids if level in (Visibility.TABLE, Visibility.BILATERAL) else frozenset()

    def shared_with(self, other: Audience) -> Audience:
        """Give the audience of what both may see, as a message from one to the other may carry."""
        signed = self.signed_ids & other.signed_ids
        if self.is_office or other.is_office:
            narrow = other if self.is_office else self
            owned = narrow.owned_levels - {Visibility.NDA}
            return replace(narrow, signed_ids=signed, owned_levels=owned, user_id=None)
        both_members = all(Visibility.MEMBERS in one.levels for one in (self, other))
        return Audience(
            role=Role.MEMBER if both_members else Role.VISITOR,
            organisation_ids=self.organisation_ids & other.organisation_ids,
            circle_ids=self.circle_ids & other.circle_ids,
            signed_ids=signed,
            on_board=self.on_board and other.on_board,
            owned_levels=self.owned_levels & other.owned_levels,
        )

    def query(
        self,
        owner_lookup: str | None,
        level_lookup: str = "visibility",
        owner_conditions: Mapping[str, Collection[str]] = MappingProxyType({}),
        circle_lookup: str | None = None,
    ) -> Q:
        """Give the queryset twin of `may_see`: `owner_lookup` is the path from the row to its owner's id, if it has one.

        `owner_conditions` say which values the fields of the tie to the owner must have, where not every tie owns;
        `circle_lookup` is the path to the id of the row's circle, if it has one.
        """
        condition = Q(**{f"{level_lookup}__in": sorted(self.levels)})
        beyond = sorted(self.owned_levels - self.levels)
        if owner_lookup and self.organisation_ids and beyond:
            owned = {f"{level_lookup}__in": beyond, f"{owner_lookup}__in": sorted(self.organisation_ids)}
            condition |= Q(**owned, **{f"{path}__in": sorted(values) for path, values in owner_conditions.items()})
        for level in (Visibility.TABLE, Visibility.BILATERAL, Visibility.NDA) if circle_lookup else ():
            named = sorted(self._named(level))
            if named and level not in self.levels:
                condition |= Q(**{level_lookup: level, f"{circle_lookup}__in": named})
        return condition


PUBLIC_AUDIENCE = Audience()
OFFICE_AUDIENCE = Audience(role=Role.OFFICE)


@dataclass(frozen=True, slots=True)
class AudiencePart:
    """What one feature adds to a person's audience: circles, agreements signed, a seat on the board."""

    circle_ids: frozenset[int] = frozenset()
    signed_ids: frozenset[int] = frozenset()
    on_board: bool = False


audience_parts: list[Callable[[Any, frozenset[int], date], AudiencePart]] = []
"""What features above add to an audience, by account, organisations acted for and day; they add themselves when they start.

Each may cost one query, and no more, however many things the person stands in.
"""


def completed(audience: Audience, *, user: Any, today: date) -> Audience:
    """Add to an audience what each feature knows of the person on a day."""
    parts = [part(user, audience.organisation_ids, today) for part in audience_parts]
    acting = acting_of(user)
    on_behalf = acting is not None and acting.on_behalf
    return replace(
        audience,
        owned_levels=audience.owned_levels - {Visibility.NDA} if on_behalf else audience.owned_levels,
        circle_ids=audience.circle_ids.union(*(part.circle_ids for part in parts)),
        signed_ids=audience.signed_ids.union(*(part.signed_ids for part in parts)),
        on_board=audience.on_board or any(part.on_board for part in parts),
        user_id=user.pk,
    )


def audience_of(user: Any) -> Audience:
    """Give the audience of a request's user; anybody who has not signed in is a visitor."""
    if not getattr(user, "is_authenticated", False):
        return PUBLIC_AUDIENCE
    audience: Audience = getattr(user, "kept_audience", None) or user.audience()
    if getattr(user, "keeps_audience", False):
        user.kept_audience = audience
    return audience


def keep_audience(user: Any) -> Any:
    """Let an account that lives as long as one request work its audience out once, however many rules ask."""
    if getattr(user, "is_authenticated", False):
        user.keeps_audience = True
    return user


class VisibleQuerySet(models.QuerySet[Any]):
    """A queryset that can be narrowed to what an audience may see, as a whole or in one field."""

    def visible_to(self, audience: Audience) -> Self:
        """Keep the rows that the audience may see; the twin of `Visible.is_visible_to`."""
        return self._narrowed(audience, self._at(audience, "visibility"))

    def readable_in(self, name: str, audience: Audience) -> Self:
        """Keep the rows of which the audience may read the field `name`; the twin of `Visible.may_read`."""
        return self._narrowed(audience, self._readable(name, audience))

    def matching(self, audience: Audience, sought: Mapping[str, Q]) -> Self:
        """Keep the rows that a condition finds in a field that the audience may read there: `sought` is by field.

        A row is never found by a field that may not be read, so neither lists nor their counts betray it.
        """
        found = Q(pk__in=[])
        for name, condition in sought.items():
            found |= condition & self._readable(name, audience)
        return self._narrowed(audience, found)

    def _readable(self, name: str, audience: Audience) -> Q:
        level = self.model.FIELD_LEVELS.get(name)
        visible = self._at(audience, "visibility")
        return visible & self._at(audience, level) if level else visible

    def _at(self, audience: Audience, level: str) -> Q:
        model = self.model
        return audience.query(model.OWNER_LOOKUP, level, model.OWNER_CONDITIONS, model.CIRCLE_LOOKUP)

    def _narrowed(self, audience: Audience, condition: Q) -> Self:
        if self.model.MANY_OWNERS and audience.organisation_ids:
            return self.filter(pk__in=self.model._base_manager.filter(condition).values("pk"))
        return self.filter(condition)


class Visible(models.Model):
    """Something with a level. `OWNER_LOOKUP` is the ORM path to the id of the organisation that owns it.

    `OWNER_CONDITIONS` narrow that path to the ties that own, by path and the values allowed. `MANY_OWNERS` says that the
    path crosses a table of links, so that a row is not found once per owner. `CIRCLE_LOOKUP` is the path to the id of the
    circle that it is shared with. `FIELD_LEVELS` names the fields that have a level of their own, by the column that holds
    it: such a field is read by whoever may see both the object and that level; every other field goes with the object.
    """

    OWNER_LOOKUP: ClassVar[str | None] = None
    OWNER_CONDITIONS: ClassVar[Mapping[str, Collection[str]]] = MappingProxyType({})
    MANY_OWNERS: ClassVar[bool] = False
    CIRCLE_LOOKUP: ClassVar[str | None] = None
    FIELD_LEVELS: ClassVar[Mapping[str, str]] = MappingProxyType({})

    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.PUBLIC)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True

    def owner_ids(self) -> Collection[int]:
        """Give the ids of the organisations that own this object."""
        return ()

    def is_visible_to(self, audience: Audience) -> bool:
        """Tell whether the audience may see this object; the twin of `VisibleQuerySet.visible_to`."""
        return audience.may_see(self.visibility, self.owner_ids(), self._circle())

    def may_read(self, name: str, audience: Audience) -> bool:
        """Tell whether the audience may read the field `name`; the twin of `VisibleQuerySet.readable_in`."""
        level = self.FIELD_LEVELS.get(name)
        if not self.is_visible_to(audience):
            return False
        return level is None or audience.may_see(getattr(self, level), self.owner_ids(), self._circle())

    def _circle(self) -> int | None:
        found: int | None = getattr(self, self.CIRCLE_LOOKUP) if self.CIRCLE_LOOKUP else None
        return found


def plain_levels(name: str) -> models.CheckConstraint:
    """Give the rule by which a table holds only levels that need no circle; `name` is the rule's own."""
    return models.CheckConstraint(condition=Q(visibility__in=list(PLAIN_LEVELS)), name=name)
