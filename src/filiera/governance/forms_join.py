"""The form to join, step by step: what is written is checked in the reader's words, and nothing written is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filiera.common.in_words import long_date
from filiera.common.language import current_language
from filiera.governance.logic.charter import Charter
from filiera.registry.enums import TERM_NEEDED, Kind, Scheme, Size
from filiera.registry.identifiers import InvalidIdentifier, normal_identifier
from filiera.registry.models import Organisation
from filiera.registry.queries.places import is_unknown_municipality, nearest_municipality

APPLYING_KINDS = [choice for choice in Kind.choices if choice[0] not in (Kind.PROGRAMME, Kind.PARTNERSHIP)]
WRONG_DAY = {"invalid": _("Write a day, for instance 31/12/2027.")}


class OrganisationForm(forms.Form):
    """Who applies."""

    code = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)
    name = forms.CharField(
        label=_("Company name"),
        max_length=200,
        error_messages={"required": _("Write its name as in the public register.")},
    )
    vat = forms.CharField(
        label=_("VAT no."),
        required=False,
        max_length=20,
        help_text=_(
            "11 digits, or with the country before it. The last digit is checked. Whoever has none leaves it empty."
        ),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=APPLYING_KINDS, initial=Kind.COMPANY)
    size = forms.ChoiceField(
        label=_("Size"),
        required=False,
        choices=[("", _("choose")), *Size.choices],
        help_text=_(
            "Of a company: micro under 10 people, small under 50, medium under 250. Class and fee follow from it."
        ),
    )
    town = forms.CharField(
        label=_("Town"), max_length=120, error_messages={"required": _("Write the town of its registered seat.")}
    )
    website = forms.URLField(
        label=_("Web site"),
        required=False,
        max_length=300,
        assume_scheme="https",
        error_messages={"invalid": _("This is not a web address. For instance: www.example.org.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("vat", "size"):
            field: Any = self.fields[name]
            field.optional_words = _("for companies")

    def clean_code(self) -> str:
        """Keep the organisation that was picked only while it stands in the register."""
        code: str = self.cleaned_data["code"]
        return code if Organisation.objects.filter(code=code, merged_into=None).exists() else ""

    def clean_vat(self) -> str:
        """Give the number in its normal form."""
        written: str = self.cleaned_data["vat"].strip()
        if not written:
            return ""
        try:
            return normal_identifier(Scheme.VAT, written)
        except InvalidIdentifier as error:
            raise forms.ValidationError(
                gettext("This number is not valid: a digit is wrong or missing. Copy it again from an invoice.")
            ) from error

    def clean(self) -> dict[str, Any]:
        """Ask a company for its number and its size."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("kind") == Kind.COMPANY:
            if not values.get("vat") and "vat" not in self.errors:
                self.add_error("vat", gettext("A company has a VAT number: write it."))
            if not values.get("size") and "size" not in self.errors:
                self.add_error("size", gettext("Choose the size: the class and the fee follow from it."))
        if values.get("town"):
            self._check_town(values["town"], values.get("vat") or "")
        return values

    def clean_town(self) -> str:
        """Keep the town; clean() asks whether it is one where the organisation is Italian."""
        return " ".join(self.cleaned_data["town"].split())

    def _check_town(self, town: str, vat: str) -> None:
        """Ask an organisation with an Italian number for a municipality that there is, and name the nearest."""
        if not vat.startswith("IT") or not is_unknown_municipality(town):
            return
        words, near = gettext("There is no municipality called so."), nearest_municipality(town)
        if near:
            words = gettext("There is no municipality called so. Did you mean %(near)s?") % {"near": near}
        self.add_error("town", words)


