"""The forms of a need's papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from filiera.exchange.enums import Disclosed
from filiera.exchange.reading.eml import mail_of

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


class MailForm(forms.Form):
    """A mail as it is pasted, or the file of one."""

    text = forms.CharField(
        label=_("The mail, with its headers if you have them"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=60_000,
        required=False,
    )
    mail = forms.FileField(
        label=_("Or its file (.eml), with what hangs on it"),
        required=False,
        help_text=_("The mail program gives it by “Save as”, or by dragging the mail to a folder."),
    )

    def clean(self) -> dict[str, Any]:
        """Give what was said as `said`: the text, or the file of the mail."""
        said = super().clean() or {}
        file = said.get("mail")
        if file is not None and file.size > settings.UPLOAD_MB * 1024 * 1024:
            words = gettext("The file is larger than %(mb)s MB: paste the text, and add the papers to the need.")
            self.add_error("mail", words % {"mb": settings.UPLOAD_MB})
        elif file is not None:
            said["said"] = mail_of(file.read())
        elif said.get("text", "").strip():
            said["said"] = said["text"]
        elif not self.errors:
            self.add_error("text", gettext("Paste the mail, or choose its file."))
        return said
