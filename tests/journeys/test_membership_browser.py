"""A company applies, is admitted by the board, pays, has its certificate, and a stranger checks it: in a browser."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from journeys.conftest import entered, environment, followed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from journeys.conftest import Site

pytestmark = pytest.mark.browser

PLANNED = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from filiera.governance.models import Body
from filiera.governance.operations.meetings import MeetingPlan, plan_meeting
now = timezone.now()
soon, day = now - timedelta(minutes=3), now - timedelta(days=1)
first, second = (soon, None) if "{body}" == "board" else (day, soon)
plan = MeetingPlan("Prova di {body} (esempio)", first, second_at=second, place="Crema")
print(plan_meeting(body=Body.objects.get(code="{body}"), plan=plan, is_example=True).pk)
"""

CONVENED = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from filiera.governance.models import Meeting
from filiera.governance.operations.convening import convene_meeting
meeting, now = Meeting.objects.get(pk={pk}), timezone.now() - timedelta(days=20)
convene_meeting(meeting=meeting, now=now, sends=False, accepts_unreached=True)
"""
"""The days of a notice go by outside of the browser: the operations are told the days."""

NAME, VAT, CODE = "Nuova Cosmetica srl (esempio)", "00743110157", "nuova-cosmetica-srl-esempio"
MOST_THERE = 14
"""How many the office marks as there: the whole board, or more than a quarter of the assembly, enough for its second call."""

VOTERS = {
    "board": ("alba@example.org", "colloidi@example.org", "indaco@example.org"),
    "assembly": ("alba@example.org",),
}
STEPS = (
    {"name": NAME, "vat": VAT, "kind": "COMPANY", "size": "SMALL", "town": "Crema"},
    {
        "name": "Rosa Nuova (esempio)",
        "email": "visita@example.org",
        "role": "amministratrice unica",
        "act_words": "Visura camerale (esempio)",
        "act_on": "10/01/2026",
    },
    {"member_class": "sme"},
    {"statute": "on", "competition": "on", "privacy": "on"},
)


def run(code: str, site: Site) -> str:
    """Run some lines in the served demo."""
    place = environment(site.var)
    done = subprocess.run([sys.executable, "-c", code], env=place, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def filled(page: Page, values: dict[str, str]) -> None:
    """Fill in the boxes of a step, and go on."""
    for name, value in values.items():
        box = page.locator(f"main [name={name}]").first
        kind = box.evaluate("one => one.type")
        if kind == "radio":
            page.locator(f"main [name={name}][value='{value}']").check()
        elif kind == "checkbox":
            box.check()
        elif kind == "select-one":
            box.select_option(value)
        else:
            box.fill(value)
    followed(page.get_by_role("button", name="Continua", exact=True))


def unfold(page: Page) -> None:
    """Open whatever is folded on a page, as a person does before writing there."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")


def applied(page: Page, site: Site) -> str:
    """Apply, step by step; give the code of the application."""
    page.goto(f"{site.url}/it/join/")
    followed(page.locator("form[action$='/join/begin/'] button").first)
    for values in STEPS:
        filled(page, values)
    found = re.search(r"/join/([a-z0-9-]+)/step/review/", page.url)
    assert found is not None, page.url
    followed(page.get_by_role("button", name="Manda la domanda"))
    assert "è all’ufficio" in page.locator("main").inner_text()
    return found[1]


def examined(office: Page, site: Site, code: str) -> None:
    """Check the application, criterion by criterion."""
    desk = f"{site.url}/it/office/applications/{code}/"
    office.goto(desk)
    followed(office.locator("form[action$='/take/'] button"))
    for place in range(office.locator("form[action*='/checks/']").count()):
        unfold(office)
        form = office.locator("form[action*='/checks/']").nth(place)
        form.locator("[name$='-verdict'][value=PASS], select[name$='-verdict']").first.evaluate(
            "one => { if (one.tagName === 'SELECT') one.value = 'PASS'; else one.checked = true }"
        )
        followed(form.locator("button").first)
        office.goto(desk)


