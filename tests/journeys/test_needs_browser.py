"""The need desk in a browser: a secret need from its words to the evidence on both pages; and one that nobody answers."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from journeys.conftest import FILIERA, entered, environment, followed
from page_faults import OVER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from journeys.conftest import Site

pytestmark = pytest.mark.browser

TITLE = "Stabilità di un siero della prova"
WORDS = (
    "Riempiamo un siero senza conservanti in flacone airless. Serve chi faccia il challenge test e le prove di stabilità "
    "accelerata entro due mesi. Nessuno deve sapere chi siamo."
)
LAB, OTHER = "martesana.prova@example.org", "altro.prova@example.org"
RESULT = "Stabilità accelerata di un siero senza conservanti (prova)"

BACK = """
import django; django.setup()
import sys
from datetime import timedelta
from filiera.exchange.models import Match
days = timedelta(days=int(sys.argv[2]))
for row in Match.objects.filter(need__title=sys.argv[1]):
    for name in ("asked_at", "told_at", "reminded_at", "escalated_at"):
        at = getattr(row, name)
        if at is not None:
            setattr(row, name, at - days)
    row.save()
"""


def said(page: Page) -> str:
    return page.locator("main").inner_text()


def handed_in(browser: Browser, site: Site, title: str, secrecy: str) -> str:
    """Write a need as Alba on a telephone, and hand it in; give its address."""
    alba = entered(browser, site, "alba@example.org", 390)
    alba.goto(f"{site.url}/it/needs/write/")
    alba.locator("main [name=title]").fill(title)
    alba.locator("main [name=words]").fill(WORDS)
    alba.locator("main [name=help]").select_option("LAB")
    alba.locator(f"main [name=secrecy][value={secrecy}]").check()
    followed(alba.locator("main form.form button.btn").last)
    assert alba.evaluate(OVER) <= 0, "the need does not fit a telephone"
    assert "Test" in said(alba) or "Challenge" in said(alba)
    followed(alba.locator("button[value=hand-in]").first)
    assert "L’ufficio la legge" in said(alba)
    return alba.url


def routed(browser: Browser, site: Site, title: str) -> Page:
    """Read it as the office, and send it to two laboratories at addresses of their own."""
    office = entered(browser, site, "ufficio@example.org", 1440)
    office.goto(f"{site.url}/it/office/needs/?state=PUBLISHED")
    followed(office.get_by_role("link", name=title))
    followed(office.locator("form[action$='/read/'] button.btn"))
    assert "potrebbero risolverla" in said(office)
    boxes = {str(box.get_attribute("value")): box for box in office.locator("input[name=solver]").all()}
    other = next(code for code in boxes if code != "prove-martesana")
    for code, box in boxes.items():
        box.set_checked(code in ("prove-martesana", other))
    for code, address in (("prove-martesana", LAB), (other, OTHER)):
        office.locator(f"[name='email-{code}']").fill(address)
    followed(office.locator("form[action$='/ask/'] button.btn"))
    assert "Si è chiesto a 2 soggetti" in said(office)
    return office


def link_for(site: Site, email: str) -> str:
    """Give the address of the question that was mailed last to somebody."""
    letters = sorted((site.var / "mail").iterdir(), key=lambda path: path.stat().st_mtime)
    texts = [path.read_text(encoding="utf-8", errors="replace").replace("=\n", "") for path in letters]
    mine = [text for text in texts if email in text and "/answer/" in text]
    found: str = re.findall(r"https?://[^\s>]+/answer/[^\s>]+", mine[-1])[-1]
    return found


def answered(browser: Browser, site: Site, email: str) -> None:
    """Sign and say yes from a telephone, without an account."""
    phone = entered(browser, site, "", 390)
    phone.goto(link_for(site, email))
    assert "siero" not in said(phone)
    assert "Alba" not in said(phone)
    phone.locator("#note-READ").fill("Mara Provvisoria")
    followed(phone.locator("form:has([value=READ]) button"))
    followed(phone.locator("main a.btn"))
    assert "flacone airless" in said(phone)
    assert "Alba" not in said(phone)
    assert phone.evaluate(OVER) <= 0, "the question does not fit a telephone"
    followed(phone.locator("form:has([value=YES]) button"))
    assert "Grazie" in said(phone)


def moved(page: Page, address: str, **values: str) -> None:
    page.goto(address)
    followed(page.locator(f"form[action$='/move/'] button[value={values['act']}]"))


def test_a_secret_need_becomes_evidence_of_both(site: Site, browser: Browser) -> None:
    address = handed_in(browser, site, TITLE, "SECRET")
    office = routed(browser, site, TITLE)
    triage = office.url.split("#")[0]
    for email in (LAB, OTHER):
        answered(browser, site, email)
    alba = entered(browser, site, "alba@example.org", 390)
    alba.goto(address)
    assert "Mara Provvisoria" in said(alba)
    followed(alba.locator("article", has_text="Prove Martesana").locator("button[value=yes]"))
    office.goto(f"{site.url}/it/office/")
    assert "hanno detto sì" in said(office)
    office.goto(triage)
    office.locator("summary", has_text="Leggi prima la lettera").first.click()
    assert "Alba Cosmetici" in office.locator(".mail__text").first.inner_text()
    followed(office.locator("button[value=introduce]").first)
    followed(office.get_by_role("link", name="Prove Martesana").and_(office.locator("[href*='/together/']")))
    together = office.url
    moved(alba, together, act="begin")
    alba.locator("[name=to]").select_option("RUNNING")
    followed(alba.locator("button[value=step]"))
    alba.locator("[name=result]").fill("Stabile per dodici mesi.")
    alba.locator("[name=public_title]").fill(RESULT)
    followed(alba.locator("button[value=result]"))
    moved(alba, together, act="agree")
    agreed_by_solver(site)
    for code in ("alba-cosmetici", "prove-martesana"):
        office.goto(f"{site.url}/it/organisations/{code}/")
        assert RESULT in said(office)
    office.goto(f"{site.url}/it/needs/figures/")
    assert "lavoro insieme" in said(office)


SOLVER_AGREES = """
import django; django.setup()
import sys
from django.utils import timezone
from filiera.exchange.models import Collaboration
from filiera.exchange.operations.collaborations import agree_to_evidence
row = Collaboration.objects.get(public_title=sys.argv[1])
agree_to_evidence(collaboration=row, side="SOLVER", agrees=True, now=timezone.now())
"""


def agreed_by_solver(site: Site) -> None:
    """Let the laboratory, which has no account here, agree."""
    script(site, SOLVER_AGREES, RESULT)


def script(site: Site, text: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-c", text, *arguments], env=environment(site.var), check=True, cwd=site.var)


def daily(site: Site) -> None:
    subprocess.run([FILIERA, "daily", "needs-chase", "letters"], env=environment(site.var), check=True)


def test_a_silent_need_is_reminded_chased_and_ends_at_day_45(site: Site, browser: Browser) -> None:
    title = f"{TITLE}, senza risposta"
    handed_in(browser, site, title, "RESERVED")
    office = routed(browser, site, title)
    triage = office.url.split("#")[0]
    first = link_for(site, LAB)
    script(site, BACK, title, "9")
    daily(site)
    assert link_for(site, LAB) != first
    script(site, BACK, title, "12")
    office.goto(f"{site.url}/it/office/")
    late = office.locator(".work > li", has_text=title).filter(has_text="Prove Martesana")
    late.locator("summary", has_text="Leggi prima la lettera").click()
    letter = late.locator("textarea")
    assert "ultima volta" in letter.input_value()
    letter.fill("Una riga di persona: vi interessa?")
    followed(late.get_by_role("button", name="Sollecita"))
    assert office.url.endswith("/it/office/")
    office.goto(triage)
    assert (
        office.locator(".work > li", has_text="Prove Martesana").first.inner_text().count("sollecitato di nuovo") == 1
    )
    script(site, BACK, title, "25")
    daily(site)
    office.goto(triage)
    assert "nessuna risposta" in said(office)
    stranger = entered(browser, site, "", 390)
    stranger.goto(link_for(site, LAB))
    assert "non risponde più" in said(stranger) or "non vale più" in said(stranger) or "nulla" in said(stranger)
    office.goto(f"{site.url}/it/office/")
    assert "non ha mai risposto" in said(office)


STARTS = """
section => {
    const edge = section.querySelector("h2").getBoundingClientRect().left;
    return [...section.querySelectorAll("form[action$='/remove/'] button")].map(button => {
        const words = document.createRange();
        words.selectNodeContents(button.firstChild);
        return Math.round(words.getBoundingClientRect().left - edge);
    });
}
"""


@pytest.mark.parametrize("width", [390, 1440])
def test_the_words_that_take_a_paper_away_begin_where_the_text_does(site: Site, browser: Browser, width: int) -> None:
    address = handed_in(browser, site, f"{TITLE}, con allegati a {width}", "RESERVED")
    alba = entered(browser, site, "alba@example.org", width)
    for number in (1, 2):
        alba.goto(address)
        paper = {"name": f"foglio-{number}.txt", "mimeType": "text/plain", "buffer": f"grado {number}".encode()}
        alba.locator("section[aria-labelledby=papers] summary", has_text="Aggiungi un allegato").click()
        alba.locator("section[aria-labelledby=papers] input[type=file]").set_input_files(paper)
        followed(alba.locator("form[action$='/papers/'] button.btn"))
    assert alba.locator("section[aria-labelledby=papers]").evaluate(STARTS) == [0, 0]
