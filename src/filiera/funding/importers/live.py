"""Ask the sources themselves, politely: the search of the EU portal, the daily CSV and the Solr documents of incentivi.gov.it.

What is answered is given as it was served, to be read by `read_calls` like a file. Written from the formats as they are known;
addresses and key are arguments.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import requests

from filiera.funding.drafts import CallFault
from filiera.funding.importers.brought import Answer

EU_SEARCH = "https://api.tech.ec.europa.eu/search-api/prod/rest/search"
EU_KEY = "SEDIA"
"""The key that the portal's own pages use; it is public."""
INCENTIVES_FOLDER = "https://www.incentivi.gov.it/sites/default/files/open-data"
INCENTIVES_SOLR = "https://www.incentivi.gov.it/solr/coredrupal/select"

TOPIC_TYPES = ("1", "2", "8")
"""Calls for proposals, external actions, calls of funded projects; tenders are left out."""
FORTHCOMING_AND_OPEN = ("31094501", "31094502")
AGAIN = frozenset({429, 500, 502, 503, 504})
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Manners:
    """How a source is asked: seconds, bytes and times. `wait` is what passes the time."""

    connect_s: float = 10
    read_s: float = 60
    whole_s: float = 300
    pause_s: float = 1
    tries: int = 4
    backoff_s: float = 2
    most_wait_s: float = 60
    most_bytes: int = 100 * 1024**2
    most_pages: int = 100
    wait: Callable[[float], None] = time.sleep


POLITE = Manners()


class NotAnswered(Exception):
    """Raised where a source gives nothing that can be read; `code` is one of `wording_imports`."""

    def __init__(self, code: str, address: str, detail: str = "") -> None:
        """Keep the code, whom we asked, and what came."""
        super().__init__(f"{code}: {address} {detail}")
        self.code, self.address, self.detail = code, address, detail

    def fault(self) -> CallFault:
        """Give it as a fault of what was asked."""
        return CallFault(self.code, self.address, 0, value=" ".join(self.detail[:120].split()))


class _Slow(Exception):
    """The whole answer takes longer than we wait."""


def eu_portal_answers(
    *,
    today: date,
    statuses: Iterable[str] = FORTHCOMING_AND_OPEN,
    programmes: Iterable[str] = (),
    languages: Iterable[str] = ("en",),
    page_size: int = 100,
    address: str = EU_SEARCH,
    key: str = EU_KEY,
    manners: Manners = POLITE,
) -> Iterator[Answer]:
    """Give the pages of the portal's search, one after another. Raises NotAnswered; pages given before it stand."""
    must: list[Mapping[str, Any]] = [{"terms": {"type": list(TOPIC_TYPES)}}, {"terms": {"status": list(statuses)}}]
    if chosen := list(programmes):
        must.append({"terms": {"frameworkProgramme": chosen}})
    parts = {
        "query": {"bool": {"must": must}},
        "languages": list(languages),
        "sort": {"field": "sortStatus", "order": "ASC"},
    }
    files = {name: ("blob", json.dumps(part), "application/json") for name, part in parts.items()}
    given: set[str] = set()
    for page in range(1, manners.most_pages + 1):
        asked = {"apiKey": key, "text": "***", "pageSize": str(page_size), "pageNumber": str(page)}
        with requests.Session() as session:
            body = _asked(session, "POST", address, manners, params=asked, files=files)
        answer = _object(body, address)
        results = answer.get("results")
        if not isinstance(results, list):
            raise NotAnswered("unknown-records", address, ", ".join(map(str, answer)))
        new = {json.dumps(one.get("reference", one)) for one in results if isinstance(one, dict)} - given
        if results and not new:
            raise NotAnswered("same-page", address, str(page))
        if results or page == 1:
            yield Answer(f"eu-portal-{page}.json", body, today)
        given |= new
        if not results or len(given) >= _number(answer.get("totalResults"), len(given) + 1):
            return
        manners.wait(manners.pause_s)
    raise NotAnswered("too-many-pages", address, str(manners.most_pages))


def incentives_csv(
    *, today: date, days_back: int = 10, address: str = INCENTIVES_FOLDER, manners: Manners = POLITE
) -> Answer:
    """Give the newest daily CSV, of today or of one of the days before. Raises NotAnswered."""
    with requests.Session() as session:
        for back in range(days_back + 1):
            day = today - timedelta(days=back)
            name = f"{day.year}-{day.month}-{day.day}_opendata-export.csv"
            try:
                body = _asked(session, "GET", f"{address}/{name}", manners)
            except NotAnswered as error:
                if error.code != "not-there":
                    raise
                manners.wait(manners.pause_s)
                continue
            if body.lstrip()[:1] == b"<":
                raise NotAnswered("no-data-but-page", f"{address}/{name}", _beginning(body))
            return Answer(name, body, day)
    raise NotAnswered("no-export", address, f"{today.isoformat()} - {days_back}")


