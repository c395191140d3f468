"""The office reads texts of calls, with a token: a new call, or an amendment; each thing read is taken or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Field, File, Form, Schema
from ninja.files import UploadedFile
from pydantic import AfterValidator, StrictBool, StrictInt
from pydantic_core import PydanticCustomError

from filiera.api.calls import CallCode, router, with_token
from filiera.api.calls_office import OPTIONS, call_kept, kept_shape
from filiera.api.filters import READABLE
from filiera.api.problems import not_found, refused, wrong_at
from filiera.common.refusals import Refused
from filiera.funding.operations.edit import Edit
from filiera.funding.operations.proposals import call_from_text, decide_proposals, propose_from_text
from filiera.funding.operations.texts import text_of

if TYPE_CHECKING:
    from filiera.funding.operations.texts import GivenText

TAKES = ("text", "pdf")
LONGEST = 1_000_000


def _short(text: str) -> str:
    """Refuse a text that is too long. Raises PydanticCustomError."""
    if len(text) > LONGEST:
        raise PydanticCustomError("string_too_long", "too long", {"max_length": LONGEST})
    return text


class TextForm(Schema, extra="forbid"):
    """The text of a call as it is pasted, or as the source of a web page, of a million characters at most.

    It is empty where a PDF is sent.
    """

    text: Annotated[str, AfterValidator(_short)] = ""


class ProposalsBody(Schema, extra="forbid"):
    """The proposals that are taken, by their numbers; all others are refused.

    `amends`: the call itself was amended, not only our reading of it.
    """

    taken: list[Annotated[StrictInt, Field(ge=1, lt=2**63)]] = Field([], max_length=1000)
    amends: StrictBool = False
    note: str = Field("", max_length=400, pattern=READABLE)


@router.post("/texts", operation_id="readCallText", **OPTIONS)
def read(request: HttpRequest, said: Form[TextForm], pdf: File[UploadedFile | None] = None) -> dict[str, Any]:
    """Read a text or a PDF, as multipart form data, into a new call; for the office, with a token."""
    if not request.user.has_perm("funding.keep_calls") or not with_token(request):
        raise not_found()
    try:
        found = _text(said, pdf)
        made = call_from_text(text=found.text, pages=found.pages, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise refused(error, TAKES) from error
    return kept_shape(request, made.code)


@router.post("/calls/{code}/texts", operation_id="readCallAgain", **OPTIONS)
def read_again(
    request: HttpRequest, code: CallCode, said: Form[TextForm], pdf: File[UploadedFile | None] = None
) -> dict[str, Any]:
    """Read the text of an amendment, as multipart form data: what it says otherwise waits; for the office, with a token."""
    call = call_kept(request, code)
    try:
        found = _text(said, pdf)
        propose_from_text(call=call, text=found.text, pages=found.pages, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise refused(error, TAKES) from error
    return kept_shape(request, code)


@router.post("/calls/{code}/proposals", operation_id="decideProposals", **OPTIONS)
def decide(request: HttpRequest, code: CallCode, body: Body[ProposalsBody]) -> dict[str, Any]:
    """Take the proposals that are named and refuse the others that wait; for the office, with a token."""
    found, taken = call_kept(request, code), set(body.taken)
    waiting = set(found.proposals.filter(state="OPEN").values_list("pk", flat=True))
    for place, one in enumerate(body.taken):
        if one not in waiting:
            raise wrong_at(f"/taken/{place}")
    try:
        edit = Edit(amends=body.amends, note=body.note)
        decide_proposals(call=found, taken=taken, edit=edit, now=timezone.now(), actor=request.user)
    except Refused as error:
        raise refused(error) from error
    return kept_shape(request, code)


def _text(said: TextForm, pdf: UploadedFile | None) -> GivenText:
    """Give the text that was sent, in one of the two ways. Raises ApiProblem and Refused."""
    if bool(said.text.strip()) == (pdf is not None):
        raise wrong_at("/text", _("Paste the text, or choose the PDF: one of the two."))
    return text_of({"text": said.text, "pdf": pdf})
