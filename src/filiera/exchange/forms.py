"""What people fill in at the need desk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filiera.common.forms_seen import SeenForm
from filiera.common.in_words import file_size
from filiera.competence.forms_fields import OrganisationField, OrganisationsField
from filiera.exchange.enums import Channel, ClosedWhy, Help, Refusal, Secrecy
from filiera.exchange.operations.intake import unsealed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from filiera.exchange.operations.intake import Waiting
    from filiera.exchange.topic_questions import TopicQuestion

LEVELS = [("", "–"), *((str(level), str(level)) for level in range(1, 10))]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

SECRECIES = [
    (Secrecy.OPEN, _("Open: members read it, with your name")),
    (
        Secrecy.RESERVED,
        _("Reserved: who is asked reads the problem once it accepts conditions, and your name if you agree"),
    ),
    (Secrecy.SECRET, _("Secret: who is asked signs a confidentiality agreement first; nobody else knows of it")),
]


class NeedFields(forms.Form):
    """What is said of a need, by whoever writes it."""

    title = forms.CharField(
        label=_("What you look for, in a line"),
        max_length=160,
        help_text=_("For instance: a filling line for a serum in airless packs, in small batches."),
    )
    words = forms.CharField(
        label=_("The problem, in your own words"),
        widget=forms.Textarea(attrs={"rows": 9}),
        max_length=12_000,
        help_text=_(
            "What there is, what is missing, what was tried. Say by when and where it matters. No prices, volumes or "
            "names of customers."
        ),
    )
    help = forms.ChoiceField(label=_("What would help"), choices=Help.choices, initial=Help.SOLVER)
    secrecy = forms.ChoiceField(
        label=_("Who may know"), choices=SECRECIES, widget=forms.RadioSelect, initial=Secrecy.RESERVED
    )

    def __init__(self, *args: Any, audience: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["excluded"] = OrganisationsField(
            audience=audience,
            label=_("Who must not be asked"),
            required=False,
            help_text=_("Names, apart by commas. They never learn of it."),
        )
        self.fields["allows_competitors"] = forms.BooleanField(
            label=_("Companies that do the same as you may be asked too"), required=False
        )


class NeedForm(NeedFields):
    """A new need, of the organisation acted for."""

    file = forms.FileField(label=_("A paper with it: a drawing, a photograph, a specification"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "At most %(mb)s MB; solvers read it once the office has looked at it. On the next page you add more."
        ) % {"mb": settings.UPLOAD_MB}
        self.order_fields(("title", "words", "file"))


class DetailForm(SeenForm, NeedFields):
    """All of a need: what was written, and what was read in it; `fixed` are fields that whoever writes may not change now."""

    deadline_on = forms.DateField(label=_("An answer is needed by"), required=False, widget=DAY)
    place = forms.CharField(label=_("Where"), required=False, max_length=120)
    trl_start = forms.TypedChoiceField(
        label=_("Maturity now (TRL)"), choices=LEVELS, required=False, coerce=int, empty_value=None
    )
    trl_end = forms.TypedChoiceField(
        label=_("Maturity wanted (TRL)"), choices=LEVELS, required=False, coerce=int, empty_value=None
    )
    enough = forms.IntegerField(
        label=_("How many solvers you would meet"), min_value=1, max_value=9, initial=2, required=False
    )

    def __init__(self, *args: Any, fixed: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in fixed:
            # What was typed before the need was read is sent along: it stays in its box, with the refusal.
            self.fields[name].disabled = self.add_prefix(name) not in self.data

    def clean_enough(self) -> int:
        """Two where nothing is said."""
        said: int | None = self.cleaned_data.get("enough")
        return said or 2


class QuestionsForm(forms.Form):
    """The questions that are asked of a need by what it seeks."""

    def __init__(self, *args: Any, asked: Sequence[TopicQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in asked:
            self.fields[one.code] = forms.CharField(label=one.words, required=False, max_length=400)


class OfficeNeedForm(NeedFields):
    """A need that the office writes down for somebody."""

    def __init__(self, *args: Any, audience: Any, **kwargs: Any) -> None:
        super().__init__(*args, audience=audience, **kwargs)
        first = {
            "organisation": OrganisationField(
                audience=audience,
                label=_("For whom"),
                help_text=_("By its name in the register."),
                error_messages={"required": _("Say whose need it is.")},
            ),
            "contact_name": forms.CharField(label=_("Who asked"), required=False, max_length=120),
            "contact_email": forms.EmailField(
                label=_("Mail address of whoever asked"),
                required=False,
                help_text=_("Answers go there; without one, to the organisation’s contact person."),
            ),
            "channel": forms.ChoiceField(
                label=_("How it came"),
                choices=[one for one in Channel.choices if one[0] != Channel.FORM],
                initial=Channel.PHONE,
            ),
            "attached": forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000),
            "source_text": forms.CharField(
                label=_("The mail or the note, as it came"),
                widget=forms.Textarea(attrs={"rows": 5}),
                required=False,
                max_length=60_000,
                help_text=_("For the office alone."),
            ),
        }
        self.fields = {**first, **self.fields}
        sent = self["attached"].value() or ""
        self.waiting = unsealed(sent)
        if self.waiting:
            choices = [(one.digest, f"{one.name}, {file_size(one.size)}") for one in self.waiting]
            self.fields["papers"] = forms.MultipleChoiceField(
                label=_("What hangs on the mail"),
                widget=forms.CheckboxSelectMultiple,
                choices=choices,
                initial=[digest for digest, _label in choices],
                required=False,
                help_text=_("Ticked, it goes with the need; solvers read it once you have looked at it."),
            )

    def chosen_files(self) -> list[Waiting]:
        """Give the files of the mail that go with the need."""
        chosen = self.cleaned_data.get("papers", ())
        return [one for one in self.waiting if one.digest in chosen]


class ReadForm(forms.Form):
    """What solvers read of a need, as the office lets it go out."""

    brief = forms.CharField(
        label=_("What solvers read"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=12_000,
        help_text=_("Take out what gives away who asks, and prices, volumes, customers."),
    )
    looked = forms.BooleanField(
        label=_("I have looked: nothing in it gives anybody away, and no secret of the trade is told"), required=False
    )


class ReturnForm(forms.Form):
    """Why a need goes back to its writer."""

    why = forms.CharField(label=_("What is missing"), widget=forms.Textarea(attrs={"rows": 3}), max_length=600)


class ChaseForm(forms.Form):
    """A reminder as it leaves."""

    words = forms.CharField(
        label=_("The letter"),
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("An empty line begins a new paragraph. The link by which it is answered stands under it."),
    )
    looked = forms.BooleanField(
        label=_("I have looked: it tells neither who asks nor what may not be read yet"), required=False
    )


class DismissForm(forms.Form):
    """Why a solver is set aside."""

    why = forms.CharField(label=_("Why"), max_length=300)


class EndForm(forms.Form):
    """How a need ended."""

    why = forms.ChoiceField(label=_("Why"), choices=[("SOLVED", _("It is solved")), *ClosedWhy.choices])
    note = forms.CharField(label=_("A word on it"), required=False, max_length=400)


class AnswerForm(forms.Form):
    """What a solver answers on its page."""

    says = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("YES", _("Yes, it is for us")),
            ("LATER", _("Later, on this day")),
            ("NO", _("No, for this reason")),
            ("OTHER", _("Somebody else of ours answers")),
        ],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("Later: on which day"), required=False, widget=DAY)
    why = forms.ChoiceField(label=_("No: why"), choices=[("", "–"), *Refusal.choices], required=False)
    who = forms.CharField(label=_("Somebody else: name and mail address"), required=False, max_length=200)
    note = forms.CharField(
        label=_("A word with it"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=1000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate() + timedelta(days=14)


class SignForm(forms.Form):
    """The signature under a confidentiality agreement."""

    name = forms.CharField(
        label=_("Your name and family name: they stand for your signature"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class MeetForm(forms.Form):
    """Why a solver is not to be met."""

    note = forms.CharField(label=_("Why not? The office alone reads it"), required=False, max_length=600)
