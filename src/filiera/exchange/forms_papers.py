"""The forms of a need's papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filiera.exchange.enums import Disclosed

WHEN = [
    (Disclosed.PROBLEM, _("With the problem: a copy drawn anew, with no name of a file, of who wrote it or when")),
    (Disclosed.NAMES, _("Only with your name: the file as it is")),
]


class NeedPaperForm(forms.Form):
    """A paper that goes with a need."""

    file = forms.FileField(label=_("The file"))
    stage = forms.ChoiceField(
        label=_("When solvers may read it"), choices=WHEN, widget=forms.RadioSelect, initial=Disclosed.PROBLEM
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext(
            "PDF, PNG, JPG, TXT or CSV to be read with the problem; office files with your name. At most %(mb)s MB."
        ) % {"mb": settings.UPLOAD_MB}


class KeepBackForm(forms.Form):
    """Why a paper does not go out."""

    why = forms.CharField(label=_("Why it does not go out: whoever sent it reads that"), max_length=400)
