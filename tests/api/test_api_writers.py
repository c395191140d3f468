"""Who writes through the API: every operation that is no reading, as everybody; refused looks like what is not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from factories.consortium_work import firm, share, team, won
from factories.documents import pdf
from factories.writers import Writers
from filiera.api.entry import api
from filiera.common.models import AuditEvent
from filiera.documents.operations.receiving import Sent
from filiera.funding.models import Call
from filiera.funding.operations.applicants import Share, add_share
from filiera.funding.operations.projects import ResultSaid, add_result, keep_project
from filiera.funding.operations.workspace import PaperSaid, TaskSaid, add_paper, add_task
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db

OFFICE = {"office", "administrator"}
LEAD = {*OFFICE, "lead", "hat of the lead"}
WITHIN = {*LEAD, "partner"}
BOTH = WITHIN
MEMBERS = {"lead", "partner", "asked", "left", "proposed", "declined", "member", "hat of the lead", "hat of another"}
ACTING = {*MEMBERS, "outsider"}
ACCOUNTS = {*ACTING, *OFFICE, "nobody", "auditor", "director", "no hat"}
EVERYBODY = {*ACCOUNTS, "visitor", "session"}
UNRECOGNISED = {"expired", "forged"}

ENTRY = {"id": "NUOVO-1", "title": "Nuovo (esempio)", "rules": {"partners": {"min": 2}}}
TEXT = {"text": "Bando per flaconi (esempio)\nArticolo 4. La durata massima del progetto è di 18 mesi.\n"}
EML = (
    b"From: Ada <ada@esempio.example>\r\nSubject: Una prova (esempio)\r\nMIME-Version: 1.0\r\n\r\nServe una prova.\r\n"
)
FORMS = {"readCallText", "readCallAgain", "addPaper", "addNeedPaper", "takeNeedMail"}
SIGNED = {"on": TODAY.isoformat()}
DAY = TODAY.isoformat()

MAY: dict[str, tuple[set[str], Any]] = {
    "askByBody": (EVERYBODY, {"query": "flaconi"}),
    "checkConsortium": (EVERYBODY, {"call": ENTRY, "consortium": {"partners": []}}),
    "writeCall": (OFFICE, {"call": ENTRY}),
    "changeCall": (OFFICE, {"programme": "FESR"}),
    "showCall": (OFFICE, {"shown": True}),
    "putCallTopic": (OFFICE, {"asked": True}),
    "confirmCallRule": (OFFICE, {}),
    "putCallRule": (OFFICE, {"value": 12}),
    "deleteCallRule": (OFFICE, {}),
    "readCallText": (OFFICE, TEXT),
    "readCallAgain": (OFFICE, TEXT),
    "decideProposals": (OFFICE, {"taken": []}),
    "putCallInterest": (MEMBERS, {"note": "Sì"}),
    "deleteCallInterest": (MEMBERS, {}),
    "followCall": (ACCOUNTS, {}),
    "leaveCall": (ACCOUNTS, {}),
    "writePartnersWanted": (MEMBERS, {"title": "Un laboratorio"}),
    "replyToWanted": (MEMBERS - {"lead", "hat of the lead"}, {"notice": "notice", "note": "Ci siamo."}),
    "closePartnersWanted": (LEAD, {}),
    "decideReply": (LEAD, {"takes": True}),
    "keepSearch": (ACCOUNTS, {"q": "flaconi"}),
    "changeSearch": ({"lead"}, {"told": False}),
    "dropSearch": ({"lead"}, {}),
    "putDigest": (ACCOUNTS, {"told": True, "closing_days": 7}),
    "putLetters": (ACCOUNTS, {"channel": "MAIL", "rhythm": "WEEKLY"}),
    "composeConsortium": (ACTING | OFFICE, {"seconds": 0.5}),
    "beginConsortium": (LEAD, {"name": "Altra", "lead": "alfa", "partners": ["beta"]}),
    "changeConsortium": (LEAD, {"duration_months": 12}),
    "judgeConsortium": (LEAD, {}),
    "moveConsortium": (LEAD, {"to": "ABANDONED"}),
    "putOutcome": (LEAD, {"to": "REJECTED", "on": DAY}),
    "addPartner": (LEAD, {"organisation": "zeta"}),
    "changePartner": (LEAD, {"cost_eur": 10}),
    "removePartner": (LEAD, {}),
    "putLead": (LEAD, {"partner": "beta"}),
    "swapPartner": (LEAD, {"into": "zeta"}),
    "invitePartner": (LEAD, {"organisation": "epsilon", "email": "epsilon@example.org"}),
    "putPartnerAnswer": (LEAD, {"accepts": True}),
    "answerInvitation": ({"asked"}, {"accepts": True}),
    "addTask": (WITHIN, {"what": "Prove di laboratorio"}),
    "putTaskDone": (WITHIN, {"done": True}),
    "dropTask": (LEAD, {}),
    "addPaper": (WITHIN, {"title": "Lettera"}),
    "dropPaper": (LEAD, {}),
    "signPaper": (WITHIN, SIGNED),
    "unsignPaper": (WITHIN, {}),
    "recordProject": (OFFICE, {"title_it": "Altro"}),
    "changeProject": (LEAD, {"acronym": "FLA"}),
    "takeProjectBack": (LEAD, {}),
    "makeProject": (LEAD, {"title_it": "Altro"}),
    "addResult": (LEAD, {"title": "Tappo"}),
    "dropResult": (LEAD, {}),
    "changeApplicant": (LEAD, {"turnover_eur": 1000}),
    "addShare": (LEAD, {"name": "Altra", "share_pct": 5}),
    "addAward": (LEAD, {"granted_on": DAY, "amount_eur": 1000}),
    "putRecognition": (LEAD, {"name": "CTL", "state": "HELD"}),
    "takeAway": (LEAD, {}),
    "writeNeed": (LEAD, {"title": "Una prova", "words": "Serve un challenge test.", "organisation": "alfa"}),
    "changeNeed": (LEAD, {"place": "Crema"}),
    "putNeedTopic": (LEAD, {"asked": True}),
    "answerNeedQuestions": (LEAD, {"answers": {}}),
    "decideNeedProposal": (LEAD, {"takes": True}),
    "handNeedIn": (LEAD, {}),
    "addNeedPaper": (LEAD, {"stage": "PROBLEM"}),
    "takeNeedMail": (OFFICE, {"organisation": "alfa"}),
    "removeNeedPaper": (LEAD, {}),
    "judgeNeedPaper": (OFFICE, {"released": True}),
    "renewNeed": (LEAD, {}),
    "endNeed": (LEAD, {"why": "ELSEWHERE"}),
    "meetSolver": (LEAD, {"meets": True}),
    "readNeed": (OFFICE, {"brief": "Serve una prova.", "looked": True}),
    "returnNeed": (OFFICE, {"why": "Manca il quando."}),
    "askSolvers": (OFFICE, {"solvers": [{"organisation": "zeta", "email": "zeta@example.org", "looked": True}]}),
    "dismissSolver": (OFFICE, {"organisation": "zeta", "why": "È chiuso."}),
    "remindSolver": (OFFICE, {}),
    "writeAnswerDown": (OFFICE, {"says": "NO", "why": "NO_CAPACITY"}),
    "introduceSolver": (OFFICE, {}),
    "addNeedExit": (OFFICE, {"note": "Una prova."}),
    "closeNeedExit": (OFFICE, {"note": "È stata fatta."}),
    "noteMeeting": (OFFICE, {}),
    "takeSolverUp": (OFFICE, {}),
    "putSolverRules": (ACTING, {"a_month": 3, "sizes": ["SMALL"]}),
    "decideNeedCorrection": (BOTH - LEAD | OFFICE, {"organisation": "beta", "competence": "correction", "takes": True}),
    "beginCollaboration": (BOTH, {}),
    "moveCollaboration": (BOTH, {"to": "STOPPED", "why": "Manca il tempo."}),
    "putCollaborationResult": (BOTH, {"result": "Un altro siero.", "value_eur": 1200.5}),
    "agreeToEvidence": (BOTH - OFFICE, {"agrees": True}),
    "sayContent": (BOTH - OFFICE, {"after_days": 30, "mark": 4}),
    "writeOffer": (LEAD, {"title": "Un estratto", "solution": "Conserva.", "organisation": "alfa"}),
    "changeOffer": (LEAD, {"proof": "Un lotto di prova."}),
    "publishOffer": (LEAD, {}),
    "renewOffer": (LEAD, {}),
    "withdrawOffer": (LEAD, {}),
    "putOfferTopic": (LEAD, {"brought": True}),
    "replyToOffer": (ACTING - {"lead", "hat of the lead"}, {"note": "Fa per noi."}),
    "decideOfferReply": (LEAD, {"takes": True}),
    "acceptTerms": ({"partner"}, {}),
    "doubtCompetence": ({"partner"}, {}),
    "answerRequest": ({"partner"}, {"says": "NO", "why": "NO_CAPACITY"}),
}
"""Who writes by which operation, and a body that does; whoever is not named finds nothing there."""

OFFERED = {"renewOffer", "replyToOffer"}
"""Operations on an offer that is published; the others act on a draft."""

OTHERS = {"putOutcome": "submitted", "makeProject": "funded"}
"""Operations on a consortium that is elsewhere on its way."""

NEEDS = {
    "renewNeed": "need in",
    "endNeed": "need in",
    "readNeed": "need in",
    "returnNeed": "need in",
    "askSolvers": "need read",
    "dismissSolver": "need read",
    "meetSolver": "match yes",
    "introduceSolver": "match mutual",
    "addNeedExit": "need read",
    "noteMeeting": "match introduced",
    "takeSolverUp": "match aside",
    "beginCollaboration": "match introduced",
    "moveCollaboration": "match running",
    "putCollaborationResult": "match completed",
    "agreeToEvidence": "match completed",
    "sayContent": "match completed",
    "remindSolver": "match asked",
    "writeAnswerDown": "match asked",
    "acceptTerms": "match asked",
    "doubtCompetence": "match refused",
    "answerRequest": "match asked",
}
"""Which need, or which match, an operation of the need desk acts on; of those that are not named a draft."""

NEED_PAPERS = {"removeNeedPaper", "judgeNeedPaper"}
"""Operations on a paper of a need, not of a consortium."""

THINGS = {
    "/need-proposals/{id}": "proposal",
    "/need-exits/{id}": "need exit",
    "/offer-replies/{id}": "offer reply",
    "/tasks/{number}": "task",
    "/papers/{number}": "paper",
    "/results/{number}": "result",
    "/invitations/{id}": "invitation",
    "/wanted/{id}": "notice",
    "/replies/{id}": "reply",
    "/searches/{id}": "search",
    "/{kind}/{number}": "share",
}
FIXED = {
    "{partner}": "beta",
    "{name}": "duration_max",
    "{competence}": "PK1.CMP.AIR",
    "{kind}": "shares",
    "{id}": "alfa",
}


def operations() -> dict[str, tuple[str, str]]:
    """Give method and path of every operation that is no reading, by its name."""
    return {
        operation["operationId"]: (method, path.removeprefix("/api/v1"))
        for path, found in api.get_openapi_schema()["paths"].items()
        for method, operation in found.items()
        if method != "get"
    }


OPERATIONS = operations()


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        caches["limits"].clear()
        yield


def address(name: str, there: Writers, **instead: object) -> str:
    """Fill the path of an operation with what is there, or with what is given instead."""
    values = there.values | {"consortium": there.values[OTHERS.get(name, "consortium")]} | instead
    path = OPERATIONS[name][1]
    if name in NEED_PAPERS:
        path = path.replace("{number}", str(values["need paper"]))
    for step, thing in THINGS.items():
        path = path.replace(step, step[: step.rindex("/")] + f"/{values[thing]}")
    for start in ("/needs", "/matches", "/requests", "/collaborations"):
        path = path.replace(f"{start}/{{code}}", f"{start}/{values[NEEDS.get(name, 'need')]}")
    path = path.replace("/offers/{code}", f"/offers/{values['offer out' if name in OFFERED else 'offer']}")
    for start, thing in (("/calls", "call"), ("/consortia", "consortium"), ("/projects", "project")):
        path = path.replace(f"{start}/{{code}}", f"{start}/{values[thing]}")
    path = path.replace("/exits/{kind}", "/exits/TRAINING")
    for step, value in FIXED.items():
        path = path.replace(step, str(instead.get(step, value)))
    return path


def answered(name: str, there: Writers, who: str, **instead: object) -> Any:
    """Ask an operation as somebody, and undo what it did."""
    client, token = Client(), there.tokens.get(who)
    if who == "session":
        client.force_login(there.users["office"])
    said = {
        key: there.values.get(value, value) if isinstance(value, str) else value for key, value in MAY[name][1].items()
    }
    if name in ("addPaper", "addNeedPaper"):
        said["file"] = SimpleUploadedFile("lettera.pdf", pdf(2), content_type="application/pdf")
    if name == "takeNeedMail":
        said["file"] = SimpleUploadedFile("mail.eml", EML, content_type="message/rfc822")
    more: dict[str, Any] = {"format": "multipart"} if name in FORMS else {"content_type": "application/json"}
    if token is not None:
        more["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    with transaction.atomic():
        answer = getattr(client, OPERATIONS[name][0])(f"/api/v1{address(name, there, **instead)}", said, **more)
        acts = AuditEvent.objects.count()
        transaction.set_rollback(True)
    assert answer.status_code < 400 or acts == AuditEvent.objects.count(), "what is refused leaves no act"
    return answer


def told(answer: Any) -> dict[str, Any]:
    """Give what a refusal says, without the address that was asked."""
    return {name: value for name, value in json.loads(answer.content).items() if name != "instance"}


def test_every_writing_operation_has_its_row() -> None:
    assert set(OPERATIONS) == set(MAY)


@pytest.mark.parametrize("name", MAY)
def test_who_may_writes_and_to_all_others_there_is_nothing(name: str, there: Writers) -> None:
    absent = told(Client().get("/api/v1/consortia/no-such-thing"))
    may = MAY[name][0]
    for who in sorted(EVERYBODY - may):
        answer = answered(name, there, who)
        assert (answer.status_code, told(answer)) == (404, absent), who
    for who in sorted(may):
        answer = answered(name, there, who)
        assert answer.status_code == 200, (who, answer.content.decode())
    for who in sorted(UNRECOGNISED):
        assert answered(name, there, who).status_code == 401, who


@pytest.mark.parametrize("name", [one for one in MAY if OPERATIONS[one][1].startswith(("/calls/{code}", "/wanted"))])
def test_of_a_call_that_the_office_keeps_nothing_is_there_for_others(name: str, there: Writers) -> None:
    Call.objects.filter(pk=there.call.pk).update(visibility="OFFICE")
    for who in sorted(EVERYBODY - OFFICE):
        assert answered(name, there, who).status_code == 404, who
    for who in sorted(OFFICE & MAY[name][0]):
        assert answered(name, there, who).status_code == 200, who


ELSEWHERE = [
    ("putTaskDone", "task"),
    ("dropTask", "task"),
    ("dropPaper", "paper"),
    ("signPaper", "paper"),
    ("unsignPaper", "paper"),
    ("dropResult", "result"),
    ("takeAway", "share"),
    ("changePartner", "{partner}"),
    ("removePartner", "{partner}"),
    ("swapPartner", "{partner}"),
    ("putPartnerAnswer", "{partner}"),
    ("signPaper", "{partner}"),
]


@pytest.mark.parametrize(("name", "thing"), ELSEWHERE)
def test_what_belongs_elsewhere_is_not_found_by_its_number(name: str, thing: str, there: Writers) -> None:
    other = team("FUNDED", {"Beta": "LEADS", "Zeta": "ACCEPTED"}, of=there.call)
    project = keep_project(said=won("Tappi", share(firm("Beta"), 1, leads=True)), consortium=other.row, now=NOW)
    sent = Sent("accordo.pdf", ContentFile(pdf(3)).chunks())
    elsewhere = {
        "task": add_task(consortium=other.row, task=TaskSaid("Altro"), now=NOW).pk,
        "paper": add_paper(consortium=other.row, paper=PaperSaid("Altro"), file=sent, now=NOW).pk,
        "result": add_result(project=project, result=ResultSaid("Tappo"), now=NOW).pk,
        "share": add_share(held=firm("Beta"), share=Share(10, None, "Altra", TODAY), now=NOW).pk,
        "{partner}": "zeta",
    }
    for who in ("lead", "office"):
        assert answered(name, there, who, **{thing: elsewhere[thing]}).status_code == 404, who
