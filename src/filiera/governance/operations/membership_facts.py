"""What the members' register says to the register of organisations: since when one is a member, and that it is no longer.

Rights that come with membership are computed from there, so they follow.
"""

from __future__ import annotations

from datetime import date

from filiera.common.partial_date import PartialDate, Precision
from filiera.common.visibility import Visibility
from filiera.registry.enums import Certainty, FactField, SourceKind
from filiera.registry.models import Organisation, Source
from filiera.registry.operations.refresh import NO, YES
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
