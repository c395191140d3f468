"""Every public page in a real browser: three widths, two languages, no violation, no overflow, no stray English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import page_words as words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from conftest import Site

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TABLES = "open => document.querySelectorAll('details.twin').forEach(one => { one.open = open })"
QUESTION = "riempire in flacone airless una crema senza conservanti, lotti da 2.000 pezzi"
PAGES = {
    "home": "/",
    "ask": "/ask/",
    "answers": f"/ask/?q={QUESTION}",
    "nobody": "/ask/?q=smalti e gel per unghie",
    "unrelated": "/ask/?q=wedding photographer",
    "directory": "/organisations/",
    "directory-filtered": "/organisations/?kind=COMPANY&proof=certificate&near=Crema&km=40",
    "directory-empty": "/organisations/?q=zzzzzz",
    "map": "/organisations/map/?proof=recent&near=Crema&km=20",
    "network": "/organisations/network/?proof=recent",
    "neighbourhood": "/organisations/network/?around=alba-cosmetici",
    "example": "/organisations/alba-cosmetici/",
    "real": "/organisations/lumson/",
    "cluster-as-organisation": "/organisations/ccl/",
    "competence": "/competences/PK1.CMP.AIR/",
    "gap": "/competences/RND.MKU.NAI/",
    "stage": "/competences/PK1/",
    "chain": "/chain/?stage=primary_packaging",
    "cluster": "/cluster/",
    "sources": "/sources/",
    "shortlist": "/shortlist/",
    "sign-in": "/sign-in/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "join": "/join/",
    "verify": "/verify/",
    "verify-nothing": "/verify/ABCD/",
    "bodies": "/bodies/",
    "sign-up": "/sign-up/",
    "lost": "/no-such-page/",
}


SEEN_BY_AXE = {("it", 390), ("en", 1440)}
"""Where a page is looked at by axe: each layout once, each language once. Whether it fits is asked everywhere."""


def check(page: Page, axe: str, lang: str) -> list[str]:
    """Give what is wrong with the page as it stands: overflow, violations."""
    faults = []
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        faults.append(f"overflows by {over} px")
    page.evaluate(TABLES, True)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.evaluate(TABLES, False)
    if wider > 0:
        faults.append(f"overflows by {wider} px with its tables open")
    if (lang, (page.viewport_size or {}).get("width")) not in SEEN_BY_AXE:
        return faults
    page.evaluate(axe)
    run: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(r => ({v: r.violations.map(v => [v.id, v.nodes[0].html])}))",
        TAGS,
    )
    return faults + [f"{name}: {html[:200]}" for name, html in run["v"]]


@pytest.mark.parametrize("width", [390, 768, 1440])
@pytest.mark.parametrize("lang", ["it", "en"])
def test_page_is_accessible_and_fits(site: Site, browser: Browser, axe: str, lang: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text) if message.type in ("error", "warning") else None)
    faults: dict[str, list[str]] = {}
    for name, path in PAGES.items():
        console.clear()
        page.goto(f"{site.url}/{lang}{path}")
        found = check(page, axe, lang) + [text for text in console if "404" not in text]
        if lang == "it":
            found += [f"English: {word}" for word in words.english_words(page)]
        if found:
            faults[name] = found
    context.close()
    assert faults == {}


OFFICE_PAGES = (
    "office/",
    "office/imports/",
    "office/imports/new/",
    "office/duplicates/",
    "office/merge/",
    "office/evidence/",
    "office/unknown/",
    "office/unknown/?view=unknown",
    "office/suggestions/",
    "organisations/alba-cosmetici/",
    "suggest/?organisation=alba-cosmetici",
    "office/applications/",
    "office/fees/",
    "members/",
    "office/meetings/",
    "office/meetings/new/",
    "office/bodies/",
    "office/circles/",
    "office/done/",
    "office/people/",
    "resolutions/",
    "books/",
    "books/assembly/",
    "meetings/1/",
    "meetings/1/desk/",
    "meetings/4/items/2/result/",
    "minutes/1/",
    "minutes/2/",
)
MEMBER_PAGES = (
    "association/",
    "meetings/",
    "meetings/1/",
    "minutes/2/",
    "resolutions/",
    "members/",
    "petitions/",
    "petitions/new/",
    "documents/",
    "account/",
    "account/data/",
    "organisations/alba-cosmetici/membership/",
    "organisations/alba-cosmetici/delegates/",
)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("lang", ["it", "en"])
def test_office_page_is_accessible_and_fits(site: Site, browser: Browser, axe: str, lang: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site.url}/{lang}/sign-in/")
    page.locator("input[name=login]").fill("ufficio@example.org")
    page.locator("input[name=password]").fill(site.password)
    page.locator("main button.btn").click()
    faults = faults_of(page, site, axe, lang, OFFICE_PAGES)
    context.close()
    assert faults == {}


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("lang", ["it", "en"])
def test_member_page_is_accessible_and_fits(site: Site, browser: Browser, axe: str, lang: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site.url}/{lang}/sign-in/")
    page.locator("input[name=login]").fill("alba@example.org")
    page.locator("input[name=password]").fill(site.password)
    page.locator("main button.btn").click()
    faults = faults_of(page, site, axe, lang, MEMBER_PAGES)
    context.close()
    assert faults == {}


def faults_of(page: Page, site: Site, axe: str, lang: str, paths: tuple[str, ...]) -> dict[str, list[str]]:
    """Open pages one by one; give what is wrong with each, an error of the server too."""
    faults: dict[str, list[str]] = {}
    for path in paths:
        response = page.goto(f"{site.url}/{lang}/{path}")
        found = check(page, axe, lang)
        if response is None or response.status != 200:
            found.append(f"status {response.status if response else 'none'}")
        if lang == "it":
            found += [f"English: {word}" for word in words.english_words(page)]
        if found:
            faults[path] = found
    return faults


def test_menu_and_question_work_without_a_script(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{site.url}/it/")
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("link", name="Repertorio").first.click()
    assert page.url.endswith("/it/organisations/")
    page.goto(f"{site.url}/it/")
    page.locator("textarea[name=q]").fill(QUESTION)
    page.get_by_role("button", name="Chiedi").click()
    assert page.locator("ol.answers > li").count() > 0
    page.get_by_role("button", name="Tieni").first.click()
    page.goto(f"{site.url}/it/shortlist/")
    assert page.locator("article.entry").count() == 1
    context.close()


def test_keyboard_reaches_the_question_and_its_answers(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{site.url}/it/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _step in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("flacone airless")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask/**")
    assert "airless" in page.locator("h1").inner_text()
    context.close()


def test_language_switch_keeps_page_and_query(site: Site, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{site.url}/it/organisations/?kind=COMPANY&q=airless")
    page.get_by_role("link", name="English").first.click()
    assert page.url == f"{site.url}/en/organisations/?kind=COMPANY&q=airless"
    page.close()
