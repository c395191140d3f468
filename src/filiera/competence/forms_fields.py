"""Boxes that other features' forms have too: an organisation, or several, by name."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filiera.competence.filters import current_organisations
from filiera.registry.models import Organisation


class OrganisationField(forms.Field):
    """An organisation by its name or its public id, of those that the reader may see."""

    def __init__(self, *, audience: Any, **values: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"maxlength": "200"}), **values})
        self.audience = audience

    def to_python(self, value: Any) -> Any:
        """Find it."""
        text = " ".join(str(value or "").split())[:200]
        if not text:
            return None
        rows = current_organisations(self.audience)
        found = rows.filter(code=text.lower()).first() or rows.filter(name__iexact=text).first()
        if found is None:
            near = list(rows.filter(name__icontains=text).order_by("search_name")[:4])
            if len(near) == 1:
                return near[0]
            if near:
                names = "; ".join(one.name for one in near)
                raise forms.ValidationError(_("Which of these: %(names)s?"), params={"names": names})
            raise forms.ValidationError(_("Nobody in the register is called like this."))
        return found

    def prepare_value(self, value: Any) -> Any:
        """Show its name."""
        return value.name if isinstance(value, Organisation) else value


class OrganisationsField(forms.Field):
    """Several organisations by names or public ids, apart by commas, semicolons or lines, of those that the reader may see."""

    def __init__(self, *, audience: Any, **values: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"maxlength": "2000"}), **values})
        self._one = OrganisationField(audience=audience, required=False)

    def to_python(self, value: Any) -> list[Organisation]:
        """Find them, each once."""
        found: dict[int, Organisation] = {}
        for one in (part for part in re.split(r"[,;\n]+", str(value or "")[:2000]) if part.strip()):
            try:
                row = self._one.clean(one)
            except forms.ValidationError as error:
                said = {"name": one.strip()[:80], "said": " ".join(error.messages)}
                raise forms.ValidationError(_("“%(name)s”: %(said)s"), params=said) from error
            found[row.pk] = row
        return list(found.values())

    def prepare_value(self, value: Any) -> Any:
        """Show their names."""
        return value if isinstance(value, str) or value is None else ", ".join(one.name for one in value)
