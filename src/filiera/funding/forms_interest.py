"""What people fill in about what they want of calls: searches, how they are told, interest, notices, answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from filiera.funding.models import Consortium
    from filiera.funding.queries.calls import Asked


class KeepForm(forms.Form):
    """The name of a search, and whether what it finds is told."""

    name = forms.CharField(label=_("What it is called"), max_length=120, required=False)
    is_told = forms.BooleanField(label=_("Tell me what is new in it"), required=False, initial=True)


class RenameForm(forms.Form):
    """Another name for a search."""

    name = forms.CharField(label=_("What it is called"), max_length=120)


class DigestForm(forms.Form):
    """Whether letters tell of calls, and how long before one closes."""

    is_told = forms.BooleanField(label=_("Letters tell me of calls"), required=False)
    closing_days = forms.IntegerField(
        label=_("Days before a call closes"),
        min_value=0,
        max_value=90,
        help_text=_("0: not at all. A weekly letter says it a little before, so that it never comes too late."),
    )


class InterestForm(forms.Form):
    """That an organisation is interested."""

    note = forms.CharField(
        label=_("What interests you"), widget=forms.Textarea(attrs={"rows": 2}), max_length=600, required=False
    )
    offers = forms.CharField(
        label=_("What you would bring"), widget=forms.Textarea(attrs={"rows": 2}), max_length=600, required=False
    )
    for_members = forms.BooleanField(
        label=_("Members may see it"),
        required=False,
        help_text=_("Otherwise only your own people and the office do."),
    )


class WantedForm(forms.Form):
    """A notice of partners wanted."""

    title = forms.CharField(label=_("Whom you look for, in a few words"), max_length=160)
    text = forms.CharField(
        label=_("What they would do"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000, required=False
    )
    is_public = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[("0", _("members of the cluster")), ("1", _("everybody"))],
        widget=forms.RadioSelect,
        initial="0",
    )

    def __init__(self, *args: Any, topics: Iterable[Asked], drafts: Collection[Consortium], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.drafts = {str(one.pk): one for one in drafts}
        topic_choices = [(one.code, one.label) for one in topics]
        if topic_choices:
            self.fields["competences"] = forms.MultipleChoiceField(
                label=_("Competences that you look for"),
                choices=topic_choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        if self.drafts:
            self.fields["consortium"] = forms.ChoiceField(
                label=_("For the draft"),
                choices=[("", "–"), *((pk, one.name) for pk, one in self.drafts.items())],
                required=False,
                help_text=_("It is not shown with the notice: whoever you take up is proposed for it."),
            )

    @property
    def consortium(self) -> Consortium | None:
        """Give the draft that was chosen."""
        return self.drafts.get(self.cleaned_data.get("consortium", ""))


class ReplyForm(forms.Form):
    """An answer to a notice."""

    note = forms.CharField(label=_("What you offer"), widget=forms.Textarea(attrs={"rows": 3}), max_length=600)
