"""Delegates, hats, calls and links in a real browser: every page fits, is accessible and speaks one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from journeys.conftest import followed, sign_in
from page_faults import faults_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from conftest import Site

pytestmark = pytest.mark.browser

PAGES = {
    "due@example.org": ("acting/", "invitations/", "organisations/alba-cosmetici/"),
    "alba@example.org": ("organisations/alba-cosmetici/delegates/", "organisations/alba-cosmetici/done/"),
    "ufficio@example.org": (
        "organisations/casa-indaco/delegates/",
        "office/organisations/casa-indaco/on-behalf/",
        "office/done/",
        "answer/no-such-link/",
    ),
}


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("email", sorted(PAGES))
def test_pages_are_accessible_and_fit(site: Site, browser: Browser, email: str, lang: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    sign_in(page, site, email)
    faults: dict[str, list[str]] = {}
    for path in PAGES[email]:
        page.goto(f"{site.url}/{lang}/{path}")
        faults[path] = faults_in(page, lang)
    context.close()
    assert {path: found for path, found in faults.items() if found} == {}


def test_office_acts_on_behalf_of_whoever_calls_without_a_script(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    sign_in(page, site, "ufficio@example.org")
    page.goto(f"{site.url}/it/office/organisations/casa-indaco/on-behalf/")
    page.get_by_label("Chi ha chiamato").fill("Cosimo")
    page.get_by_label("Che cosa è stato chiesto").fill("conferma la scheda")
    followed(page.get_by_role("button", name="Comincia"))
    assert "Cosimo ha chiamato alle" in page.locator(".acting").inner_text()
    followed(page.get_by_role("button", name="La pagina è giusta"))
    followed(page.locator(".acting").get_by_role("button", name="Smetti"))
    assert page.locator(".acting").count() == 0
    page.goto(f"{site.url}/it/organisations/casa-indaco/delegates/")
    assert "ha confermato che la pagina è giusta" in page.locator("main").inner_text()
    context.close()


def test_whoever_stands_for_two_switches_without_a_script(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 800})
    page = context.new_page()
    sign_in(page, site, "due@example.org")
    page.goto(f"{site.url}/it/acting/")
    for name in ("Alba Cosmetici", "Casa Indaco"):
        page.goto(f"{site.url}/it/acting/")
        followed(page.locator("main").get_by_role("button", name=f"Agisci come {name}"))
        assert page.locator(".hats summary").inner_text() == f"come {name}"
    context.close()
