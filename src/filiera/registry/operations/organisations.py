"""Organisations enter the register, gain names and identifiers, and the invented ones leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from filiera.common import audit, public_ids
from filiera.common.folding import fold, slug
from filiera.common.visibility import Visibility
from filiera.registry.enums import AliasKind, Scheme
from filiera.registry.identifiers import InvalidIdentifier, normal_identifier
from filiera.registry.models import Alias, Group, Identifier, Merge, Organisation, Person, Source

if TYPE_CHECKING:
    from django.db.models import QuerySet


def free_code(name: str) -> str:
    """Give a public id for a name that nobody has yet."""
    return public_ids.free_code(Organisation.objects.all(), slug(name, 72))


@transaction.atomic
def register_organisation(
    *,
    name: str,
    actor: Any = None,
    code: str = "",
    is_example: bool = False,
    visibility: Visibility = Visibility.PUBLIC,
) -> Organisation:
    """Enter an organisation in the register under a name; facts, names and identifiers come after."""
    organisation = Organisation.objects.create(
        code=code or free_code(name),
        name=name[:200],
        search_name=fold(name)[:200],
        is_example=is_example,
        visibility=visibility,
    )
    audit.record(actor=actor, verb="register", thing=organisation, values={"name": name})
    return organisation


def add_alias(
    *, organisation: Organisation, name: str, kind: AliasKind = AliasKind.ALIAS, source: Source | None = None
) -> Alias | None:
    """Add another name, unless it is the first one or known already; give None when nothing was added."""
    name = name.strip()[:200]
    if not name or name == organisation.name:
        return None
    alias, new = Alias.objects.get_or_create(
        organisation=organisation,
        name=name,
        defaults={"search_name": fold(name)[:200], "kind": kind, "source": source},
    )
    return alias if new else None


def add_identifier(
    *, organisation: Organisation, scheme: Scheme, value: str, source: Source | None = None
) -> Identifier | None:
    """Add a checked identifier. An invalid one, or one that another organisation holds, gives None and changes nothing."""
    try:
        normal = normal_identifier(scheme, value)
    except InvalidIdentifier:
        return None
    taken = Identifier.objects.filter(scheme=scheme, value=normal).exclude(scheme=Scheme.DOMAIN)
    if taken.exclude(organisation=organisation).exists():
        return None
    identifier, _new = Identifier.objects.get_or_create(
        organisation=organisation, scheme=scheme, value=normal, defaults={"source": source}
    )
    return identifier


def example_organisations() -> QuerySet[Organisation]:
    """Find the invented organisations."""
    return Organisation.objects.filter(is_example=True)


@transaction.atomic
def remove_examples(*, actor: Any = None) -> dict[str, int]:
    """Remove every invented organisation, person and account, and all that hangs on them; give the counts."""
    from django.contrib.auth import get_user_model

    examples = example_organisations()
    Merge.objects.filter(Q(kept__in=examples) | Q(gone__in=examples)).delete()
    counts = {"organisations": examples.count(), "people": Person.objects.filter(is_example=True).count()}
    examples.update(merged_into=None)
    Person.objects.filter(is_example=True).delete()
    examples.delete()
    Group.objects.filter(is_example=True, organisations=None).delete()
    users = get_user_model().objects.filter(is_example=True)
    counts["accounts"] = users.count()
    users.delete()
    return counts
