"""What an administrator writes about accounts."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from filiera.accounts.models import User
from filiera.common.folding import fold
from filiera.common.visibility import OFFICE_AUDIENCE
from filiera.competence.filters import current_organisations
from filiera.registry.forms_delegates import ActForm
from filiera.registry.models import Organisation


class OrganisationField(forms.CharField):
    """An organisation of the register, by its public id or its whole name."""

    def clean(self, value: object) -> Organisation | None:
        """Find it; empty is none, where the field may be empty."""
        text: str = super().clean(value)
        if not text:
            return None
        rows = current_organisations(OFFICE_AUDIENCE)
        found: list[Organisation] = list(rows.filter(code=text)[:1]) or list(rows.filter(search_name=fold(text))[:2])
        if len(found) != 1:
            raise forms.ValidationError(
                _("The register has no organisation of this name. Write it as its page does, or its public id.")
                if not found
                else _("Two organisations have this name: write the public id, the end of its page's address.")
            )
        return found[0]


class NewAccountForm(forms.Form):
    """A person who will sign in."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        error_messages={
            "required": _("Write the address with which the person signs in."),
            "invalid": _("This is not an e-mail address. For instance: name@example.org."),
        },
    )
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Write the person's name.")})
    role = forms.ChoiceField(label=_("Role"), choices=User.Stored.choices, initial=User.Stored.PERSON)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class RoleForm(forms.Form):
    """The role of an account."""

    role = forms.ChoiceField(label=_("Role"), choices=User.Stored.choices)


class ActsForForm(ActForm):
    """For whom an account acts, and by which act."""

    organisation = OrganisationField(
        label=_("Also acts for"),
        max_length=200,
        help_text=_("Name or public id of an organisation of the register."),
        error_messages={"required": _("Write the name of an organisation.")},
    )
    field_order = ("organisation", "role", "act_words", "act_on", "until_on")
