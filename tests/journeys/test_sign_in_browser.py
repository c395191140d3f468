"""Sign-in in a real browser: a passkey is made and opens the account, an app gives codes, a session ends elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from factories.codes import code_of
from page_faults import faults_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from conftest import Site

pytestmark = pytest.mark.browser

OPEN = ("sign-in/", "sign-up/", "password/", "password/sent/", "set-password/x/y/")
OWN = ("account/", "account/password/", "account/address/", "account/again/", "account/app/", "account/passkeys/new/")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A virtual device that keeps passkeys and knows its person."""


def named(site: Site) -> str:
    """Give the address of the demo by a name: passkeys belong to names."""
    return site.url.replace("127.0.0.1", "localhost")


def device_in(context: BrowserContext, page: Page) -> None:
    tool = context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def sign_in(page: Page, site: Site, email: str) -> None:
    page.set_default_timeout(10_000)
    page.goto(f"{named(site)}/it/sign-in/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(site.password)
    page.locator("main").get_by_role("button", name="Accedi", exact=True).click()


def prove(page: Page, site: Site) -> None:
    page.locator("main input[name=password]").fill(site.password)
    page.get_by_role("button", name="Continua").click()


@pytest.mark.parametrize("lang", ["it", "en"])
def test_pages_of_sign_in_are_accessible_and_fit(site: Site, browser: Browser, lang: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    faults: dict[str, list[str]] = {}
    for path in OPEN:
        page.goto(f"{named(site)}/{lang}/{path}")
        faults[path] = faults_in(page, lang)
    sign_in(page, site, "visita@example.org")
    page.goto(f"{named(site)}/it/account/app/")
    prove(page, site)
    for path in OWN:
        page.goto(f"{named(site)}/{lang}/{path}")
        faults[path] = faults_in(page, lang)
    context.close()
    assert {path: found for path, found in faults.items() if found} == {}


def test_passkey_is_made_and_opens_the_account(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    device_in(context, page)
    sign_in(page, site, "colloidi@example.org")
    page.goto(f"{named(site)}/it/account/")
    page.get_by_role("link", name="Aggiungi una passkey").click()
    prove(page, site)
    page.locator("input[name=name]").fill("Portatile di prova")
    page.get_by_role("button", name="Aggiungi la passkey").click()
    page.wait_for_url("**/account/recovery-codes/")
    assert page.locator("ul.codes li").count() == 10
    page.get_by_role("link", name="Li ho messi da parte").click()
    assert "Portatile di prova" in page.locator("table").first.inner_text()
    context.clear_cookies()
    page.goto(f"{named(site)}/it/sign-in/?next=/it/chain/")
    page.get_by_role("button", name="Entra con una passkey").click()
    page.wait_for_url(f"{named(site)}/it/chain/")
    page.goto(f"{named(site)}/it/account/")
    assert "un secondo fattore" in page.locator("h1").inner_text()
    context.clear_cookies()
    sign_in(page, site, "colloidi@example.org")
    page.wait_for_url("**/sign-in/second-step/")
    page.get_by_role("button", name="Usa una passkey").click()
    page.wait_for_url(f"{named(site)}/it/association/")
    take_out(page, site)
    context.close()
    assert errors == []


def take_out(page: Page, site: Site) -> None:
    page.goto(f"{named(site)}/it/account/")
    page.locator("tr", has_text="Portatile di prova").locator("a[href$='/remove/']").click()
    prove(page, site)
    page.get_by_role("button", name="Toglila").click()
    page.wait_for_url("**/it/account/")
    assert "la sola password" in page.locator("h1").inner_text()


def test_codes_of_an_app_and_a_session_that_ends_elsewhere(site: Site, browser: Browser) -> None:
    """Without a script: codes and sessions are plain forms."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    sign_in(page, site, "ufficio@example.org")
    assert "Aggiungi un secondo fattore." in page.locator("main").inner_text()
    page.goto(f"{named(site)}/it/account/app/")
    prove(page, site)
    secret = page.locator("main .receipt").inner_text()
    page.locator("input[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Aggiungi l’app").click()
    recovery = page.locator("ul.codes li").first.inner_text()
    other = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    second = other.new_page()
    sign_in(second, site, "ufficio@example.org")
    assert re.search("/sign-in/second-step/$", second.url)
    second.locator("input[name=code]").fill(code_of(secret, later=1))
    second.get_by_role("button", name="Continua").click()
    assert second.url.endswith("/it/office/")
    page.goto(f"{named(site)}/it/account/")
    page.get_by_role("button", name="Chiudi tutte le altre").click()
    second.goto(f"{named(site)}/it/office/")
    assert "/it/sign-in/" in second.url
    sign_in(second, site, "ufficio@example.org")
    second.locator("input[name=code]").fill(recovery)
    second.get_by_role("button", name="Continua").click()
    assert second.url.endswith("/it/office/")
    page.goto(f"{named(site)}/it/account/app/remove/")
    page.get_by_role("button", name="Toglili").click()
    assert "la sola password" in page.locator("h1").inner_text()
    other.close()
    context.close()
