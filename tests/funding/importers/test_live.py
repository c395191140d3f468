"""The sources asked over the network: a server of our own on this machine, which answers as they do, well and badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from filiera.funding.importers.live import (
    Manners,
    NotAnswered,
    eu_portal_answers,
    gathered,
    incentives_csv,
    incentives_solr,
)
from filiera.funding.importers.reading import read_calls
from filiera.funding.wording_imports import FAULTS

FIXTURES = Path(__file__).parent / "fixtures"
TODAY = date(2026, 6, 6)
RECORDS = json.loads((FIXTURES / "portal.json").read_text(encoding="utf-8"))["results"][1:6]
SOLR = json.loads((FIXTURES / "solr.json").read_text(encoding="utf-8"))["response"]["docs"][0]

Reply = Callable[[BaseHTTPRequestHandler, bytes], None]


@dataclass
class Source:
    """A source on this machine: what was asked, what it replies in turn, and for how long we waited."""

    address: str
    replies: list[Reply] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, list[str]], bytes]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def manners(self) -> Manners:
        return Manners(connect_s=2, read_s=0.3, whole_s=0.5, tries=3, most_bytes=200_000, wait=self.waits.append)


@pytest.fixture
def source() -> Iterator[Source]:
    found = Source("")

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            url = urlsplit(self.path)
            found.asked.append((self.command, url.path, parse_qs(url.query), body))
            reply = found.replies.pop(0) if found.replies else status(404)
            reply(self, body)

        do_GET = do_POST = _answer  # noqa: N815 - the names are the library's

        def log_message(self, *_said: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    found.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


def status(code: int, body: bytes = b"", **headers: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def page(records: list[Any], total: int = 5) -> Reply:
    return status(200, json.dumps({"totalResults": total, "results": records}).encode())


def cut(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    """Promise more than comes."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"totalResults": 5, ')
    handler.wfile.flush()
    handler.close_connection = True


