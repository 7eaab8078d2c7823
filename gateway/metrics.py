"""What operators see of the API: requests by route, their duration, and how many are under way."""

import time
from typing import Any

import falcon
from prometheus_client import Counter, Gauge, Histogram

DURATION = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
REQUESTS = Counter("toono_http_requests_total", "Requests answered.", ["route", "method", "status_class"])
SECONDS = Histogram("toono_http_request_duration_seconds", "Time to the answer.", ["route", "method"], buckets=DURATION)
UNDER_WAY = Gauge("toono_http_requests_in_progress", "Requests under way.", multiprocess_mode="livesum")
LIMIT = Gauge(
    "toono_worker_limit", "Requests that may be under way; there are none before a process can work.", multiprocess_mode="livesum"
)
BUSY = Gauge("toono_worker_busy", "Requests under way, of those that need admission.", multiprocess_mode="livesum")
SHED = Counter("toono_http_requests_shed_total", "Requests refused before anything was done for them.", ["kind"])


class Observed:
    """Counts and times every request by its route, never by its URL."""

    def process_request(self, req: falcon.Request, resp: falcon.Response) -> None:  # noqa: ARG002
        """Note when it came."""
        req.context.started = time.perf_counter()
        UNDER_WAY.inc()

    def process_response(self, req: falcon.Request, resp: falcon.Response, resource: Any, succeeded: bool) -> None:  # noqa: ARG002, FBT001
        """Note how it went."""
        UNDER_WAY.dec()
        route = req.uri_template or "none"
        REQUESTS.labels(route, req.method, f"{str(resp.status)[0]}xx").inc()
        SECONDS.labels(route, req.method).observe(time.perf_counter() - req.context.started)
