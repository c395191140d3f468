"""What people fill in about what came of a need: a collaboration, its result, what else the need became; a solver's rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from filiera.common.forms import EuroField
from filiera.common.language import localised
from filiera.competence.models import Competence
from filiera.exchange.enums import CollaborationState, ExitKind
from filiera.exchange.forms import DAY
from filiera.exchange.operations.solvers import MOST_A_MONTH
from filiera.registry.enums import Size
from filiera.registry.models import Province


class StepForm(forms.Form):
    """How far a collaboration is."""

    to = forms.ChoiceField(label=_("How far is it"))
    why = forms.CharField(label=_("Where it stopped: why"), required=False, max_length=400)

    def __init__(self, *args: Any, states: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.value, one.label) for one in CollaborationState if one.value in states]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]  # the stubs know no choices of a field


MARKS = [(5, _("Very well")), (4, _("Well")), (3, _("So so")), (2, _("Not well")), (1, _("Nothing came of it"))]


class ContentForm(forms.Form):
    """How content a side of an introduction is."""

    mark = forms.TypedChoiceField(label=_("How did it go?"), choices=MARKS, coerce=int, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("A word about it"), required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )


class ResultForm(forms.Form):
    """What came of a collaboration."""

    result = forms.CharField(
        label=_("What came of it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=6000,
        help_text=_("The two of you and the office read it."),
    )
    value_eur = EuroField(
        label=_("What it was worth, in euro"), required=False, help_text=_("Only sums over many are ever shown.")
    )
    public_title = forms.CharField(
        label=_("A title that everybody may read"),
        required=False,
        max_length=200,
        help_text=_("With it the collaboration can become evidence on both pages, once both of you agree."),
    )


class ExitForm(forms.Form):
    """What a need becomes besides."""

    kind = forms.ChoiceField(label=_("It is also"), choices=ExitKind.choices)
    note = forms.CharField(label=_("What is to be done"), required=False, max_length=600)


class RulesForm(forms.Form):
    """Which requests an organisation wants."""

    wanted = forms.MultipleChoiceField(
        label=_("Only about these matters"), required=False, widget=forms.CheckboxSelectMultiple
    )
    unwanted = forms.MultipleChoiceField(
        label=_("Never about these"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sizes = forms.MultipleChoiceField(
        label=_("Only from enterprises of this size"),
        choices=Size.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It counts for open needs: of the others nobody learns who asks."),
    )
    provinces = forms.MultipleChoiceField(
        label=_("Only from these provinces"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It counts for open needs: of the others nobody learns who asks."),
    )
    a_month = forms.IntegerField(
        label=_("At most so many a month"), required=False, min_value=0, max_value=MOST_A_MONTH
    )
    paused_until_on = forms.DateField(label=_("None until"), required=False, widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = Competence.objects.filter(level=1, successor=None).order_by("ordinal")
        matters = [(row.code, localised(row, "label")) for row in stages]
        provinces = Province.objects.filter(in_region=True).order_by("name").values_list("code", "name")
        for name in ("wanted", "unwanted"):
            self.fields[name].choices = matters  # type: ignore[attr-defined]
        self.fields["provinces"].choices = list(provinces)  # type: ignore[attr-defined]
