"""What people write when they share a paper, change for whom it is, sign an agreement, keep a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from filiera.accounts.models import User
from filiera.common.models import Circle
from filiera.common.visibility import Visibility
from filiera.registry.models import Organisation

if TYPE_CHECKING:
    from django.db.models import QuerySet

LEVEL_WORDS = {
    Visibility.PUBLIC: _("Everybody"),
    Visibility.MEMBERS: _("The members of the cluster"),
    Visibility.TABLE: _("Who is enrolled at a table"),
    Visibility.BILATERAL: _("Our organisation, those that we name, and the office"),
    Visibility.NDA: _("Who has signed a confidentiality agreement"),
    Visibility.BOARD: _("The board and the office"),
    Visibility.OFFICE: _("The office only"),
}
CLUSTER_WORDS = {**LEVEL_WORDS, Visibility.BILATERAL: _("The organisations that we name, and the office")}
OWNERS_LEVELS = (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.TABLE, Visibility.BILATERAL, Visibility.NDA)
"""What an organisation chooses from: at the other levels it would no longer see its own paper."""


class LevelsForm(forms.Form):
    """For whom a title and its file are."""

    visibility = forms.ChoiceField(label=_("Who sees title and summary"), initial=Visibility.MEMBERS)
    content_visibility = forms.ChoiceField(
        label=_("Who reads the file"),
        initial=Visibility.MEMBERS,
        help_text=_("Only those who also see the title. Opening what is private is written down."),
    )
    circle = forms.ModelChoiceField(
        Circle.objects.none(),
        label=_("Which table or agreement"),
        required=False,
        empty_label="—",
        help_text=_("Where one of the two is for a table, or under an agreement."),
    )

    def __init__(self, *args: Any, is_clusters: bool, circles: QuerySet[Circle], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = list(Visibility) if is_clusters else list(OWNERS_LEVELS)
        words = CLUSTER_WORDS if is_clusters else LEVEL_WORDS
        for name in ("visibility", "content_visibility"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
            field.choices = [(level.value, words[level]) for level in levels]
        chosen = self.fields["circle"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101 - for the types
        chosen.queryset = circles

    @property
    def levels(self) -> tuple[str, str]:
        """Give the two levels chosen."""
        return self.cleaned_data["visibility"], self.cleaned_data["content_visibility"]


class DocumentForm(LevelsForm):
    """A new paper with its first file."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("What it is about"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(label=_("Language of the paper"), choices=settings.LANGUAGES)
    file = forms.FileField(
        label=_("File"), help_text=_("PDF, DOCX, XLSX, PPTX, ODT, PNG, JPG, CSV, TXT or P7M; without macros.")
    )
    field_order = ("title", "summary", "language", "file", "visibility", "content_visibility", "circle")


class ChangeLevelsForm(LevelsForm):
    """Other levels for a paper, and why."""

    reason = forms.CharField(label=_("Why"), max_length=300, required=False)


class VersionForm(forms.Form):
    """A newer file of a paper."""

    file = forms.FileField(label=_("File"))
    note = forms.CharField(label=_("What changed"), max_length=300, required=False)


class OrganisationForm(forms.Form):
    """An organisation that a paper's owner names."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), to_field_name="code", empty_label="—"
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types
        field.queryset = organisations


class SignForm(forms.Form):
    """A signature under an agreement: that the terms were read, the name, and the digest of what was shown."""

    read = forms.CharField(max_length=64, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name and surname"), max_length=120)
    accepted = forms.BooleanField(
        label=_("I have read the terms and keep to them"),
        error_messages={"required": _("Tick that you accept the terms, or leave the page without signing.")},
    )


class CircleForm(forms.Form):
    """A new table or agreement."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(Circle.Kind.TABLE, _("Table")), (Circle.Kind.NDA, _("Confidentiality agreement"))],
    )
    title = forms.CharField(label=_("Title"), max_length=160)
    terms = forms.CharField(
        label=_("Terms"),
        max_length=20000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("For an agreement: the whole text that each person reads and signs. It cannot be changed later."),
    )


class EnrolForm(forms.Form):
    """Who comes into a circle: a person by the address of the account, or an organisation."""

    email = forms.EmailField(label=_("A person, by e-mail"), required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(merged_into=None).order_by("search_name"),
        label=_("An organisation"),
        to_field_name="code",
        required=False,
        empty_label="—",
    )

    def __init__(self, *args: Any, circle: Circle, **values: Any) -> None:
        super().__init__(*args, **values)
        if circle.kind == Circle.Kind.NDA:
            del self.fields["organisation"]

    def clean_email(self) -> User | None:
        """Find the account of an address."""
        email = self.cleaned_data["email"]
        if not email:
            return None
        user = User.objects.filter(email=email.lower(), is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("No open account has this address: the person needs one first."))
        return user
