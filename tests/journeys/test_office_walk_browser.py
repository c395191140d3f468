"""The walk of the issue's office worker: a messy workbook, three doubts, CORDIS, three questions, a shortlist sent."""

from __future__ import annotations

import csv
import email
import io
import zipfile
from email import policy
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from journeys.conftest import followed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from conftest import Site

pytestmark = pytest.mark.browser

DOUBTS = ["Vetreria del Ticino sas", "Macchine Vacchelli & Figli", "Quaderno 0 srl"]
ROWS = [
    ["ALBA COSMETICI S.R.L.", "", "CREMA", 61, "polveri, airless"],
    [DOUBTS[0], "", "Vigevano", 35, "vetro per profumo"],
    [DOUBTS[1], "", "Soncino", 11, "riparazione macchine"],
    [DOUBTS[2], "", "Sesto San Giovanni", 9, "software di laboratorio"],
    [None, None, None, None, None],
    ["Tintoria Provvisoria di Pandino", "", "Pandino", "~12", "colori in prova"],
    ["Magazzino del Mattino", "", "Bagnolo", 7, "deposito"],
    ["Stamperia del Rovescio", "01234567890", "Lodi", "45-50 (stag.)", "etichette"],
]
PROJECT = ["id", "acronym", "status", "title", "startDate", "endDate", "totalCost", "ecMaxContribution", "objective"]
ORGANISATION = [
    "projectID",
    "organisationID",
    "vatNumber",
    "name",
    "shortName",
    "activityType",
    "city",
    "country",
    "role",
]


def workbook(path: Path) -> Path:
    """Write a workbook as an office keeps it: a title, a gap, the header on the fourth line, an empty row."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Elenco"
    sheet.append(["Elenco soci 2026, bozza"])
    sheet.append([])
    sheet.append([])
    sheet.append(["Rag. Soc.", "P.IVA/CF", "citta", "dip.", "cosa fanno"])
    for row in ROWS:
        sheet.append(row)
    book.save(path)
    return path


def cordis(path: Path) -> Path:
    """Write a small zip in the layout of CORDIS, with one project of an organisation of the register and a damaged row."""

    def table(head: list[str], rows: list[list[str]]) -> str:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writerows([head, *rows])
        return out.getvalue()

    projects = [
        [
            "900000001",
            "SETALUCE",
            "SIGNED",
            "Silk proteins for airless serums",
            "2025-01-01",
            "2028-12-31",
            "1000000",
            "900000",
            "Silk proteins for preservative-free serums in airless packs, filled in small batches.",
        ],
        ["", "NESSUNO", "SIGNED", "A row without its number", "2025-01-01", "2028-12-31", "1", "1", "Nothing."],
    ]
    partners = [
        ["900000001", "900000011", "", "ALBA COSMETICI SRL", "ALBA", "PRC", "Crema", "IT", "coordinator"],
        ["900000001", "900000012", "", "ENTE MAI SENTITO", "EMS", "REC", "Lyon", "FR", "participant"],
    ]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("csv/project.csv", table(PROJECT, projects))
        archive.writestr("csv/organization.csv", table(ORGANISATION, partners))
    return path


def sign_in(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/it/sign-in/")
    page.locator("input[name=login]").fill("ufficio@example.org")
    page.locator("input[name=password]").fill(site.password)
    followed(page.locator("main").get_by_role("button", name="Accedi"))


def test_office_worker_walks_from_a_workbook_to_a_sent_shortlist(site: Site, browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, site)
    bring_workbook(page, site, tmp_path)
    bring_cordis(page, site, tmp_path)
    ask_three_questions(page, site)
    send_shortlist(page, site)
    page.close()


def bring_workbook(page: Page, site: Site, folder: Path) -> None:
    page.goto(f"{site.url}/it/office/imports/new/")
    page.set_input_files("input[type=file]", workbook(folder / "soci_2026.xlsx"))
    followed(page.locator("main form button.btn").first)
    followed(page.get_by_role("button", name="Fai la prova"))
    page.wait_for_url("**/trial/")
    assert "Niente è ancora cambiato" in page.locator("h1").inner_text()
    errors = page.locator("table", has_text="Come si rimedia").inner_text()
    assert "Bagnolo Mella" in errors
    assert "01234567890" in errors
    followed(page.get_by_role("link", name="Vai ai dubbi"))
    for name in DOUBTS:
        followed(page.locator("button", has_text="Sono lo stesso").and_(page.locator("button", has_text=name)))
    if "/confirm/" not in page.url:
        followed(page.get_by_role("link", name="Vai alla conferma"))
    followed(page.get_by_role("button", name="Porta dentro"))
    page.goto(f"{site.url}/it/organisations/?q=tintoria provvisoria")
    assert "Tintoria Provvisoria di Pandino" in page.locator("main").inner_text()


def bring_cordis(page: Page, site: Site, folder: Path) -> None:
    page.goto(f"{site.url}/it/office/evidence/")
    page.locator("select[name=kind]").select_option("cordis")
    page.set_input_files("input[type=file]", cordis(folder / "cordis.zip"))
    followed(page.locator("main form button.btn").last)
    page.wait_for_selector("text=Niente è ancora cambiato:", timeout=30_000)
    followed(page.get_by_role("button", name="Portalo dentro"))
    page.wait_for_selector("text=Calcola la mappa", timeout=30_000)
    followed(page.get_by_role("button", name="Calcola la mappa"))
    page.goto(f"{site.url}/it/organisations/alba-cosmetici/")
    assert "Silk proteins for airless serums" in page.locator("#evidence").locator("xpath=..").inner_text()
    page.goto(f"{site.url}/it/office/unknown/")
    followed(page.get_by_role("link", name="Sconosciuti"))
    assert "ENTE MAI SENTITO" in page.locator("main").inner_text()


def ask_three_questions(page: Page, site: Site) -> None:
    for question, expected in (
        ("chi fa proteine della seta per sieri in airless", "Alba Cosmetici"),
        ("challenge test secondo ISO 11930 su una crema", "Prove Martesana"),
        ("tubi in polietilene riciclato", "Tubi Oglio"),
    ):
        page.goto(f"{site.url}/it/ask/")
        page.locator("textarea[name=q]").first.fill(question)
        followed(page.get_by_role("button", name="Chiedi").first)
        page.wait_for_url("**/ask/?q=*")
        assert expected in page.locator("ol.answers").inner_text()
        followed(page.get_by_role("button", name=f"Tieni {expected}"))


def send_shortlist(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/it/shortlist/")
    assert page.locator("article.entry").count() == 3
    page.get_by_label("A", exact=True).fill("socia@example.org")
    followed(page.get_by_role("button", name="Manda"))
    assert "Mandata a socia@example.org" in page.locator("main").inner_text()
    mails = [one for one in (site.var / "mail").iterdir() if "socia@example.org" in one.read_text(encoding="utf-8")]
    (path,) = mails
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    assert "Tubi Oglio" in body.get_content()
    (attachment,) = message.iter_attachments()
    assert attachment.get_content()[:5] == b"%PDF-"
