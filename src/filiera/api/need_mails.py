"""A need by the mail in which it came: the file of the mail is sent, and the need stands with what hangs on it."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Schema
from ninja.files import UploadedFile

from filiera.api.calls import with_token
from filiera.api.consortium_found import organisation_at
from filiera.api.fields import OrganisationCode
from filiera.api.need_found import whole_need
from filiera.api.need_shapes import NeedShape
from filiera.api.needs import router
from filiera.api.problems import not_found, refused
from filiera.api.shapes import responses
from filiera.common.refusals import Refused
from filiera.exchange.operations.intake import Told, take_mail_in
from filiera.exchange.reading.eml import mail_of


class NeedMailForm(Schema, extra="forbid"):
    """Whose need it is, where its sender does not say; and how secret, where the mail does not."""

    organisation: OrganisationCode | None = None
    secrecy: Literal["OPEN", "RESERVED", "SECRET"] | None = None


class LeftOutShape(Schema):
    """A file of the mail that is not with the need, and why."""

    name: str
    why: str


class MailTakenShape(Schema):
    """A need as it was taken in from a mail."""

    need: NeedShape
    left_out: list[LeftOutShape] = Field(..., description="Files of the mail that are not with the need.")


@router.post("/need-mails", response=responses(MailTakenShape, 400), operation_id="takeNeedMail")
def take(request: HttpRequest, said: Form[NeedMailForm], file: File[UploadedFile]) -> dict[str, Any]:
    """Write down what a mail says, sent as its file (.eml), with what hangs on it; for the office, with a token."""
    if not request.user.has_perm("exchange.route_needs") or not with_token(request):
        raise not_found()
    whose = organisation_at(request, said.organisation, "/organisation") if said.organisation else None
    told = Told(organisation=whose, secrecy=said.secrecy or "")
    try:
        taken = take_mail_in(mail=mail_of(file.read()), told=told, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise refused(error, {"organisation", "file"}) from error
    left_out = [{"name": one.name, "why": one.why} for one in taken.left_out]
    return {"need": whole_need(request, taken.need.code), "left_out": left_out}
