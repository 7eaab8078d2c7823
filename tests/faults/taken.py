"""What the consumers have counted of the events that they took in, as their metrics tell it."""

from collections import Counter

import urllib3
from prometheus_client.parser import text_string_to_metric_families

from tests.faults.platform import Platform

KNOWN = ("stale", "duplicate")  # outcomes of what tells nothing new
NAME = "toono_events_handled_total"


def known_already(platform: Platform) -> Counter[str]:
    """By consumer, how many events it has passed over since its process began."""
    found: Counter[str] = Counter()
    for name, url in platform.addresses["metrics"].items():
        if name not in {"broker", "gateway"}:
            found.update(_passed_over(urllib3.request("GET", url, timeout=5.0).data.decode()))
    return found


def _passed_over(text: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == NAME and sample.labels["outcome"] in KNOWN:
                found[sample.labels["consumer"]] += int(sample.value)
    return found
