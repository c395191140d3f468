"""An assembly in a real browser, without a script: the first call fails, the second is held with a proxy and a secret election,
its minutes are approved, signed, filed, and a stranger verifies the book."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from journeys.conftest import FILIERA, entered, environment, followed

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from journeys.conftest import Site

pytestmark = pytest.mark.browser

CONVENED = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from filiera.governance.models import Body, Meeting
from filiera.governance.operations.agenda import ItemPlan, add_item
from filiera.governance.operations.candidates import set_candidates
from filiera.governance.operations.convening import convene_meeting
from filiera.governance.operations.meetings import MeetingPlan, plan_meeting
now = timezone.now()
first = now - timedelta(days=1, minutes=5)
plan = MeetingPlan("Assemblea della prova (esempio)", first, second_at=now - timedelta(minutes=2), place="Crema",
                   remote_url="https://video.example.org/prova")
meeting = plan_meeting(body=Body.objects.get(code="assembly"), plan=plan, is_example=True)
today = timezone.localdate(now)
item = add_item(meeting=meeting, plan=ItemPlan("Elezione del revisore", kind="ELECTION", vote_mode="SECRET", seats=1,
                                               proposal="Si elegge il revisore."), today=today)
set_candidates(item=item, names=["Dario Contalbene (esempio)", "Lia Pareggiani (esempio)"])
convene_meeting(meeting=meeting, now=first - timedelta(days=30), sends=False, accepts_unreached=True)
print(meeting.pk)
"""
"""The assembly was convened a month ago: no browser can wait for the days of a notice, so the operations are told the days."""

THERE = 12
"""How many the office marks as present in the room: more than a quarter of those with a vote, whom the statute asks for."""


@pytest.fixture
def meeting(site: Site) -> int:
    """Convene the assembly in the served demo, and give its number."""
    done = subprocess.run(
        [sys.executable, "-c", CONVENED], env=environment(site.var), check=True, capture_output=True, text=True
    )
    return int(done.stdout.strip().splitlines()[-1])


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def act(page: Page, value: str) -> None:
    """Press the button that does an act."""
    followed(page.locator(f"button[name=act][value='{value}']").first)


def test_an_assembly_from_its_failed_first_call_to_the_book(
    site: Site, browser: Browser, meeting: int, tmp_path: Path
) -> None:
    office = entered(browser, site, "ufficio@example.org", 1440)
    alba = entered(browser, site, "alba@example.org", 390)
    colloidi = entered(browser, site, "colloidi@example.org", 390)
    here, desk = f"{site.url}/it/meetings/{meeting}/", f"{site.url}/it/meetings/{meeting}/desk/"

    office.goto(desk)
    followed(office.locator("a[href$='/desk/no-quorum/']").first)
    act(office, "no-quorum")
    office.goto(desk)
    assert "seconda convocazione" in office.locator("main").inner_text()

    colloidi.goto(here)
    colloidi.get_by_text("Dai una delega").click()
    colloidi.locator("select[name=holder]").select_option(label="Alba Cosmetici")
    followed(colloidi.get_by_role("button", name="Firma"))

    alba.goto(here)
    alba.locator("input[name=accepts]").check()
    followed(alba.locator("button[name=mode][value=REMOTE]"))
    for _one in range(THERE):
        office.goto(desk)
        office.locator("details:has(button[value^='ROOM:']) > summary").first.click()
        followed(office.locator("button[name=mark][value^='ROOM:']").first)
    office.goto(desk)
    office.locator("input[name=chair_name]").fill("Ambra Sottoriva (esempio)")
    office.locator("select[name=chair_seat]").select_option(label="Alba Cosmetici")
    office.locator("input[name=secretary_name]").fill("Livia Sestante (esempio)")
    office.locator("input[name=reminder_read]").check()
    followed(office.locator("form[action$='/desk/open/'] button"))
    act(office, "discuss")
    act(office, "open")

    alba.goto(f"{here}items/1/vote/")
    assert alba.get_by_role("button", name="Vota, 2 voti").count() == 1
    alba.get_by_label("Lia Pareggiani (esempio)").check()
    followed(alba.get_by_role("button", name="Vota, 2 voti"))
    codes = alba.locator("main .receipt").all_inner_texts()
    assert ("schede" in heading(alba), len(codes)) == (True, 2)

    office.goto(desk)
    office.locator("input[name=is_sure]").check()
    act(office, "close")
    assert "Lia Pareggiani" in heading(office)
    alba.goto(f"{here}items/1/result/")
    alba.locator("input[name=code]").fill(codes[0])
    followed(alba.get_by_role("button", name="Cercala"))
    assert "Sì: questa scheda è contata." in alba.locator("main").inner_text()

    office.goto(desk)
    act(office, "close")
    minute_and_file(site, office, alba)
    verify(office, site, tmp_path)


def minute_and_file(site: Site, office: Page, alba: Page) -> None:
    """Bring the minutes from Today to the book: the office writes, the president signs on a telephone."""
    office.goto(f"{site.url}/it/office/")
    line = office.locator(".work > li", has_text="Assemblea della prova")
    followed(line.get_by_role("button"))
    address = office.url
    text = office.locator("main").inner_text()
    assert "Rappresentati per delega: Laboratorio Colloidi da Alba Cosmetici." in text
    assert "a scrutinio segreto" in text
    act(office, "check")
    office.locator("input[name=how][value=AT_END]").check()
    followed(office.get_by_role("button", name="Approva"))
    followed(office.locator("button[name=role][value=SECRETARY]"))
    alba.goto(f"{site.url}/it/association/")
    followed(alba.locator(".work > li", has_text="Assemblea della prova").get_by_role("link", name="Firma"))
    followed(alba.locator("button[name=role][value=PRESIDENT]"))
    office.goto(address)
    act(office, "file")
    assert "a libro" in heading(office)


def verify(office: Page, site: Site, tmp_path: Path) -> None:
    """Download the book, and verify it as a stranger does, from the file alone."""
    office.goto(f"{site.url}/it/books/")
    with office.expect_download() as waited:
        office.locator("a[href$='/books/assembly/book.json']").click()
    path = tmp_path / "book.json"
    waited.value.save_as(path)
    done = subprocess.run([FILIERA, "books", "verify", "--file", str(path), "--json"], capture_output=True, text=True)

    assert (done.returncode, json.loads(done.stdout)["broken"]) == (0, None)
    assert json.loads(path.read_text(encoding="utf-8"))["acts"][-1]["title"] == "Assemblea della prova (esempio)"
