"""What the members' register says to the register of organisations: since when one is a member, and that it is no longer.

Rights that come with membership are computed from there, so they follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from filiera.common.partial_date import PartialDate, Precision
from filiera.common.visibility import Visibility
from filiera.governance.models import Member
from filiera.governance.queries.members import current_member, last_member
from filiera.registry.enums import Certainty, FactField, SourceKind
from filiera.registry.models import Organisation, Source
from filiera.registry.operations.refresh import NO, YES, refresh_columns
from filiera.registry.operations.sources import FactDraft, record_facts, record_source

NAME, NAME_EN = "Libro soci", "Members' register"


def _source(is_example: bool) -> Source:
    name = f"{NAME} (esempio)" if is_example else NAME
    name_en = f"{NAME_EN} (example)" if is_example else NAME_EN
    return record_source(name=name, name_it=name, name_en=name_en, kind=SourceKind.OFFICE, is_example=is_example)


def say_member(*, organisation: Organisation, since: date, is_example: bool) -> None:
    """Say since when an organisation is a member; what the register itself said before gives way.

    One that the register kept hidden while it applied is shown from now on.
    """
    source = _source(is_example)
    organisation.facts.filter(source=source, field=FactField.MEMBER_SINCE).delete()
    if organisation.visibility == Visibility.OFFICE:
        organisation.visibility = Visibility.PUBLIC
        organisation.save(update_fields=["visibility"])
    on = PartialDate(since, Precision.DAY)
    drafts = [
        FactDraft(FactField.MEMBER_SINCE, since.isoformat(), on=on, certainty=Certainty.FILED),
        FactDraft(FactField.MEMBER, YES, on=on, certainty=Certainty.FILED),
    ]
    record_facts(organisation=organisation, source=source, drafts=drafts)


def say_no_member(*, organisation: Organisation, on: date, is_example: bool) -> None:
    """Say that an organisation is no longer a member from a day on."""
    day = PartialDate(on, Precision.DAY)
    draft = FactDraft(FactField.MEMBER, NO, on=day, certainty=Certainty.FILED)
    record_facts(organisation=organisation, source=_source(is_example), drafts=[draft])


def merge_refusal(kept: Organisation, gone: Organisation) -> str:
    """Say why two organisations that are both members cannot be joined: the lines of each stay with its number."""
    members = {row.organisation_id: row for row in Member.objects.filter(organisation__in=[kept, gone], left_on=None)}
    if len(members) < 2:
        return ""
    words = {
        "kept": kept.name,
        "gone": gone.name,
        "first": members[kept.pk].number,
        "second": members[gone.pk].number,
    }
    return (
        _(
            "%(kept)s is member no. %(first)s and %(gone)s member no. %(second)s: the members’ register keeps both. First"
            " write in it that one of the two leaves, then join them."
        )
        % words
    )


@transaction.atomic
def say_again(organisations: Sequence[Organisation]) -> None:
    """Say once more what the members' register knows of organisations that were joined or parted.

    The facts of both came together: that one of them had left would otherwise end the membership of the other.
    """
    for organisation in organisations:
        said = organisation.facts.filter(
            source__name__startswith=NAME,
            source__kind=SourceKind.OFFICE,
            field__in=[FactField.MEMBER, FactField.MEMBER_SINCE],
        )
        row = current_member(organisation) or last_member(organisation)
        if row is None and not said.exists():
            continue
        said.delete()
        if row is None:
            refresh_columns(organisations=[organisation])
        elif row.left_on is None:
            say_member(organisation=organisation, since=row.admitted_on, is_example=row.is_example)
        else:
            say_no_member(organisation=organisation, on=row.left_on, is_example=row.is_example)
