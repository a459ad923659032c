"""The service: what it takes, answers and refuses, with an analyzer that stands in for the models."""

import gzip
import html
import json
import logging
import re
import threading

import pytest

from attribution.errors import ModelMissingError
from attribution.schema import analysis_from_dict

pytest.importorskip("fastapi", reason="the service's packages are not installed: pip install attribution-audit[serve]")
pytest.importorskip("python_multipart", reason="the service's packages are not installed")
pytest.importorskip("uvicorn", reason="the service's packages are not installed")

from attribution.commands.formats import Format
from attribution.serving.answers import MEDIA_TYPES
from attribution.serving.limits import Limits
from attribution.serving.worker import Worker
from tests.service import FAULT, PATIENCE, SECRET, STORY, TOKEN, Running, StandIn, form, until

PAGE = f"<!DOCTYPE html><html><body><article><h1>Mill bridge to close</h1><p>{STORY}</p></article></body></html>"
GERMAN = (
    "<b>Nein</b> & nochmals nein: Der Bürgermeister hat am Montag gesagt, dass die Brücke nicht mehr sicher ist und im "
    "Juni für einige Wochen gesperrt wird. Die Leute im Dorf sind davon nicht begeistert, aber sie haben es erwartet, "
    "und viele von ihnen wollen nun mit dem Rad über die alte Furt fahren, wie es schon ihre Eltern getan haben.\n"
)


@pytest.fixture(scope="module")
def service():
    with Running() as running:
        yield running


