"""What people write in the work of a consortium: a task, a paper, a signature, what the evaluators said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from filiera.funding.enums import ConsortiumState
from filiera.funding.forms_rows import RowsForm

if TYPE_CHECKING:
    from filiera.funding.models import Partner


def day_box() -> forms.DateInput:
    """Give the box of a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PartnerField(forms.TypedChoiceField):
    """One of the partners within; empty is nobody."""

    def __init__(self, *args: Any, partners: Iterable[Partner], empty: str = "", **kwargs: Any) -> None:
        self.by_key = {str(one.pk): one for one in partners}
        choices = [("", empty or "–")] if not kwargs.get("required", True) else []
        choices += [(key, one.called) for key, one in self.by_key.items()]
        super().__init__(*args, choices=choices, coerce=self.by_key.get, empty_value=None, **kwargs)


class TaskForm(forms.Form):
    """Something that a partner does by a day."""

    what = forms.CharField(label=_("What is to be done"), max_length=300)
    due_on = forms.DateField(label=pgettext_lazy("day", "By"), widget=day_box(), required=False)

    def __init__(self, *args: Any, partners: Iterable[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = PartnerField(label=_("Who does it"), partners=partners, required=False)
        self.order_fields(["what", "owner", "due_on"])


class PaperForm(forms.Form):
    """A paper for the circle of the consortium."""

    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(
        label=_("File"), help_text=_("PDF, DOCX, XLSX, PPTX, ODT, PNG, JPG, CSV, TXT or P7M; without macros.")
    )
    is_signed_by_all = forms.BooleanField(label=_("Every partner signs it"), required=False)

    def __init__(self, *args: Any, asked: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked:
            self.fields["stands_for"] = forms.ChoiceField(
                label=_("The document of the call that it is"),
                choices=[("", _("none of them")), *asked],
                required=False,
                help_text=_("From then on that document counts as ready."),
            )
        self.order_fields(["title", "file", "stands_for", "is_signed_by_all"])


class SignForm(forms.Form):
    """That a partner has signed a paper."""

    on = forms.DateField(label=_("Signed on"), widget=day_box())

    def __init__(self, *args: Any, partners: Iterable[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"] = PartnerField(label=_("Who has signed"), partners=partners)
        self.order_fields(["partner", "on"])


def _points(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=99_999, decimal_places=2, max_digits=7, required=False, localize=True
    )


class OutcomeForm(RowsForm):
    """What the evaluators decided, and what they gave and said for each criterion."""

    to = forms.ChoiceField(label=_("How it was decided"))
    on = forms.DateField(label=_("Decided on"), widget=day_box())
    total_points = _points(_("Points in all"))
    least_points = _points(_("Points that are needed"))
    note = forms.CharField(
        label=_("What they said of the whole"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=8000,
    )

    def __init__(self, *args: Any, states: Sequence[ConsortiumState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [(one.value, one.label) for one in states]

    def row_fields(self) -> dict[str, forms.Field]:
        """Make the boxes of a criterion."""
        comment = forms.Textarea(attrs={"rows": 2})
        return {
            "name": forms.CharField(label=_("Criterion"), max_length=200, required=False),
            "points": _points(_("Points")),
            "most": _points(_("Out of")),
            "comment": forms.CharField(label=_("Comment"), widget=comment, required=False, max_length=8000),
        }

    def clean(self) -> dict[str, Any]:
        """See to it that each criterion that something is said of has a name, and no more points than there are."""
        found = super().clean() or {}
        for place, row in self.rows_said():
            points, most = row["points"], row["most"]
            if not row["name"] and f"name-{place}" not in self.errors:
                self.add_error(f"name-{place}", gettext("Name the criterion."))
            if points is not None and most is not None and points > most:
                self.add_error(f"points-{place}", gettext("More points than there are: correct one of the two."))
        return found
