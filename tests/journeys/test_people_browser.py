"""People and their accounts in a real browser, without a script: one is opened and entered, a member decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import page_words as words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from conftest import Site

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ADMINISTRATION = (
    "office/accounts/",
    "office/accounts/2/",
    "office/claims/",
    "set-password/x/y/",
    "organisations/?q=%01",
)


def sign_in(page: Page, site: Site, email: str, password: str = "") -> None:
    page.goto(f"{site.url}/it/sign-in/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password or site.password)
    page.locator("main button.btn").click()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("lang", ["it", "en"])
def test_pages_of_accounts_are_accessible_and_fit(
    site: Site, browser: Browser, axe: str, lang: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    sign_in(page, site, "amministrazione@example.org")
    faults: dict[str, Any] = {}
    for path in ADMINISTRATION:
        page.goto(f"{site.url}/{lang}/{path}")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.evaluate(axe)
        found = page.evaluate("tags => axe.run(document, {runOnly: tags}).then(r => r.violations.map(v => v.id))", TAGS)
        english = words.english_words(page) if lang == "it" else []
        if over > 0 or found or english:
            faults[path] = (over, found, english)
    context.close()
    assert faults == {}


def test_account_is_opened_and_its_person_enters(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    sign_in(page, site, "amministrazione@example.org")
    page.goto(f"{site.url}/it/office/accounts/")
    page.locator("input[name=email]").fill("nuova@example.org")
    page.locator("input[name=name]").fill("Nuova Persona (esempio)")
    page.get_by_role("button", name="Apri l’utenza").click()
    link = page.locator(".note", has_text="Il collegamento, buono").inner_text().split()[-1]
    hat = page.locator("form", has=page.locator("input[name=organisation]"))
    hat.locator("input[name=organisation]").fill("Alba Cosmetici")
    hat.locator("input[name=act_words]").fill("Incarico (esempio)")
    hat.locator("button").last.click()
    other = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    person = other.new_page()
    person.goto(link)
    person.locator("input[name=password1]").fill("dodici-lettere-e-piu")
    person.get_by_role("button", name="Scegli").click()
    assert person.locator(".note").inner_text() == "La tua password è scelta: entra con quella."
    sign_in(person, site, "nuova@example.org", "dodici-lettere-e-piu")
    person.goto(f"{site.url}/it/organisations/alba-cosmetici/")
    assert person.get_by_role("link", name="Proponi una prova").count() == 1
    page.get_by_role("button", name="Chiudi l’utenza").click()
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
    page.get_by_role("button", name="Conferma", exact=True).first.click()
    note = page.locator(".note", has_text="è confermata")
    assert page.url.endswith("#claims")
    box = note.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 800, "the answer is in view, where the decision was taken"
    context.close()
