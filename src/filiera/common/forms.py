"""Forms that stand several times on a page: once for each row."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms

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
