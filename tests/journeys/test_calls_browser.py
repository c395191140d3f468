"""The office brings calls in, composes a consortium, exchanges a partner, invites three, submits, wins; the map shows it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from journeys.conftest import entered, followed
from page_faults import OVER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from journeys.conftest import Site

pytestmark = pytest.mark.browser

FIXTURES = Path(__file__).resolve().parents[1] / "funding" / "importers" / "fixtures"
CALL = "ricerca-e-innovazione-collaborativa-per-la-cosmetica-modello"
NAME = "Airless circolare (prova)"


def unfold(page: Page) -> None:
    """Open whatever is folded on a page, as a person does before writing there."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")


def said(page: Page) -> str:
    return page.locator("main").inner_text()


def brought(office: Page, site: Site, *names: str) -> None:
    """Bring files in: what would happen first, then the taking in."""
    office.goto(f"{site.url}/it/office/calls/bring/")
    office.locator("input[type=file]").set_input_files([str(FIXTURES / name) for name in names])
    followed(office.locator("form:has(input[type=file]) button").last)
    assert "/office/calls/bring/" in office.url
    assert "Niente è ancora cambiato" in office.locator("h1").inner_text()
    followed(office.locator("main form:not([action]) button.btn").first)


def read(office: Page, site: Site) -> None:
    """Let the calls that came in be read, step by step."""
    for _step in range(30):
        office.goto(f"{site.url}/it/office/calls/reading/")
        if not office.url.endswith("/reading/"):
            return
        followed(office.locator("#calls-reading button"))
    raise AssertionError("calls are not read after thirty steps")


def composed(office: Page, site: Site) -> str:
    """Compose a consortium that Alba leads, and make a draft of it; give its address."""
    office.goto(f"{site.url}/it/calls/{CALL}/")
    assert office.locator("h2#fits, #fits").count() == 1
    followed(office.get_by_role("link", name=re.compile("Componi")).first)
    office.locator("main [name=lead]").fill("Alba Cosmetici")
    followed(office.locator("main form.form button.btn").last)
    assert "/compositions/" in office.url
    assert office.locator("table.palette tbody tr").count() >= 5
    office.locator("main [name=name]").fill(NAME)
    followed(office.locator("main form.form button.btn").first)
    assert NAME in office.locator("h1").inner_text()
    return office.url


def exchanged(office: Page, draft: str) -> tuple[str, str]:
    """Put the first who could stand in in a partner's place; give who went and who came."""
    office.goto(draft)
    gone = office.locator("#partners article h3 a").nth(1).inner_text()
    followed(office.locator("#partners a[href*='out=']").first)
    came = office.locator("#swap label.swap strong").first.inner_text()
    office.set_viewport_size({"width": 390, "height": 900})
    assert office.evaluate(OVER) <= 0, "the exchange does not fit a telephone"
    office.set_viewport_size({"width": 1440, "height": 900})
    followed(office.locator("#swap form button.btn"))
    names = office.locator("#partners article h3 a").all_inner_texts()
    assert came in names
    assert gone not in names
    return gone, came


def asked(office: Page, draft: str, place: int, email: str) -> None:
    """Ask a partner by mail."""
    office.goto(draft)
    unfold(office)
    form = office.locator("#partners article").nth(place).locator("form:has([name=email])")
    form.locator("[name=email]").fill(email)
    followed(form.locator("button"))


def link_for(site: Site, email: str) -> str:
    """Give the address of the question that was mailed last to somebody; other letters may have come since."""
    letters = sorted((site.var / "mail").iterdir(), key=lambda path: path.stat().st_mtime)
    texts = [path.read_text(encoding="utf-8", errors="replace").replace("=\n", "") for path in letters]
    mine = [text for text in texts if email in text and "/answer/" in text]
    found: str = re.findall(r"https?://[^\s>]+/answer/[^\s>]+", mine[-1])[-1]
    return found


def answered(browser: Browser, site: Site, email: str, choice: str) -> None:
    """Answer the question of a mail without an account, on a telephone."""
    partner = entered(browser, site, "", 390)
    partner.goto(link_for(site, email))
    followed(partner.locator(f"main form:has([name=choice][value={choice}]) button"))
    assert "prende parte" in said(partner) or "partecipa" in said(partner)
    partner.context.close()


def moved(office: Page, draft: str, to: str) -> None:
    office.goto(draft)
    followed(office.locator(f"form[action$='/move/'] button[value={to}]"))


def funded(office: Page, site: Site, draft: str) -> None:
    """Write that it was funded, and the project that it becomes."""
    office.goto(draft)
    followed(office.locator("#outcome a[href$='/outcome/']"))
    form = office.locator("main form:has([name=to])")
    form.locator("[name=to]").select_option("FUNDED")
    form.locator("[name=on]").fill(f"{timezone.localdate():%Y-%m-%d}")
    followed(form.locator("button:not([name=act])").last)
    office.goto(draft)
    followed(office.locator("#outcome a[href$='/funded/']"))
    form = office.locator("main form:has([name=title_it])")
    form.locator("[name=starts_on]").fill(f"{timezone.localdate():%Y-%m-%d}")
    form.locator("[name=ends_on]").fill(f"{timezone.localdate().year + 2}-12-31")
    followed(form.locator("button:not([name=act])").last)
    assert "/projects/" in office.url, said(office)[:600]


def won(office: Page, site: Site) -> dict[str, Any]:
    """Read what was won, in words and on the map."""
    office.goto(f"{site.url}/it/projects/money/")
    return {"text": said(office), "map": office.locator("main svg circle").count()}


def test_from_the_call_to_the_money_on_the_map(site: Site, browser: Browser) -> None:
    office = entered(browser, site, "ufficio@example.org", 1440)
    brought(office, site, "portal.json")
    brought(office, site, "solr.json")
    read(office, site)
    office.goto(f"{site.url}/it/calls/")
    assert office.locator("main article.entry").count() > 10
    draft = composed(office, site)
    exchanged(office, draft)
    emails = ["uno@example.org", "due@example.org", "tre@example.org"]
    for place, email in enumerate(emails, start=1):
        asked(office, draft, place, email)
    for email in emails:
        answered(browser, site, email, "YES")
    office.goto(draft)
    while office.locator("#partners button[value=yes]").count():  # whoever telephones
        followed(office.locator("#partners button[value=yes]").first)
    moved(office, draft, "READY")
    moved(office, draft, "SUBMITTED")
    before = won(office, site)
    funded(office, site, draft)
    after = won(office, site)
    assert after["map"] >= 1
    assert after["text"] != before["text"]
    office.goto(f"{site.url}/it/projects/")
    assert "Airless circolare" in said(office)
    profile = entered(browser, site, "", 1440)
    profile.goto(f"{site.url}/it/organisations/alba-cosmetici/")
    assert "Airless circolare" in said(profile)
