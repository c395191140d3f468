"""Organisations that are named at the command line, found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _

from filiera.common.verbs import missing
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.forms_fields import OrganisationField

if TYPE_CHECKING:
    from filiera.registry.models import Organisation


def organisation_named(name: str) -> Organisation:
    """Find an organisation by its public id or its name. Raises CommandError."""
    try:
        found: Organisation = OrganisationField(audience=OFFICE_AUDIENCE).clean(name)
    except forms.ValidationError as error:
        raise missing(_("“%(name)s”: %(said)s") % {"name": name, "said": " ".join(error.messages)}) from error
    return found