def incentive_answers(*, today: date, manners: Manners = POLITE) -> Iterator[Answer]:
    """Give the newest daily CSV of the incentives, or what the site's search holds where none is there. Raises NotAnswered."""
    try:
        found = incentives_csv(today=today, manners=manners)
    except NotAnswered as error:
        if error.code != "no-export":
            raise
        yield from incentives_solr(today=today, manners=manners)
        return
    yield found


def incentives_solr(
    *, today: date, rows: int = 10_000, address: str = INCENTIVES_SOLR, manners: Manners = POLITE
) -> Iterator[Answer]:
    """Give the Solr documents of the incentives, page by page. Raises NotAnswered; pages given before it stand."""
    start = 0
    for page in range(1, manners.most_pages + 1):
        asked = {"wt": "json", "rows": str(rows), "start": str(start), "q": "index_id:incentivi"}
        with requests.Session() as session:
            body = _asked(session, "GET", address, manners, params=asked)
        found = _object(body, address).get("response")
        documents = found.get("docs") if isinstance(found, dict) else None
        if not isinstance(found, dict) or not isinstance(documents, list):
            raise NotAnswered("unknown-records", address, _beginning(body))
        if documents or page == 1:
            yield Answer(f"incentivi-{page}.json", body, today)
        start += len(documents)
        if not documents or start >= _number(found.get("numFound"), start):
            return
        manners.wait(manners.pause_s)
    raise NotAnswered("too-many-pages", address, str(manners.most_pages))


def gathered(answers: Iterable[Answer]) -> tuple[list[Answer], list[CallFault]]:
    """Collect answers up to where a source fails; the failure is a fault, and what came before stays."""
    found: list[Answer] = []
    try:
        found.extend(answers)
    except NotAnswered as error:
        return found, [error.fault()]
    return found, []


def _asked(session: requests.Session, method: str, address: str, manners: Manners, **asked: Any) -> bytes:
    """Ask until there is an answer, waiting longer each time. Raises NotAnswered."""
    failure = NotAnswered("no-connection", address)
    for attempt in range(max(1, manners.tries)):
        if attempt:
            manners.wait(min(manners.most_wait_s, manners.backoff_s * 2 ** (attempt - 1)))
        try:
            with session.request(
                method,
                address,
                timeout=(manners.connect_s, manners.read_s),
                stream=True,
                headers={"User-Agent": "Filiera", "Accept": "application/json, text/csv;q=0.9"},
                **asked,
            ) as response:
                if response.status_code in AGAIN:
                    failure = NotAnswered("busy", address, str(response.status_code))
                    _wait_as_told(response, manners, is_last=attempt + 1 >= manners.tries)
                    continue
                _refuse(response, address)
                return _whole(response, address, manners)
        except (requests.Timeout, _Slow) as error:
            failure = NotAnswered("slow", address, type(error).__name__)
        except requests.exceptions.ChunkedEncodingError as error:
            failure = NotAnswered("cut-connection", address, str(error))
        except requests.RequestException as error:
            failure = NotAnswered(_what(error), address, type(error).__name__)
    raise failure


def _what(error: requests.RequestException) -> str:
    """Tell a connection that breaks off or falls silent from one that never came to be."""
    said = str(error)
    if "timed out" in said.lower():
        return "slow"
    return (
        "cut-connection"
        if "aborted" in said or "IncompleteRead" in said or "reset" in said.lower()
        else "no-connection"
    )


def _refuse(response: requests.Response, address: str) -> None:
    if response.status_code in (404, 410):
        raise NotAnswered("not-there", address, str(response.status_code))
    if response.status_code != 200:
        raise NotAnswered("refused", address, str(response.status_code))


def _wait_as_told(response: requests.Response, manners: Manners, *, is_last: bool) -> None:
    told = response.headers.get("Retry-After", "")
    if told.isdigit() and not is_last:
        manners.wait(min(float(told), manners.most_wait_s))


def _whole(response: requests.Response, address: str, manners: Manners) -> bytes:
    """Take in an answer, which may neither be too long nor come too slowly."""
    until = time.monotonic() + manners.whole_s
    parts, size = [], 0
    for chunk in response.iter_content(CHUNK):
        size += len(chunk)
        if size > manners.most_bytes:
            raise NotAnswered("too-large", address, str(size))
        if time.monotonic() > until:
            raise _Slow
        parts.append(chunk)
    return b"".join(parts)


def _object(body: bytes, address: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        code = "no-data-but-page" if body.lstrip()[:1] == b"<" else "no-json-answer"
        raise NotAnswered(code, address, _beginning(body)) from error
    if not isinstance(found, dict):
        raise NotAnswered("unknown-records", address, _beginning(body))
    return found


def _beginning(body: bytes) -> str:
    return body[:120].decode("utf-8", errors="replace")


def _number(written: Any, otherwise: int) -> int:
    return written if isinstance(written, int) and not isinstance(written, bool) else otherwise
