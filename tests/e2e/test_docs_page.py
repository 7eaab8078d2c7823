"""The documentation page in a real browser."""

import json
import re
import urllib.request
from typing import Any

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from gateway.resources.bodies import UNIQUE
from tests.e2e.browsing import SECONDS, WIDTHS, visit

pytestmark = pytest.mark.platform

WORDS = {"kk": "Амалдарды сүзу", "ru": "Найти операцию", "mn": "Үйлдэл хайх", "en": "Find an operation"}
TOKEN = "canary.token.value"


@pytest.fixture(scope="module")
def document(gateway_url: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{gateway_url}/openapi.json") as answer:  # noqa: S310
        told: dict[str, Any] = json.load(answer)
    return told


def operation(browser: Chrome, method: str, path: str) -> WebElement:
    """The operation, opened."""
    at = f"//details[contains(@class, 'operation')][summary/b = '{method}'][summary/code = '{path}']"
    found = browser.find_element(By.XPATH, at)
    browser.execute_script("arguments[0].open = true", found)
    WebDriverWait(browser, SECONDS).until(lambda _: "curl" in found.find_element(By.CSS_SELECTOR, ".curl").text)
    return found


def send(browser: Chrome, shown: WebElement) -> str:
    """What comes back when the operation is tried."""
    shown.find_element(By.CSS_SELECTOR, "[type=submit]").click()
    return str(WebDriverWait(browser, SECONDS).until(lambda _: shown.find_element(By.CSS_SELECTOR, ".answer").text))


def operations_of(document: dict[str, Any]) -> int:
    methods = {"get", "post", "put", "patch", "delete"}
    return sum(len(methods & item.keys()) for item in document["paths"].values())


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_is_readable_in_every_language_and_width(
    browser: Chrome, gateway_url: str, document: dict[str, Any], language: str, width: int
) -> None:
    visit(browser, f"{gateway_url}/docs?lang={language}", width=width)
    assert browser.execute_script("return document.documentElement.lang") == language
    assert WORDS[language] in browser.find_element(By.TAG_NAME, "header").text
    assert len(browser.find_elements(By.CSS_SELECTOR, ".operation")) == operations_of(document)
    operation(browser, "POST", "/v1/centers")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert browser.get_log("browser") == []


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 25, 28)")])
def test_is_light_by_day_and_dark_by_night(browser: Chrome, gateway_url: str, scheme: str, paper: str) -> None:
    visit(browser, f"{gateway_url}/docs", scheme=scheme)
    assert browser.execute_script("return getComputedStyle(document.body).backgroundColor") == paper


def test_loads_nothing_from_elsewhere(browser: Chrome, gateway_url: str) -> None:
    visit(browser, f"{gateway_url}/docs")
    loaded = browser.execute_script("return performance.getEntriesByType('resource').map(({ name }) => name)")
    assert len(loaded) >= 4
    assert all(url.startswith(f"{gateway_url}/") for url in loaded)


def test_every_operation_opens(browser: Chrome, gateway_url: str) -> None:
    visit(browser, f"{gateway_url}/docs")
    browser.execute_script("for (const one of document.querySelectorAll('.operation')) one.open = true")
    lines = "return [...document.querySelectorAll('.curl')].filter((one) => !one.textContent.startsWith('curl ')).length"
    WebDriverWait(browser, SECONDS).until(lambda b: b.execute_script(lines) == 0)
    bodies = "return [...document.querySelectorAll('.body[data-type*=json] textarea')].map(({ value }) => value)"
    examples = [json.loads(body) for body in browser.execute_script(bodies)]
    assert examples
    assert all(isinstance(example, dict | list) for example in examples)
    assert browser.get_log("browser") == []


def test_is_used_by_keyboard_alone(browser: Chrome, gateway_url: str) -> None:
    visit(browser, f"{gateway_url}/docs")
    focused = lambda: browser.switch_to.active_element  # noqa: E731
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    assert focused().get_attribute("class") == "skip"
    focused().send_keys(Keys.ENTER)
    browser.switch_to.active_element.send_keys(Keys.TAB)
    assert focused().tag_name == "summary"
    focused().send_keys(Keys.ENTER)
    WebDriverWait(browser, SECONDS).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".operation[open]"))


def test_finds_operations_by_words(browser: Chrome, gateway_url: str) -> None:
    visit(browser, f"{gateway_url}/docs")
    field = browser.find_element(By.ID, "filter")
    field.send_keys("post /v1/centers")
    shown = browser.find_elements(By.CSS_SELECTOR, ".operation:not([hidden])")
    assert shown
    assert all("/v1/centers" in one.text and "POST" in one.text for one in shown)
    field.send_keys(" nothing-has-this-name")
    assert browser.find_element(By.ID, "status").text == "No operation fits."


def test_tries_a_read_without_a_token(browser: Chrome, gateway_url: str) -> None:
    visit(browser, f"{gateway_url}/docs")
    shown = operation(browser, "GET", "/v1/centers")
    assert "no token needed" in shown.find_element(By.TAG_NAME, "summary").text
    answer = send(browser, shown)
    assert answer.startswith("Answer 200")
    assert '"items"' in answer


def test_tries_a_command_with_the_token_and_never_shows_it(browser: Chrome, gateway_url: str) -> None:
    visit(browser, f"{gateway_url}/docs")
    browser.find_element(By.ID, "token").send_keys(TOKEN)
    shown = operation(browser, "POST", "/v1/centers")
    line = shown.find_element(By.CSS_SELECTOR, ".curl").text
    assert "Authorization: Bearer $TOKEN" in line
    assert re.search(f"Idempotency-Key: {UNIQUE.pattern[1:-2]}'", line)
    assert TOKEN not in line
    assert send(browser, shown).startswith("Answer 401")
    kept = "return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])"
    assert TOKEN not in browser.execute_script(kept)


def test_leads_straight_to_an_operation(browser: Chrome, gateway_url: str, document: dict[str, Any]) -> None:
    named = document["paths"]["/v1/centers"]["post"]["operationId"]
    visit(browser, f"{gateway_url}/docs#{named}")
    assert browser.find_element(By.ID, named).get_attribute("open")
