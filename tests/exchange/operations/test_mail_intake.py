"""A need with what came with it: the file of a mail with its attachments, a paper in the first form; nothing half stored."""

from __future__ import annotations

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commands import Spoken
from factories import UserFactory
from factories.needs import TITLE, WORDS, organisation, person_of
from factories.papers import letter, png
from filiera.documents.files import folder, path_of
from filiera.exchange.models import Need
from filiera.exchange.operations.intake import Told, Waiting, sealed, take_mail_in, unsealed, wait_for_need
from filiera.exchange.reading.eml import attached_files, mail_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

PAGE = "need-write-office"


def mail(*files: tuple[str, bytes], sender: str = "Ambra Sottoriva <alba@example.org>") -> bytes:
    """Give the file of a mail with its attachments, and with a picture of the signature that is none."""
    message = EmailMessage()
    message["From"], message["Subject"] = sender, "Challenge test per un siero"
    message["Date"] = "Mon, 23 Nov 2026 09:00:00 +0100"
    message.set_content("Buongiorno,\nci serve un challenge test secondo ISO 11930, entro il 20 gennaio 2027.\n")
    message.add_alternative("<p>Buongiorno</p><img src='cid:firma'>", subtype="html")
    message.get_payload()[1].add_related(png("Ada"), "image", "png", cid="<firma>")  # type: ignore[index,union-attr]
    for name, content in files:
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()


DRAWING, MACRO = ("disegno.pdf", letter("Alba Cosmetici", "La crema si separa")), ("listino.xlsm", b"PK\x03\x04 nulla")


def office() -> Client:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


def filled(client: Client, *files: tuple[str, bytes]) -> tuple[str, dict[str, Any]]:
    """Send the file of a mail, and give the page with what its form begins from."""
    sent = SimpleUploadedFile("mail.eml", mail(*files), content_type="message/rfc822")
    answer = client.post(reverse(PAGE), {"text": "", "mail": sent})
    form = answer.context["form"]
    said = {name: form[name].value() for name in form.fields}
    return answer.content.decode(), {name: "" if value is None else value for name, value in said.items()}


def test_what_hangs_on_a_mail_is_its_files_and_no_picture_of_the_text() -> None:
    assert [name for name, _content in attached_files(mail(DRAWING, MACRO))] == ["disegno.pdf", "listino.xlsm"]
    assert attached_files("Da: Ambra\nOggetto: x\n\nciao") == []
    within = EmailMessage()
    within["Subject"] = "Fuori"
    within.set_content("vedi sotto")
    within.add_attachment(EmailMessage(), filename="altra.eml")
    assert [name for name, _content in attached_files(within.as_bytes())] == ["altra.eml"]


def test_the_office_sends_the_file_of_a_mail_and_its_papers_go_with_the_need() -> None:
    client = office()
    page, said = filled(client, DRAWING, MACRO)
    assert "disegno.pdf" in page
    assert "«listino.xlsm» non va con l’esigenza." in page
    assert not Need.objects.exists()
    assert said["source_text"].startswith("From: Ambra Sottoriva <alba@example.org>")
    said["organisation"] = "Alba Cosmetici"
    client.post(reverse(PAGE), said)
    row = Need.objects.get()
    (paper,) = row.papers.all()
    assert (row.title, row.channel, row.state) == ("Challenge test per un siero", "MAIL", "PUBLISHED")
    assert (paper.file_name, paper.stage, paper.released_at) == ("disegno.pdf", "PROBLEM", None)


def test_what_is_unticked_stays_out_and_what_was_swept_is_told() -> None:
    client = office()
    _page, said = filled(client, DRAWING, ("foto.png", png("Ada")))
    said["organisation"] = "Alba Cosmetici"
    kept = unsealed(said["attached"])[1]
    path_of(kept.digest).unlink()
    answer = client.post(reverse(PAGE), {**said, "papers": [kept.digest]}, follow=True)
    assert not Need.objects.get().papers.exists()
    assert "Ha aspettato più di un giorno: aggiungilo di nuovo all’esigenza." in answer.content.decode()


def test_a_form_with_another_seal_brings_nothing_of_others() -> None:
    secret = Waiting("altrui.pdf", "a" * 64, 10)
    assert unsealed(sealed([secret])) == [secret]
    forged = json.dumps([["altrui.pdf", "a" * 64, 10]])
    assert unsealed(forged) == unsealed(sealed([secret])[:-2]) == unsealed("") == []


def test_what_cannot_be_drawn_is_read_only_with_the_names() -> None:
    taken = take_mail_in(
        mail=mail(("vecchio.csv", b"a,b\n1,2\n"), DRAWING),
        told=Told(organisation("Alba Cosmetici")),
        now=timezone.now(),
    )
    found = {one.file_name: (one.stage, bool(one.clean_digest)) for one in taken.need.papers.all()}
    assert found["disegno.pdf"] == ("PROBLEM", True)
    assert found["vecchio.csv"][1] == (found["vecchio.csv"][0] == "PROBLEM")
    assert taken.left_out == ()


def test_text_and_file_are_both_read_and_neither_is_asked_for() -> None:
    assert mail_of(b"\xef\xbb\xbfciao") == "ciao"
    assert isinstance(mail_of(mail()), bytes)
    assert isinstance(mail_of(b"perch\xe9"), bytes)
    answer = office().post(reverse(PAGE), {"text": "  "})
    assert answer.status_code == 422
    assert "Incolla la mail, o scegli il suo file." in answer.content.decode()


def test_a_mail_larger_than_may_be_sent_is_refused_at_its_field(settings: Any) -> None:
    settings.UPLOAD_MB = 0
    answer = office().post(reverse(PAGE), {"text": "", "mail": SimpleUploadedFile("m.eml", mail())})
    assert answer.status_code == 422
    assert "Il file supera 0 MB: incolla il testo, e aggiungi i documenti all’esigenza." in answer.content.decode()


def test_the_first_form_takes_a_paper_and_one_that_is_refused_stores_nothing() -> None:
    client = Client()
    client.force_login(person_of(organisation("Alba Cosmetici"), "chi@example.org"))
    said = {"title": TITLE, "words": WORDS, "secrecy": "SECRET", "help": "SOLVER"}
    answer = client.post(reverse("need-write"), {**said, "file": SimpleUploadedFile(*MACRO)})
    assert (answer.status_code, Need.objects.count()) == (422, 0)
    assert TITLE in answer.content.decode()
    assert "file" in answer.context["form"].errors
    client.post(reverse("need-write"), {**said, "file": SimpleUploadedFile(*DRAWING)})
    assert [one.file_name for one in Need.objects.get().papers.all()] == ["disegno.pdf"]


def test_the_command_takes_the_files_of_a_mail_and_tells_which_it_cannot(tmp_path: Path) -> None:
    path = tmp_path / "mail.eml"
    path.write_bytes(mail(DRAWING, MACRO, sender="Zoe <zoe@altrove.example>"))
    shape = Spoken("needs").shape("write", "--by-mail", str(path), "--for", "alba-cosmetici")
    assert [one.file_name for one in Need.objects.get(code=shape["id"]).papers.all()] == ["disegno.pdf"]


def test_what_waits_is_kept_under_its_digest_and_what_is_refused_leaves_nothing() -> None:
    before = {path for path in folder().rglob("*") if path.is_file()} if folder().exists() else set()
    waiting, left_out = wait_for_need(mail(MACRO))
    after = {path for path in folder().rglob("*") if path.is_file()}
    assert (waiting, [one.name for one in left_out], after) == ([], ["listino.xlsm"], before)