def decided(office: Page, site: Site, browser: Browser, code: str, body: str) -> None:
    """Put the application to a body, hold it with whoever the office marks as there, and let three vote openly."""
    meeting = run(PLANNED.format(body=body), site)
    office.goto(f"{site.url}/it/office/applications/{code}/")
    unfold(office)
    office.locator("select[name=meeting]").select_option(meeting)
    followed(office.locator("form[action$='/agenda/'] button"))
    run(CONVENED.format(pk=meeting), site)
    desk = f"{site.url}/it/meetings/{meeting}/desk/"
    office.goto(desk)
    if body == "assembly":
        followed(office.locator("a[href$='/desk/no-quorum/']").first)
        followed(office.locator("button[name=act][value=no-quorum]"))
    for _one in range(MOST_THERE):
        office.goto(desk)
        unfold(office)
        marks = office.locator("button[name=mark][value^='ROOM:']")
        if not marks.count():
            break
        followed(marks.first)
    office.goto(desk)
    office.locator("input[name=chair_name]").fill("Ambra Sottoriva (esempio)")
    office.locator("input[name=secretary_name]").fill("Livia Sestante (esempio)")
    office.locator("input[name=reminder_read]").check()
    followed(office.locator("form[action$='/desk/open/'] button"))
    followed(office.locator("button[name=act][value=discuss]").first)
    followed(office.locator("button[name=act][value=open]").first)
    for email in VOTERS[body]:
        voter = entered(browser, site, email, 390)
        voter.goto(f"{site.url}/it/meetings/{meeting}/items/1/vote/")
        voter.locator("input[value=FOR]").check()
        followed(voter.locator("form.ballot button"))
        voter.context.close()
    office.goto(desk)
    followed(office.locator("button[name=act][value=close]").first)
    assert "è approvata" in office.locator("h1").inner_text()
    office.goto(desk)
    followed(office.locator("form[action$='/desk/step/'] button[name=act][value=close]"))


def test_a_company_applies_is_admitted_pays_and_a_stranger_checks(site: Site, browser: Browser) -> None:
    office = entered(browser, site, "ufficio@example.org", 1440)
    rosa = entered(browser, site, "visita@example.org", 390)
    code = applied(rosa, site)
    examined(office, site, code)
    decided(office, site, browser, code, "board")
    rosa.goto(f"{site.url}/it/join/{code}/")
    assert "deve ratificare" in rosa.locator("h1").inner_text()
    decided(office, site, browser, code, "assembly")
    rosa.goto(f"{site.url}/it/join/{code}/")
    assert "socio" in rosa.locator("h1").inner_text()
    home = f"{site.url}/it/organisations/{CODE}/membership/"
    office.goto(f"{site.url}/it/members/")
    followed(office.get_by_role("link", name=NAME).first)
    unfold(office)
    office.locator("form[action$='/pay/'] [name=amount_eur]").first.fill("300")
    office.locator("form[action$='/pay/'] [name=paid_on]").first.fill(f"{timezone.localdate():%d/%m/%Y}")
    followed(office.locator("form[action$='/pay/'] button").first)
    rosa.goto(home)
    assert "in regola" in rosa.locator("h1").inner_text()
    unfold(rosa)
    followed(rosa.locator("form[action$='/certificates/'] button").first)
    rosa.goto(home)
    address = rosa.locator("a[href*='/certificates/']").first.get_attribute("href") or ""
    certificate = address.rstrip("/").rsplit("/", 1)[-1]
    pdf = rosa.context.request.get(f"{site.url}{address}")
    assert pdf.body().startswith(b"%PDF")

    stranger = entered(browser, site, "", 390)
    stranger.goto(f"{site.url}/it/verify/")
    stranger.locator("main input[name=code]").fill(certificate.lower())
    followed(stranger.locator("main form button").first)
    assert "è autentico" in stranger.locator("main").inner_text()
    assert NAME.removesuffix(" (esempio)") in stranger.locator("main").inner_text()
