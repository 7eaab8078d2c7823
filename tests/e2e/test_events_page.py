"""The page of the events in a real browser."""

import json
import urllib.request
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.e2e.browsing import SECONDS, WIDTHS, visit

pytestmark = pytest.mark.platform

WORDS = {"kk": "Оқиғаларды сүзу", "ru": "Найти событие", "mn": "Үйл явдал хайх", "en": "Find an event"}
CLOSED, ENROLLED = "toono.registry.center.closed", "toono.programs.enrolment.enrolled"


@pytest.fixture(scope="module")
def asyncapi(gateway_url: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{gateway_url}/asyncapi.json") as answer:  # noqa: S310
        told: dict[str, Any] = json.load(answer)
    return told


def event(browser: Chrome, name: str) -> WebElement:
    """The event, opened."""
    found = browser.find_element(By.ID, name)
    browser.execute_script("arguments[0].open = true", found)
    WebDriverWait(browser, SECONDS).until(lambda _: found.find_element(By.CSS_SELECTOR, ".json").text)
    return found


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_is_readable_in_every_language_and_width(
    browser: Chrome, gateway_url: str, asyncapi: dict[str, Any], language: str, width: int
) -> None:
    visit(browser, f"{gateway_url}/events?lang={language}", width=width)
    assert browser.execute_script("return document.documentElement.lang") == language
    assert WORDS[language] in browser.find_element(By.TAG_NAME, "header").text
    shown = [one.get_attribute("id") for one in browser.find_elements(By.CSS_SELECTOR, ".operation")]
    assert sorted(map(str, shown)) == sorted(asyncapi["components"]["messages"])
    event(browser, CLOSED)
    browser.execute_script("document.querySelector('.guide').open = true")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert browser.get_log("browser") == []


def test_every_event_opens_with_its_members_its_example_and_its_schema(
    browser: Chrome, gateway_url: str, asyncapi: dict[str, Any]
) -> None:
    visit(browser, f"{gateway_url}/events")
    browser.execute_script("for (const one of document.querySelectorAll('.operation')) one.open = true")
    empty = "return [...document.querySelectorAll('.json')].filter((one) => !one.textContent).length"
    WebDriverWait(browser, SECONDS).until(lambda b: b.execute_script(empty) == 0)
    told = browser.execute_script("""return [...document.querySelectorAll('.operation')].map((one) => [
        one.id, one.querySelector('.json').textContent, one.querySelectorAll('.members li').length,
        one.querySelector('a.schema').href || null])""")
    for name, example, members, schema in told:
        assert json.loads(example) == asyncapi["components"]["messages"][name]["examples"][0]["payload"]
        assert members >= 8
        assert schema == (f"{gateway_url}/schemas/{name}/1" if "dataschema" in json.loads(example) else None)
    assert browser.get_log("browser") == []


def test_says_which_tell_of_single_persons_and_what_they_need(browser: Chrome, gateway_url: str) -> None:
    visit(browser, f"{gateway_url}/events?lang=en")
    assert "about single persons" in event(browser, ENROLLED).find_element(By.TAG_NAME, "summary").text
    assert "the ministry has approved it" in event(browser, ENROLLED).text
    assert "single persons" not in event(browser, CLOSED).text


def test_finds_events_by_words_and_leads_straight_to_one(browser: Chrome, gateway_url: str) -> None:
    visit(browser, f"{gateway_url}/events?lang=en#{CLOSED}")
    assert browser.find_element(By.ID, CLOSED).get_attribute("open")
    field = browser.find_element(By.ID, "filter")
    field.send_keys("center closed")
    shown = [one.get_attribute("id") for one in browser.find_elements(By.CSS_SELECTOR, ".operation:not([hidden])")]
    assert shown == [CLOSED]
    field.send_keys(" nothing-has-this-name")
    assert browser.find_element(By.ID, "status").text == "No event fits."


def test_loads_nothing_from_elsewhere(browser: Chrome, gateway_url: str) -> None:
    visit(browser, f"{gateway_url}/events")
    loaded = browser.execute_script("return performance.getEntriesByType('resource').map(({ name }) => name)")
    assert len(loaded) >= 5
    assert all(url.startswith(f"{gateway_url}/") for url in loaded)