class RepresentativeForm(forms.Form):
    """Who stands for it, and by which act."""

    name = forms.CharField(
        label=_("Name of the representative"),
        max_length=120,
        error_messages={"required": _("Write the person's name.")},
    )
    email = forms.EmailField(
        label=_("E-mail of the representative"),
        max_length=254,
        help_text=_("With an account at this address the person speaks and votes once the organisation is a member."),
        error_messages={
            "required": _("Write the person's address."),
            "invalid": _("This is not an e-mail address. For instance: name@example.org."),
        },
    )
    role = forms.CharField(
        label=_("Role in the organisation"),
        max_length=120,
        help_text=_("For instance: sole director, rector’s delegate."),
        error_messages={"required": _("Write what the person is there.")},
    )
    act_words = forms.CharField(
        label=_("Act by which the person may commit it"),
        max_length=200,
        help_text=_("Its kind and number, who signed it: “chamber of commerce extract”, “Rector’s decree no. 412”."),
        error_messages={"required": _("Write the act: the office checks it before the board decides.")},
    )
    act_on = forms.DateField(label=_("Day of the act"), required=False, error_messages=WRONG_DAY)
    act_until_on = forms.DateField(
        label=_("Until"),
        required=False,
        error_messages=WRONG_DAY,
        help_text=_("Its last day. Public bodies and universities always have one."),
    )

    def __init__(self, *args: Any, today: date, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.today = kind, today
        for name in ("act_on", "act_until_on"):
            self.fields[name].widget.attrs |= {"placeholder": gettext("dd/mm/yyyy"), "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        """Ask for an act in force, and for the end of its term where the law of the organisation gives one."""
        values: dict[str, Any] = super().clean() or {}
        start, end = values.get("act_on"), values.get("act_until_on")
        if self.kind in TERM_NEEDED and not end and "act_until_on" not in self.errors:
            self.add_error(
                "act_until_on",
                gettext("A public body or a university names its delegates for a term: write its last day."),
            )
        if start and end and end < start:
            self.add_error("act_until_on", gettext("The term ends before it begins."))
        elif end and end < self.today:
            ended = {"day": long_date(end)}
            self.add_error(
                "act_until_on",
                gettext("This act ended on %(day)s, and nobody could act by it: write the one in force.") % ended,
            )
        if start and start > self.today:
            self.add_error("act_on", gettext("This day is still to come: write the day of an act that is there."))
        return values


class ClassForm(forms.Form):
    """In which class: proposed by kind and size, and the applicant may ask for another that is open."""

    member_class = forms.ChoiceField(
        label=_("Class"), widget=forms.RadioSelect, error_messages={"required": _("Choose a class.")}
    )
    why = forms.CharField(
        label=_("What you expect from it, and what you bring"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In a few words. No prices, volumes or names of customers."),
    )

    def __init__(self, *args: Any, charter: Charter, kind: str, size: str, fees: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        choices = []
        for code in charter.open_classes():
            admission = charter.adhesion.classes.get(code)
            parts = [charter.class_name(code, language)]
            parts += [admission.who(language)] if admission and admission.who(language) else []
            parts += [fees[code]] if fees.get(code) else []
            parts += [] if charter.fits(code, kind, size) else [gettext("not for an organisation like yours")]
            choices.append((code, " · ".join(parts)))
        field = self.fields["member_class"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        field.initial = charter.proposed_class(kind, size)


class StatementsForm(forms.Form):
    """What whoever joins accepts."""

    statute = forms.BooleanField(
        label=_("We have read the statute and accept it."),
        error_messages={"required": _("Without the statute nobody is a member: read it, then accept it.")},
    )
    competition = forms.BooleanField(
        label=_("We accept the rules on competition: no talk of prices, costs, customers, volumes or bids."),
        error_messages={"required": _("Members compete: without these rules the board cannot admit anybody.")},
    )
    privacy = forms.BooleanField(
        label=_("We have read how personal data are used."),
        error_messages={"required": _("Read how personal data are used, then tick here.")},
    )


class PaperForm(forms.Form):
    """A document of the application."""

    title = forms.CharField(
        label=_("What it is"),
        max_length=200,
        help_text=_("For instance: chamber of commerce extract, deed of appointment."),
        error_messages={"required": _("Write what the document is.")},
    )
    file = forms.FileField(label=_("File"), error_messages={"required": _("Choose the file.")})


class AnswerForm(forms.Form):
    """The answer to what the office asked."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write the answer.")},
    )
    title = forms.CharField(
        label=_("Document that goes with it"),
        required=False,
        max_length=200,
        help_text=_("What it is. Empty: the name of the file."),
    )
    file = forms.FileField(label=_("File"), required=False)
