"""The page of components in a real browser: accessible, within its width, and obedient to the strict policy.

No server is needed: the page is rendered here and the browser's requests are answered from the static files.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlparse

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation
from playwright.sync_api import Browser, Page, Route

from filiera.web.showcase import showcase
from page_faults import faults_in, violations

pytestmark = pytest.mark.browser

ORIGIN = "http://components.test"
POLICY = "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"


class BadForm(forms.Form):
    """A form that is always wrong."""

    need = forms.CharField(label="Need", help_text="In a sentence.", widget=forms.Textarea)
    who = forms.ChoiceField(label="Who may know", choices=[("a", "All"), ("b", "Members")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed")


def components_page(lang: str) -> str:
    """Render the page as a view would."""
    words = SimpleNamespace(lead="Write what you need.", footer="Every name has a proof.", footer_small="Small print.")
    entries = [SimpleNamespace(url="/ask", label="Who can do it", current=True)]
    switch = SimpleNamespace(url="/other", label="Other", lang="en" if lang == "it" else "it")
    context: dict[str, Any] = {
        "instance": SimpleNamespace(name="Example", brand_lines=["Example", "Cluster"], words=words),
        "nav": entries,
        "switch_language": switch,
        "user": SimpleNamespace(is_authenticated=False),
        "form": BadForm({}),
        **showcase(),
        "crumbs": [SimpleNamespace(url="/", label="Start"), SimpleNamespace(url="", label="Parts")],
    }
    with override_settings(ROOT_URLCONF="web.shell_urls"), translation.override(lang):
        return render_to_string("web/components_page.html", context)


def answer(route: Route, html: str) -> None:
    """Serve the page itself, or a static file, under the strict policy."""
    path = urlparse(route.request.url).path
    if path == "/":
        headers = {"content-type": "text/html; charset=utf-8", "content-security-policy": POLICY}
        route.fulfill(status=200, headers=headers, body=html)
        return
    found = finders.find(path.removeprefix("/static/"))
    if found is None:
        route.fulfill(status=404, body="")
        return
    kind = mimetypes.guess_type(str(found))[0] or "application/octet-stream"
    route.fulfill(status=200, headers={"content-type": kind}, body=Path(str(found)).read_bytes())


def open_page(browser: Browser, lang: str, width: int) -> tuple[Page, list[str]]:
    """Open the page at a width and return it with the errors that the browser reported."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    html = components_page(lang)
    page.route(f"{ORIGIN}/**", lambda route: answer(route, html))
    page.goto(f"{ORIGIN}/")
    page.evaluate("document.fonts.ready.then(() => 0)")
    return page, errors


@pytest.mark.parametrize("lang", ["it", "en"])
def test_components_page_is_accessible_and_fits(browser: Browser, lang: str) -> None:
    page, errors = open_page(browser, lang, 1440)
    found = [one for one in faults_in(page, lang) if not one.startswith("English")]
    page.evaluate("document.querySelectorAll('details.twin').forEach((twin) => { twin.open = true })")
    found += violations(page)
    page.close()
    assert (found, errors) == ([], [])


def test_dark_tokens_pass_too(browser: Browser) -> None:
    page, _ = open_page(browser, "en", 1440)
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    found = violations(page)
    page.close()
    assert found == []


def test_stage_of_the_chain_is_reached_by_keyboard(browser: Browser) -> None:
    page, _ = open_page(browser, "en", 1440)
    page.locator("a.pic-a:not([tabindex])").first.focus()
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.querySelector('.rv-n').textContent")
    page.close()
    assert focused.strip() == "II"


def test_telephone_menu_opens_without_a_script(browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    html = components_page("en")
    page.route(f"{ORIGIN}/**", lambda route: answer(route, html))
    page.goto(f"{ORIGIN}/")
    page.locator("details.menu > summary").click()
    visible = page.locator(".menu__sheet a").first.is_visible()
    context.close()
    assert visible
