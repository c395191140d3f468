"""Every public page in a real browser: three widths, two languages, no violation, no overflow, no stray English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from journeys.conftest import sign_in
from page_faults import faults_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from conftest import Site

pytestmark = pytest.mark.browser

QUESTION = "riempire in flacone airless una crema senza conservanti, lotti da 2.000 pezzi"
CALL = "ricerca-e-innovazione-collaborativa-per-la-cosmetica-modello"
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
    "calls": "/calls/",
    "calls-filtered": "/calls/?standing=CLOSED&level=REGIONAL",
    "calls-empty": "/calls/?q=zzzzzz",
    "call": f"/calls/{CALL}/",
    "wanted": "/calls/wanted/",
    "projects": "/projects/",
    "project": "/projects/vetrofino/",
    "money": "/projects/money/",
    "offers": "/offers/",
    "offers-empty": "/offers/?q=zzzzzz",
    "cluster": "/cluster/",
    "sources": "/sources/",
    "shortlist": "/shortlist/",
    "sign-in": "/sign-in/",
    "accessibility": "/accessibility/",
    "privacy": "/privacy/",
    "join": "/join/",
    "statute": "/statute/",
    "verify": "/verify/",
    "verify-nothing": "/verify/ABCD/",
    "bodies": "/bodies/",
    "sign-up": "/sign-up/",
    "lost": "/no-such-page/",
}


@pytest.mark.parametrize("lang", ["it", "en"])
def test_page_is_accessible_and_fits(site: Site, browser: Browser, lang: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text) if message.type in ("error", "warning") else None)
    faults: dict[str, list[str]] = {}
    for name, path in PAGES.items():
        console.clear()
        page.goto(f"{site.url}/{lang}{path}")
        faults[name] = faults_in(page, lang) + [text for text in console if "404" not in text]
    context.close()
    assert {name: found for name, found in faults.items() if found} == {}


DRAFT = "consortia/ricariche-e-dosatori-senza-metallo-esempio/"
DECIDED = "consortia/stick-solidi-per-piccoli-lotti-esempio/"

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
    "office/calls/",
    "office/calls/bring/",
    "office/calls/read/",
    "office/calls/write/",
    f"office/calls/{CALL}/",
    f"office/calls/{CALL}/rules/?rule=min_by_kind",
    f"office/calls/{CALL}/read/",
    f"{DECIDED}outcome/",
    "projects/vetrofino/change/",
    "organisations/alba-cosmetici/",
    "suggest/?organisation=alba-cosmetici",
    "offers/",
    "offers/write/",
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
    f"calls/{CALL}/",
    f"calls/{CALL}/compose/",
    f"calls/{CALL}/wanted/",
    "calls/mine/",
    "consortia/",
    DRAFT,
    DECIDED,
    "organisations/alba-cosmetici/calls/",
    "organisations/alba-cosmetici/for-calls/",
    "offers/",
    "offers/write/",
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


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize(
    ("email", "paths"), [("ufficio@example.org", OFFICE_PAGES), ("alba@example.org", MEMBER_PAGES)]
)
def test_page_of_a_person_is_accessible_and_fits(
    site: Site, browser: Browser, email: str, paths: tuple[str, ...], lang: str
) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    sign_in(page, site, email)
    faults: dict[str, list[str]] = {}
    for path in paths:
        response = page.goto(f"{site.url}/{lang}/{path}")
        wrong = [] if response and response.status == 200 else [f"status {response and response.status}"]
        faults[path] = wrong + faults_in(page, lang)
    context.close()
    assert {path: found for path, found in faults.items() if found} == {}


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
