"""People and their accounts in a real browser, without a script: one is opened and entered, a member decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from journeys.conftest import followed, sign_in
from page_faults import faults_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from conftest import Site

pytestmark = pytest.mark.browser

ADMINISTRATION = (
    "office/accounts/",
    "office/accounts/2/",
    "office/claims/",
    "set-password/x/y/",
    "organisations/?q=%01",
)


@pytest.mark.parametrize("lang", ["it", "en"])
def test_pages_of_accounts_are_accessible_and_fit(site: Site, browser: Browser, lang: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    sign_in(page, site, "amministrazione@example.org")
    faults: dict[str, list[str]] = {}
    for path in ADMINISTRATION:
        page.goto(f"{site.url}/{lang}/{path}")
        faults[path] = faults_in(page, lang)
    context.close()
    assert {path: found for path, found in faults.items() if found} == {}


def test_account_is_opened_and_its_person_enters(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    sign_in(page, site, "amministrazione@example.org")
    page.goto(f"{site.url}/it/office/accounts/")
    page.locator("input[name=email]").fill("nuova@example.org")
    page.locator("input[name=name]").fill("Nuova Persona (esempio)")
    followed(page.get_by_role("button", name="Apri l’utenza"))
    link = page.locator(".note", has_text="Il link, buono").inner_text().split()[-1]
    hat = page.locator("form", has=page.locator("input[name=organisation]"))
    hat.locator("input[name=organisation]").fill("Alba Cosmetici")
    hat.locator("input[name=act_words]").fill("Incarico (esempio)")
    followed(hat.locator("button").last)
    other = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    person = other.new_page()
    person.goto(link)
    person.locator("input[name=password1]").fill("dodici-lettere-e-piu")
    followed(person.get_by_role("button", name="Scegli"))
    assert person.locator(".note").inner_text() == "La tua password è scelta: entra con quella."
    sign_in(person, site, "nuova@example.org", "dodici-lettere-e-piu")
    person.goto(f"{site.url}/it/organisations/alba-cosmetici/")
    assert person.get_by_role("link", name="Proponi una prova").count() == 1
    followed(page.get_by_role("button", name="Chiudi l’utenza"))
    person.goto(f"{site.url}/it/organisations/alba-cosmetici/")
    assert person.get_by_role("link", name="Proponi una prova").count() == 0
    other.close()
    context.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_member_sees_the_answer_to_a_decision(site: Site, browser: Browser, width: int) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    page = context.new_page()
    sign_in(page, site, "colloidi@example.org")
    page.goto(f"{site.url}/it/organisations/laboratorio-colloidi/")
    page.locator("summary", has_text="Conferma, correggi o rifiuta").first.click()
    page.locator("input[name=note]").first.press("Enter")
    assert page.locator(".note", has_text="è confermata").count() == 0, "Enter in a field decides nothing"
    followed(page.get_by_role("button", name="Conferma", exact=True).first)
    note = page.locator(".note", has_text="è confermata")
    assert page.url.endswith("#claims")
    box = note.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 800, "the answer is in view, where the decision was taken"
    context.close()
