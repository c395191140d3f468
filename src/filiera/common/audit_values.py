"""What a field was and what it became, as the reader says it: decided from the field of the model, never guessed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from filiera.common.in_words import long_date, moment, shortened

NOTHING = "–"
"""How a value that is not there is shown."""

FIELDS_OF = {"registry.Merge": "registry.Organisation"}
"""Whose fields an act on a thing changed, where they are not the thing's own."""


def value_words(label: str, name: str, value: Any) -> str:
    """Say a value that the trail keeps of a field of a kind of thing, as JSON gave it back.

    A kind or a field that is not there any more, and a value that is not one of the field, are given as they stand.
    """
    if is_nothing(value):
        return NOTHING
    if isinstance(value, list):
        return ", ".join(value_words(label, name, one) for one in value)
    field = _field(label, name)
    try:
        return _plain(value) if field is None else _of_field(field, value)
    except (ValidationError, ValueError, TypeError):
        return _plain(value)


def is_nothing(value: Any) -> bool:
    """Tell whether a value is none at all: `no` and zero are values."""
    return value in (None, "", [], {})


def _field(label: str, name: str) -> models.Field[Any, Any] | None:
    try:
        field = apps.get_model(FIELDS_OF.get(label, label))._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return field if isinstance(field, models.Field) else None


def _of_field(field: models.Field[Any, Any], value: Any) -> str:
    labels = dict(field.flatchoices)
    if labels:
        return str(labels.get(value, value))
    if isinstance(field, models.ForeignKey):
        return _("no. %(number)s") % {"number": value} if str(value).isdigit() and _is_counted(field) else str(value)
    known = field.to_python(value)
    if isinstance(field, models.DateTimeField):
        return moment(_aware(known))
    if isinstance(field, models.DateField):
        return long_date(known)
    if isinstance(field, models.FloatField | models.DecimalField):
        return formats.number_format(known, use_l10n=True)
    return _plain(known)


def _is_counted(field: models.ForeignKey[Any, Any]) -> bool:
    """Tell whether what a key points to is known by a number of ours alone, not by a code that people use."""
    return isinstance(field.target_field, models.AutoField | models.BigAutoField)


def _aware(at: datetime) -> datetime:
    return at if timezone.is_aware(at) else timezone.make_aware(at)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return shortened(str(value))
