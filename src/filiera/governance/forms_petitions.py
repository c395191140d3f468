"""What is written about requests for an assembly: why it is asked for, and what stands on a sheet of signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filiera.governance.forms_meetings import day_field
from filiera.governance.models import Member
from filiera.governance.wording_articles import in_brackets

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PaperSignatureForm(forms.Form):
    """A signature on paper under a request, as the office records it."""

    member = forms.ModelChoiceField(
        label=_("For which member"),
        queryset=Member.objects.none(),
        empty_label=_("Choose one"),
        error_messages={"required": _("Choose the member for which it was signed.")},
    )
    name = forms.CharField(label=_("Who signed"), max_length=120, error_messages={"required": _("Write who signed.")})
    signed_on = day_field(label=_("Day written on it"))

    def __init__(self, *args: Any, members: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["member"]
        field.queryset = members
        field.label_from_instance = lambda row: row.organisation.name


class PetitionForm(forms.Form):
    """A request for an assembly; `article` is the one of the statute that asks for reasons."""

    title = forms.CharField(
        label=_("What the assembly should decide"),
        max_length=160,
        error_messages={"required": _("Write what the assembly should decide.")},
    )
    reasons = forms.CharField(label=_("Reasons"), max_length=6000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, article: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words, field = {"article": in_brackets(article)}, self.fields["reasons"]
        field.help_text = gettext("A request must give them%(article)s.") % words
        field.error_messages["required"] = gettext("Write the reasons: a request must give them%(article)s.") % words


class PaperPetitionForm(PetitionForm, PaperSignatureForm):
    """A request for an assembly that members bring on a sheet, as the office opens it."""

    field_order = ("member", "name", "signed_on", "title", "reasons")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].label = gettext("Which member asks")
        self.fields["name"].label = gettext("Who signed for it")
        self.fields["signed_on"].label = gettext("Day of the sheet")
        self.fields["signed_on"].help_text = gettext("The other signatures on paper may be dated from this day on.")