def in_background(task):
    """Run a request in a thread; the list it returns gets its answer."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(task()), daemon=True)
    thread.start()
    return thread, answers


# What goes in and what comes out


def test_an_article_becomes_its_json(service):
    reply = service.analyze()
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/json; charset=utf-8"
    analysis = analysis_from_dict(reply.json, text=STORY)
    assert analysis.article.title == "Mill bridge to close in June"
    assert analysis.article.path is None


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("", None, "application/json"),
        ("", "*/*", "application/json"),
        ("", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("", "application/json;q=0.5, text/markdown", "text/markdown"),
        ("", "text/*;q=0.9, text/html;q=0", "text/plain"),
        ("", "APPLICATION/*", "application/json"),
        ("", "application/ld+json", "application/ld+json"),
        ("?format=csv", "text/html", "text/csv"),
        ("?format=html", "application/json", "text/html"),
    ],
)
def test_the_answer_is_what_format_or_accept_asks_for(service, query, accept, kind):
    reply = service.analyze(query=query, **({"Accept": accept} if accept else {}))
    assert reply.status == 200
    assert reply.headers["content-type"] == f"{kind}; charset=utf-8"


@pytest.mark.parametrize("accept", ["image/png", "text/html;q=0", "json", "text/html;q=nan", ";;,,"])
def test_an_accept_that_names_nothing_there_is_is_406(service, accept):
    reply = service.analyze(Accept=accept)
    assert (reply.status, reply.detail.partition(";")[0]) == (406, "nothing that Accept names can be given")


@pytest.mark.parametrize("name", MEDIA_TYPES)
def test_every_format_of_the_command_and_the_page_can_be_had(service, name):
    reply = service.analyze(query=f"?format={name}")
    assert reply.status == 200
    assert reply.body.decode("utf-8").strip()
    assert {*MEDIA_TYPES} == {*(kind.value for kind in Format), "html"}


def test_a_csv_is_the_table_asked_for(service):
    assert service.analyze(query="?format=csv&table=measures").body.startswith(b"article,")
    reply = service.analyze(query="?format=csv&table=secrets")
    assert (reply.status, reply.detail) == (422, "no such table; there are: quotes, sources, measures, findings")


def test_the_report_is_served_under_the_policy_it_names(service):
    reply = service.analyze(query="?format=html")
    page = reply.body.decode()
    named = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    policy = reply.headers["content-security-policy"]
    assert policy == f"{html.unescape(named[1])}; frame-ancestors 'none'"
    assert "script-src 'sha256-" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (STORY, "text/plain; charset=utf-8"),
        (STORY, ""),
        (STORY, "application/octet-stream"),
        (f"# Mill bridge\n\n{STORY}", "text/markdown"),
        (json.dumps({"text": STORY}), "application/json"),
        (json.dumps({"text": STORY, "id": "mill", "markdown": True}), "application/json"),
        (json.dumps({"headline": "Mill bridge", "text": STORY, "section": "Local"}), "application/json"),
        (json.dumps([{"text": STORY}]), "application/json"),
        (STORY.encode("utf-16"), "text/plain"),
        (PAGE, "text/html"),
        (PAGE, "text/plain"),
        form({"text": STORY}),
        form({"file": ("mill.txt", STORY.encode())}),
        form({"file": ("mill.md", STORY.encode()), "text": "something else"}),
        form({"file": ("", b""), "text": STORY}),
        form({"Größe \u2014 \u0394": "3", "file": ("Brücke \u2014 \u0394.txt", STORY.encode())}),
    ],
)
def test_an_article_comes_as_it_is_or_in_a_form(service, body, kind):
    headers = {"Content-Type": kind} if kind else {}
    reply = service.ask("POST", "/analyze", body, headers)
    assert reply.status == 200, reply.body
    assert reply.json["article"]["title"].startswith("Mill bridge")


def test_a_file_and_json_name_their_article(service):
    assert service.analyze(*form({"file": ("/desk/mill.txt", STORY.encode())})).json["article"]["id"] == "mill"
    assert service.analyze(json.dumps({"text": STORY, "id": "a/b"}), "application/json").json["article"]["id"] == "a/b"


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        ("", "text/plain", "empty"),
        (" \n\n ", "text/plain", "no text in it"),
        (GERMAN, "text/plain", "English"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "application/octet-stream", "PNG"),
        (b"\xff\xfe\xfa\x80" * 50, "text/plain", ""),
        ("a" + "\x00\x01\x02" * 40, "text/plain", ""),
        ("{", "application/json", "JSON"),
        ("[" * 100_000, "application/json", "nested"),
        (STORY, "application/json", "is no JSON"),
        ('"a text"', "application/json", "without the text of an article"),
        (json.dumps({"title": "Mill bridge"}), "application/json", "without the text of an article"),
        (json.dumps({"text": 3}), "application/json", "are texts"),
        (json.dumps({"text": "half \ud800 a letter"}), "application/json", "half a character"),
        (json.dumps({"text": ""}), "application/json", "no text in it"),
        (*form({"other": "field"}), "paste its text or choose a file"),
        (*form({"text": " \r\n"}), "paste its text or choose a file"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_422_in_one_line(service, body, kind, said):
    reply = service.analyze(body, kind)
    assert reply.status == 422
    assert said in reply.detail


@pytest.mark.parametrize("number", [1, 2, 3, 50])
def test_a_file_of_several_articles_is_taken_one_by_one(service, number):
    rows = "".join(json.dumps({"id": f"row-{n}", "text": STORY}) + "\n" for n in range(1, 4))
    reply = service.analyze(rows, "application/x-ndjson", query=f"?article={number}")
    if number > 3:
        assert (reply.status, reply.detail) == (422, "the file holds no article 50: there are 3")
    else:
        assert reply.json["article"]["id"] == f"row-{number}"
    assert "ask for one of them" in service.analyze(rows, "application/x-ndjson").detail


@pytest.mark.parametrize("query", ["?article=0", "?article=x", "?article=99999999999", "?format=gif"])
def test_a_parameter_that_is_none_is_422_and_not_repeated(service, query):
    reply = service.analyze(query=query)
    assert reply.status == 422
    assert query.partition("=")[2] not in reply.detail


def test_a_fault_of_the_program_tells_nothing_of_the_story(service, caplog):
    with caplog.at_level(logging.DEBUG):
        reply = service.analyze(f"{STORY}\n\n{FAULT}\n")
    assert (reply.status, reply.detail) == (500, "the program failed on this request; nothing of it was kept")
    assert "builtins.KeyError" in caplog.text
    assert SECRET not in caplog.text


def test_a_fault_of_the_service_tells_nothing_either(service, caplog, monkeypatch):
    def fail(*_: object) -> None:
        raise ValueError(STORY)

    monkeypatch.setattr("attribution.serving.app.media_type", fail)
    monkeypatch.setattr("attribution.serving.app.check_kind", fail)
    body, kind = form({"text": STORY})
    with caplog.at_level(logging.DEBUG):
        for path in ("/analyze", "/"):
            reply = service.ask("POST", path, body, {"Content-Type": kind})
            assert (reply.status, reply.detail) == (500, "the program failed on this request; nothing of it was kept")
        until(lambda: caplog.text.count("builtins.ValueError at fail") == 2)
    assert SECRET not in caplog.text


def test_a_bad_article_does_not_spoil_the_batch_it_came_in():
    with Running() as service:
        service.analyzer.go.clear()
        first, _ = in_background(service.analyze)
        until(lambda: service.analyzer.begun)
        bodies = [STORY, "", FAULT + STORY, b"\x89PNG\r\n\x1a\n", STORY]
        others = []
        for count, body in enumerate(bodies, 1):
            others.append(in_background(lambda body=body: service.analyze(body)))
            until(lambda count=count: service.worker.depth == count)
        service.analyzer.go.set()
        for thread, _ in [(first, None), *others]:
            thread.join(PATIENCE)
    assert [answers[0].status for _, answers in others] == [200, 422, 500, 422, 200]


# Who may ask


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:1", 200), ("127.0.0.1", 200), ("[::1]:8765", 200), ("192.0.2.7:80", 200), ("LOCALHOST.", 200),
        ("desk.example", 200), ("rebound.example", 400), ("rebound.example:8765", 400), ("", 400), ("a b", 400),
        ("localhost@rebound.example", 400), ("localhost.rebound.example", 400), ("[::1", 400),
    ],
)  # fmt: skip
def test_only_our_own_names_are_answered(host, status):
    with Running(names=("desk.example",)) as service:
        assert service.ask("GET", "/health", headers={"Host": host}).status == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Origin": "http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "http://[::1"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_pages_of_other_sites_cannot_post(service, headers, status):
    headers = {name: value.format(port=service.port) for name, value in headers.items()}
    assert service.analyze(**headers).status == status
    body, kind = form({"text": STORY})
    assert service.ask("POST", "/", body, {"Content-Type": kind, **headers}).status == status


def test_no_page_of_another_site_may_read_an_answer(service):
    for reply in (
        service.analyze(),
        service.ask("OPTIONS", "/analyze", headers={"Origin": "https://elsewhere.example"}),
    ):
        assert not [name for name in reply.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (f"Bearer {TOKEN}", 200), (f"bearer {TOKEN}", 200), (f"Bearer {TOKEN[:-1]}", 401), ("Bearer ", 401),
        (f"Basic {TOKEN}", 401), (TOKEN, 401), ("", 401), ("Bearer \xe9", 401),
    ],
)  # fmt: skip
def test_with_a_token_articles_and_models_are_for_those_who_have_it(given, status):
    with Running(token=TOKEN) as service:
        for method, path in (("POST", "/analyze"), ("GET", "/models")):
            headers = {"Authorization": given, "Content-Type": "text/plain"}
            reply = service.ask(method, path, STORY if method == "POST" else None, headers)
            assert reply.status == status
            if status == 401:
                assert reply.headers["www-authenticate"] == 'Bearer realm="attribution"'
                assert reply.detail == "the token is missing or wrong"
        assert service.ask("GET", "/health").status == 200


def test_with_a_token_the_page_asks_for_it_and_takes_it():
    with Running(token=TOKEN) as service:
        page = service.ask("GET", "/").body.decode()
        assert 'type="password" id="token" name="token"' in page
        body, kind = form({"text": STORY, "token": "something else"})
        refused = service.ask("POST", "/", body, {"Content-Type": kind})
        assert refused.status == 401
        assert "the token is missing or wrong" in refused.body.decode()
        assert SECRET in refused.body.decode(), "the story must not be lost"
        assert "something else" not in refused.body.decode()
        body, kind = form({"text": STORY, "token": TOKEN})
        assert service.ask("POST", "/", body, {"Content-Type": kind}).status == 200


# The page


def test_the_page_has_no_script_and_a_policy_without_holes(service):
    reply = service.ask("GET", "/")
    page = reply.body.decode()
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script" not in page
    assert 'name="token"' not in page
    policy = reply.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy


def test_the_page_answers_with_the_report_or_with_the_story_and_why_not(service):
    body, kind = form({"text": STORY})
    reply = service.ask("POST", "/", body, {"Content-Type": kind})
    assert reply.status == 200
    assert "Mill bridge to close in June" in reply.body.decode()
    body, kind = form({"text": GERMAN})
    reply = service.ask("POST", "/", body, {"Content-Type": kind})
    page = reply.body.decode()
    assert reply.status == 422
    assert 'role="alert"' in page
    assert "&lt;b&gt;Nein&lt;/b&gt; &amp; nochmals" in page
    reply = service.ask("POST", "/", "text=x", {"Content-Type": "application/x-www-form-urlencoded"})
    assert reply.status == 415


# Facts


def test_the_service_is_ready_when_its_models_are_loaded():
    with Running(ready=False) as service:
        reply = service.ask("GET", "/health")
        assert (reply.status, reply.json["status"]) == (503, "loading")
        refused = service.analyze()
        assert (refused.status, refused.headers["retry-after"]) == (503, "5")
        assert "still loading" in service.ask("GET", "/").body.decode()
        service.load()
        reply = service.ask("GET", "/health")
        assert (reply.status, reply.json["status"], reply.json["waiting"]) == (200, "ready", 0)
    assert not service.worker.is_ready


def test_the_models_are_told_without_where_they_lie(service):
    assert service.ask("GET", "/models").json == {
        "package": "stand-in", "version": "0", "language": "en", "licence": "none", "data": [], "profile": "default",
    }  # fmt: skip


def test_openapi_describes_every_body_answer_and_problem_with_examples(service):
    described = service.ask("GET", "/openapi.json").json
    assert set(described["paths"]) == {"/analyze", "/health", "/models"}
    analyze = described["paths"]["/analyze"]["post"]
    assert {"text/plain", "application/json", "multipart/form-data", "text/html"} <= set(
        analyze["requestBody"]["content"]
    )
    assert {"200", "400", "403", "408", "413", "415", "422", "429", "500", "503", "504"} <= set(analyze["responses"])
    assert "401" not in analyze["responses"]
    example = analyze["requestBody"]["content"]["application/json"]["example"]
    assert service.analyze(json.dumps(example), "application/json").status == 200
    answer = analyze["responses"]["200"]["content"]["application/json"]["example"]
    assert (
        analysis_from_dict(answer, text=example["text"]).quotes[0].content[0].slice(example["text"]).startswith("“We")
    )
    with Running(token=TOKEN) as closed:
        described = closed.ask("GET", "/openapi.json").json
        assert described["paths"]["/analyze"]["post"]["security"] == [{"HTTPBearer": []}]


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/analyze/", "/../etc/passwd", "/%00", "/static/x", "//"])
def test_there_is_nothing_else(service, path):
    reply = service.ask("GET", path)
    assert (reply.status, reply.detail) == (404, "there is nothing at this path")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_method_that_a_path_does_not_take_is_405(service, method):
    reply = service.ask(method, "/analyze")
    assert (reply.status, reply.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("path", ["/", "/health", "/models", "/openapi.json", "/nothing"])
def test_every_answer_may_be_kept_framed_and_sniffed_by_nobody(service, path):
    headers = service.ask("GET", path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers


# Limits


def test_a_full_queue_is_429_with_a_time_to_come_again_and_what_waits_is_done():
    with Running(limits=Limits(waiting=2, batch=1, receive=5.0, stop=5.0)) as service:
        service.analyzer.go.clear()
        first = in_background(service.analyze)
        until(lambda: service.analyzer.begun)
        waiting = [in_background(service.analyze) for _ in range(2)]
        until(lambda: service.worker.depth == 2)
        refused = service.analyze()
        assert refused.status == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 300
        assert "2 articles wait already" in refused.detail
        assert service.ask("GET", "/health").json["waiting"] == 2
        body, kind = form({"text": STORY})
        page = service.ask("POST", "/", body, {"Content-Type": kind})
        assert (page.status, "retry-after" in page.headers, SECRET in page.body.decode()) == (429, True, True)
        service.analyzer.go.set()
        for thread, answers in [first, *waiting]:
            thread.join(PATIENCE)
            assert answers[0].status == 200
        assert service.analyze().status == 200


def test_an_article_that_takes_too_long_is_504_and_one_that_waits_too_long_503():
    with Running(limits=Limits(answer=0.5, batch=1, stop=5.0)) as service:
        service.analyzer.go.clear()
        first = in_background(service.analyze)
        until(lambda: service.analyzer.begun)
        late = service.analyze()
        first[0].join(PATIENCE)
        assert (first[1][0].status, late.status) == (504, 503)
        assert "retry-after" in late.headers
        until(lambda: service.worker.depth == 0)
        service.analyzer.go.set()
        until(lambda: service.analyze().status == 200)
        assert len(service.analyzer.begun) == 2, "what waited too long was never begun"


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate, gzip"])
def test_packed_bodies_are_not_unpacked(service, encoding):
    reply = service.analyze(gzip.compress(bytes(10_000_000)), Content_Encoding=encoding)
    assert reply.status == 415
    assert "Content-Encoding" in reply.detail


def test_an_article_with_too_many_words_is_413():
    with Running(limits=Limits(words=30)) as service:
        reply = service.analyze()
        assert (reply.status, reply.detail.partition(";")[0]) == (413, "the article has 40 words and the limit is 30")
        reply = service.analyze("a\n" * 61)
        assert (reply.status, reply.detail) == (413, "the body has 61 lines and the limit is 60")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"no boundary at all", 400),
        (b"--b\r\nContent-Disposition: form-data; name=text\r\n\r\nstory", 400),
        (b"--b\r\n" + b"A: b\r\n" * 500, 400),
        (b"--b\r\nA: " + b"b" * 100_000, 400),
        (b"--b\r\n\r\n\r\n" * 500 + b"--b--\r\n", 400),
        (b"--b\r\n\r\nstory\r\n--b--\r\n", 422),
        (b"\r\n--" * 100_000, 400),
    ],
)
def test_a_form_that_is_none_is_400(service, body, status):
    assert service.analyze(body, "multipart/form-data; boundary=b").status == status
    assert service.ask("POST", "/", body, {"Content-Type": "multipart/form-data; boundary=b"}).status == status


@pytest.mark.parametrize("boundary", ["", "; boundary=", f"; boundary={'b' * 1000}", "; boundary=\xe9"])
def test_a_form_without_a_boundary_is_400(service, boundary):
    assert service.analyze(form({"text": STORY})[0], f"multipart/form-data{boundary}").status == 400


def test_a_media_type_of_something_else_is_415(service):
    reply = service.analyze(STORY, "image/png")
    assert reply.status == 415
    assert "text/markdown" in reply.detail


def test_no_line_of_the_log_has_a_word_of_a_story_or_of_a_query(service, caplog):
    with caplog.at_level(logging.DEBUG):
        service.analyze(f"{STORY} {FAULT}")
        service.analyze(query=f"?format={SECRET.replace(' ', '%20')}")
        service.analyze(json.dumps({"text": SECRET}), "application/json")
        service.ask("GET", f"/{SECRET.replace(' ', '%20')}")
        service.ask("OKONKWO", "/")
        body, kind = form({SECRET: (SECRET, STORY.encode())})
        service.analyze(body, kind)
        service.analyze(body[:-10], kind)
        service.analyze(STORY, f"text/{SECRET.replace(' ', '')}")
        until(lambda: sum("/analyze" in record.getMessage() for record in caplog.records) == 6)
    lines = [record.getMessage() for record in caplog.records]
    assert not [line for line in lines if "okonkwo" in line.lower() or "zbigniew" in line.lower()]


def test_the_worker_tells_that_models_cannot_be_loaded():
    told = threading.Event()
    worker = Worker(
        lambda: StandIn(error=ModelMissingError("no model")), waiting=1, batch=1, on_loaded=told.set
    )  # fmt: skip
    worker.start()
    assert told.wait(PATIENCE)
    assert isinstance(worker.failure, ModelMissingError)
    assert not worker.is_ready
    assert worker.stop(PATIENCE)