def silent(source: Source) -> Reply:
    """Say nothing for longer than anybody waits."""

    def reply(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        source.released.wait(3)
        handler.close_connection = True

    return reply


def dripping(source: Source) -> Reply:
    """Send a little at a time, without end."""

    def reply(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _time in range(40):
            if source.released.wait(0.05):
                return
            try:
                handler.wfile.write(b" " * 1_000)
            except OSError:
                return

    return reply


def ask(source: Source, **more: Any) -> Iterator[Any]:
    return eu_portal_answers(today=TODAY, address=source.address, manners=source.manners, page_size=2, **more)


def test_the_portal_is_asked_page_by_page_and_read_like_its_files(source: Source) -> None:
    source.replies = [page(RECORDS[:2]), page(RECORDS[2:4]), page(RECORDS[4:])]
    answers, faults = gathered(ask(source, programmes=["43108390"]))
    assert [one.name for one in answers] == ["eu-portal-1.json", "eu-portal-2.json", "eu-portal-3.json"]
    assert faults == []
    found = read_calls(answers, today=date(2030, 1, 1))
    assert (len(found.drafts), found.format, {one.retrieved_on for one in found.drafts}) == (5, "eu-portal", {TODAY})
    assert [asked[2]["pageNumber"] for asked in source.asked] == [["1"], ["2"], ["3"]]
    method, _path, query, body = source.asked[0]
    assert (method, query["apiKey"], query["text"], query["pageSize"]) == ("POST", ["SEDIA"], ["***"], ["2"])
    for part in (
        b'name="query"',
        b'name="languages"',
        b'name="sort"',
        b'"43108390"',
        b'"31094502"',
        b"application/json",
    ):
        assert part in body
    assert source.waits == [1, 1]


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
def test_an_overloaded_source_is_asked_again_after_a_while(source: Source, code: int) -> None:
    source.replies = [status(code), status(code), page(RECORDS)]
    answers, faults = gathered(ask(source))
    assert (len(answers), faults, source.waits) == (1, [], [2, 4])


def test_a_source_that_says_how_long_to_wait_is_heeded(source: Source) -> None:
    source.replies = [status(429, Retry_After="7"), page(RECORDS)]
    assert len(gathered(ask(source))[0]) == 1
    assert source.waits == [7, 2]


@pytest.mark.parametrize(
    ("reply", "code", "times"),
    [
        (status(503), "busy", 3),
        (status(403), "refused", 1),
        (status(404), "not-there", 1),
        (status(200, b"<!DOCTYPE html><html>maintenance</html>"), "no-data-but-page", 1),
        (status(200, b'{"results": ['), "no-json-answer", 1),
        (status(200, b"[]"), "unknown-records", 1),
        (status(200, b'{"error": "no"}'), "unknown-records", 1),
        (status(200, b" " * 300_000), "too-large", 1),
        (cut, "cut-connection", 3),
    ],
    ids=["busy", "refused", "not-there", "page", "no-json", "list", "other", "large", "cut"],
)
def test_what_came_before_a_failure_stays_and_the_failure_is_told(
    source: Source, reply: Reply, code: str, times: int
) -> None:
    source.replies = [page(RECORDS[:2]), reply, reply, reply]
    answers, faults = gathered(ask(source))
    assert len(read_calls(answers, today=TODAY).drafts) == 2
    assert [one.code for one in faults] == [code]
    assert code in FAULTS
    assert len(source.asked) == 1 + times


@pytest.mark.parametrize("slow", [silent, dripping])
def test_a_slow_source_is_given_up(source: Source, slow: Callable[[Source], Reply]) -> None:
    source.replies = [slow(source)] * 3
    with pytest.raises(NotAnswered) as error:
        list(ask(source))
    assert error.value.code == "slow"


def test_a_source_that_is_not_there_is_told() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as closed:
        address = f"http://127.0.0.1:{closed.server_port}"
    waits: list[float] = []
    manners = Manners(connect_s=1, tries=2, wait=waits.append)
    assert [one.code for one in gathered(incentives_solr(today=TODAY, address=address, manners=manners))[1]] == [
        "no-connection"
    ]
    assert waits == [2]


def test_a_source_that_gives_the_same_page_for_ever_is_left(source: Source) -> None:
    source.replies = [page(RECORDS[:2]), page(RECORDS[:2])]
    answers, faults = gathered(ask(source))
    assert (len(answers), [one.code for one in faults]) == (1, ["same-page"])


def test_pages_have_a_limit(source: Source) -> None:
    source.replies = [page([one]) for one in RECORDS]
    manners = replace(source.manners, most_pages=2)
    answers, faults = gathered(eu_portal_answers(today=TODAY, address=source.address, manners=manners))
    assert (len(answers), [one.code for one in faults]) == (2, ["too-many-pages"])


def test_nothing_found_is_an_answer(source: Source) -> None:
    source.replies = [page([], total=0)]
    answers, faults = gathered(ask(source))
    assert faults == []
    assert [one.code for one in read_calls(answers, today=TODAY).faults] == ["no-records"]


def test_the_newest_export_of_the_last_days_is_taken(source: Source) -> None:
    export = (FIXTURES / "2026-6-4_opendata-export.csv").read_bytes()
    source.replies = [status(404), status(404), status(200, export)]
    answer = incentives_csv(today=TODAY, address=source.address, manners=source.manners)
    assert [asked[1] for asked in source.asked] == [f"/2026-6-{day}_opendata-export.csv" for day in (6, 5, 4)]
    found = read_calls(answer, today=TODAY)
    assert (len(found.drafts), found.drafts[0].retrieved_on) == (3, date(2026, 6, 4))


@pytest.mark.parametrize(
    ("reply", "code"),
    [(status(404), "no-export"), (status(403), "refused"), (status(200, b"<html>"), "no-data-but-page")],
)
def test_no_export_is_told(source: Source, reply: Reply, code: str) -> None:
    source.replies = [reply] * 3
    with pytest.raises(NotAnswered) as error:
        incentives_csv(today=TODAY, days_back=2, address=source.address, manners=source.manners)
    assert error.value.fault().code == code


def test_documents_of_solr_are_asked_page_by_page(source: Source) -> None:
    documents = [SOLR | {"zs_nid": str(number)} for number in range(3)]
    source.replies = [
        status(200, json.dumps({"response": {"numFound": 3, "docs": part}}).encode())
        for part in (documents[:2], documents[2:])
    ]
    answers, faults = gathered(incentives_solr(today=TODAY, rows=2, address=source.address, manners=source.manners))
    assert faults == []
    assert [one.ref for one in read_calls(answers, today=TODAY).drafts] == ["0", "1", "2"]
    assert [asked[2]["start"] for asked in source.asked] == [["0"], ["2"]]
    assert source.asked[0][2]["q"] == ["index_id:incentivi"]


def test_what_is_no_answer_of_solr_is_told(source: Source) -> None:
    source.replies = [status(200, b'{"response": null}')]
    assert [
        one.code for one in gathered(incentives_solr(today=TODAY, address=source.address, manners=source.manners))[1]
    ] == ["unknown-records"]
