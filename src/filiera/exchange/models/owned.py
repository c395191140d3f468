"""What an organisation keeps at the desk and others may come to see: its needs, its offers."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from filiera.common.visibility import Visible

if TYPE_CHECKING:
    from filiera.registry.models import Organisation


class Owned(Visible):
    """A thing of an organisation's, known by its title."""

    OWNER_LOOKUP: ClassVar[str | None] = "organisation_id"

    if TYPE_CHECKING:
        title: str
        organisation: Organisation
        organisation_id: int

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def audit_about(self) -> str:
        """Give the public id of the organisation whose it is."""
        return self.organisation.code

    def owner_ids(self) -> Collection[int]:
        """Give the organisation whose it is."""
        return (self.organisation_id,)
