"""Forms that stand several times on a page, once for each row; and the box for an amount of money."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.utils import formats
from django.utils.translation import gettext

from filiera.common.in_words import cents
from filiera.common.written_amounts import NotAnAmount, TwoSenses, written_amount

AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)


def form_of_row(kind: type[AnyForm], key: int | str, data: Any = None, **values: Any) -> AnyForm:
    """Make the form of one row of a page, whose boxes have ids of their own: those of its kind and of the row's key."""
    name = kind.__name__.removesuffix("Form").lower()
    return kind(data, auto_id=f"{name}-{key}-%s", **values)


class shown_again:  # noqa: N801 - it is a function that remembers one form
    """Show a form that was refused in its place on the page, with what was written, and every other form empty."""

    def __init__(self, refused: forms.BaseForm | None) -> None:
        self.refused = refused

    def __call__(self, form: AnyForm) -> AnyForm:
        """Give the refused form where it is this one, known by kind and ids; else this one."""
        refused = self.refused
        if refused is not None and isinstance(refused, type(form)) and refused.auto_id == form.auto_id:
            return refused
        return form

    @property
    def status(self) -> int:
        """Give the status of the answer: 422 where a form was refused."""
        return 200 if self.refused is None else 422


class EuroField(forms.Field):
    """An amount of money in euros, as people and the pages write it in the reader's language: "1.200,00", "1200", "1.200 €"."""

    MOST = Decimal("9999999.99")

    def __init__(self, *, above_zero: bool = False, **values: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **values})
        self.above_zero = above_zero

    def to_python(self, value: Any) -> Decimal | None:
        """Read what was written."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return written_amount(text, decimal_mark=formats.get_format("DECIMAL_SEPARATOR"))
        except TwoSenses as error:
            words = {"text": text, "small": _plain(error.small), "large": _plain(error.large)}
            raise forms.ValidationError(
                gettext("“%(text)s” may be %(large)s or %(small)s: write which, with the cents.") % words
            ) from error
        except NotAnAmount as error:
            words = {"example": _plain(Decimal(1200))}
            raise forms.ValidationError(gettext("Write an amount, for instance %(example)s.") % words) from error

    def validate(self, value: Decimal | None) -> None:
        """Refuse what is too little or too much."""
        super().validate(value)
        if value is None:
            return
        if self.above_zero and value <= 0:
            raise forms.ValidationError(gettext("Write an amount above zero."))
        if value < 0:
            raise forms.ValidationError(gettext("Write an amount that is not below zero."))
        if value > self.MOST:
            raise forms.ValidationError(gettext("Write an amount of at most %(most)s.") % {"most": cents(self.MOST)})

    def prepare_value(self, value: Any) -> Any:
        """Write an amount as the pages do; what somebody wrote stays as it is."""
        return _plain(value) if isinstance(value, Decimal) else value


def _plain(value: Decimal) -> str:
    return formats.number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)
