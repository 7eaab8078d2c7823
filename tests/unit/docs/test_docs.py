import json
import re
from string import Template

import falcon
import pytest
from falcon.testing import TestClient

from gateway.docs import ASSETS, FOLDER, Docs
from gateway.problems import refuse
from gateway.texts import LANGUAGES
from shared.errors import Refusal

PAGES = ("docs", "events")
TEXTS = {name: json.loads((FOLDER / f"{name}.json").read_text("utf-8")) for name in PAGES}


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = falcon.App()
    app.add_error_handler(Refusal, refuse)
    for name in PAGES:
        app.add_route(f"/{name}", Docs(name))
    app.add_route("/docs/{name}", Docs("docs"))
    return TestClient(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_text_of_a_page_stands_in_every_language(name: str, language: str) -> None:
    wanted = set(Template((FOLDER / f"{name}.html").read_text("utf-8")).get_identifiers()) - {"language", "languages"}
    assert wanted | {"own_name"} == set(TEXTS[name][language])
    assert all(TEXTS[name][language].values())


@pytest.mark.parametrize(("query", "accepted", "language"), [
    ("?lang=mn", "ru", "mn"), ("", "kk-KZ,ru;q=0.8", "kk"), ("", "", "en"), ("?lang=xx", "ru", "ru"), ("?lang=../ru", "", "en"),
])  # fmt: skip
@pytest.mark.parametrize("name", PAGES)
def test_speaks_the_language_that_is_asked_for(client: TestClient, name: str, query: str, accepted: str, language: str) -> None:
    answer = client.simulate_get(f"/{name}{query}", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}">' in answer.text
    assert TEXTS[name][language]["title"] in answer.text
    assert answer.headers["content-language"] == language


@pytest.mark.parametrize("path", ["/docs", "/events", *(f"/docs/{name}" for name in ASSETS)])
def test_loads_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    answer = client.simulate_get(path)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert not re.search(r"//(?!www\.w3\.org/2000/svg)[\w-]+\.\w", re.sub(r"(?m)^\s*//.*$", "", answer.text))
    assert not re.search(r"\sstyle=|\son\w+=|<style|innerHTML", answer.text)


@pytest.mark.parametrize("name", ["docs.json", "__init__.py", "events.html", "..%2Fconfig.py"])
def test_gives_out_no_other_file(client: TestClient, name: str) -> None:
    assert client.simulate_get(f"/docs/{name}").status_code == 404


def test_is_small() -> None:
    assert sum(len(path.read_text("utf-8").splitlines()) for path in FOLDER.glob("*.[hcj]*") if path.suffix != ".json") < 550
