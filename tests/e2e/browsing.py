"""A real browser: Debian's chromium and chromium-driver, headless, without a network of its own."""

import shutil
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
WIDTHS = {"desktop": 1280, "phone": 360}
SECONDS = 20


def start(profile: Path) -> Chrome:
    """A browser with a profile in an empty folder."""
    options = ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return Chrome(options=options, service=Service(str(shutil.which("chromedriver"))))


def visit(browser: Chrome, url: str, *, width: int = WIDTHS["desktop"], scheme: str = "light") -> None:
    """Open the page afresh, and wait until it shows what there is."""
    browser.get("about:blank")
    browser.get_log("browser")
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    browser.get(url)
    WebDriverWait(browser, SECONDS).until(lambda b: b.find_elements(By.CSS_SELECTOR, ".operation"))
