"""A company applies, is admitted by the board, pays, downloads its certificate, and a stranger checks it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from factories import UserFactory
from factories.association import planned_meeting, resolution
from filiera.accounts.models import User
from filiera.governance.models import Fee, Member, MembershipApplication, Resolution
from filiera.governance.operations.fees import set_rate

pytestmark = pytest.mark.django_db

STEPS: dict[str, dict[str, str]] = {
    "organisation": {
        "name": "Nuova Cosmetica srl",
        "vat": "00743110157",
        "kind": "COMPANY",
        "size": "SMALL",
        "town": "Crema",
    },
    "representative": {
        "name": "Rosa Nuova (esempio)",
        "email": "rosa@example.org",
        "role": "amministratrice unica",
        "act_words": "Visura camerale",
        "act_on": "10/01/2026",
    },
    "class": {"member_class": "ordinary"},
    "statements": {"statute": "on", "competition": "on", "privacy": "on"},
}

WORDS = {
    "it": {
        "applied": "La domanda è all’ufficio",
        "member": "è socio",
        "genuine": "è autentico",
        "gone": "è stato revocato",
    },
    "en": {
        "applied": "The application is with the office",
        "member": "is a member",
        "genuine": "is genuine",
        "gone": "was revoked",
    },
}


def fill_in(client: Client, lang: str) -> str:
    """Fill in every step without an account; give the code of the application."""
    client.post(f"/{lang}/join/begin/")
    code = MembershipApplication.objects.get().code
    for step, values in STEPS.items():
        response = client.post(f"/{lang}/join/{code}/step/{step}/", values)
        assert response.status_code == 302, response.content.decode()
    return code


@pytest.mark.parametrize("lang", ["it", "en"])
def test_company_applies_is_admitted_pays_and_a_stranger_checks_its_certificate(
    lang: str, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    words, client, office = WORDS[lang], Client(), Client()
    office.force_login(UserFactory(role="OFFICE", email="ufficio@example.org"))
    set_rate(year=timezone.localdate().year, member_class="ordinary", size="", amount_eur=500)  # type: ignore[arg-type]

    # She begins without an account: the link to go on is in her post.
    with django_capture_on_commit_callbacks(execute=True):
        code = fill_in(client, lang)
    link = re.search(rf"/{lang}/join/resume/\S+", mail.outbox[0].body)
    assert link is not None
    elsewhere = Client()
    assert elsewhere.get(link[0]).url == f"/{lang}/join/{code}/step/review/"

    # She signs in where she was, and sends it.
    assert client.post(f"/{lang}/join/{code}/step/review/").status_code == 422
    rosa = User.objects.create_user("rosa@example.org", "prova-prova-prova", name="Rosa Nuova", language=lang)
    client.force_login(rosa)
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(f"/{lang}/join/{code}/step/review/", follow=True)
    assert words["applied"] in sent.content.decode()
    assert elsewhere.get(f"/{lang}/join/{code}/step/review/").status_code == 404

    # The office checks, and puts it to the board.
    desk = f"/{lang}/office/applications/{code}/"
    office.post(f"{desk}take/")
    application = MembershipApplication.objects.get()
    for check in application.checks.all():
        office.post(f"{desk}checks/{check.criterion}/", {f"{check.criterion}-verdict": "PASS"})
    meeting = planned_meeting()
    office.post(f"{desk}agenda/", {"meeting": meeting.pk})
    application.refresh_from_db()
    assert application.item is not None

    # The board adopts it: the closing of the item tells those that hung on it.
    from filiera.governance import hooks

    act: Resolution = resolution(item=application.item, on=timezone.localdate())
    with django_capture_on_commit_callbacks(execute=True):
        for follow in hooks.after_resolution:
            follow(act)
    member = Member.objects.get()
    assert words["member"] in mail.outbox[-1].subject

    # She sees what is due; the office writes down that it came in; the receipt is hers.
    home = f"/{lang}/organisations/{member.organisation.code}/membership/"
    assert "500" in client.get(home).content.decode()
    paid = {"paid_on": timezone.localdate().strftime("%d/%m/%Y"), "amount_eur": "500", "method": "TRANSFER"}
    assert office.post(f"/{lang}/office/fees/{Fee.objects.get().pk}/pay/", paid).status_code == 302
    receipt = client.get(f"{home}receipts/{timezone.localdate().year}/1/")
    assert receipt.content.startswith(b"%PDF")

    # The certificate, and the stranger who checks it.
    client.post(f"{home}certificates/")
    certificate = member.certificates.get()
    pdf = client.get(f"{home}certificates/{certificate.code}/")
    assert pdf.content.startswith(b"%PDF")
    stranger = Client()
    page = stranger.get(f"/{lang}/verify/{certificate.code.lower()}/")
    assert page.status_code == 200
    assert words["genuine"] in page.content.decode()
    assert "Nuova Cosmetica srl" in page.content.decode()
    assert stranger.get(f"{home}certificates/{certificate.code}/").status_code == 302
    assert stranger.get(f"/api/v1/certificates/{certificate.code}").json()["state"] == "VALID"

    # Revoked, it says so and nothing else.
    office.post(f"/{lang}/office/certificates/{certificate.code}/revoke/", {"why": "Errore di stampa"})
    page = stranger.get(f"/{lang}/verify/{certificate.code}/")
    text = page.content.decode()
    assert words["gone"] in text
    assert "Nuova Cosmetica srl" not in text
    assert "Errore di stampa" not in text


def test_certificate_on_paper_says_what_its_page_says(client: Client) -> None:
    import io

    from factories.association import member as member_of
    from filiera.governance.exports_members import certificate_pdf
    from filiera.governance.operations.certificates import issue_certificate

    row = member_of(name="Bilancio Ambiente")
    made = issue_certificate(member=row, now=timezone.now())
    reader = PdfReader(io.BytesIO(certificate_pdf(made)))
    text = " ".join(reader.pages[0].extract_text().split())

    assert made.code in text
    assert "Bilancio Ambiente" in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
