"""Metrics in Prometheus' exposition format, on a port of their own. Never a label by person, center, case or id."""

from prometheus_client import Counter, Gauge, Histogram, start_http_server
from prometheus_client.exposition import ThreadingWSGIServer

LAG = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900)
DURATION = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

BUILD = Gauge("toono_build_info", "The running version.", ["version", "revision"], multiprocess_mode="mostrecent")
COMMANDS = Counter("toono_commands_total", "Commands carried out or refused.", ["service", "command", "outcome"])
COMMAND_DURATION = Histogram("toono_command_duration_seconds", "From arrival to answer.", ["service"], buckets=DURATION)
PENDING = Gauge("toono_outbox_pending", "Facts not yet sent.", ["service"])
OLDEST = Gauge("toono_outbox_oldest_pending_age_seconds", "Age of the oldest fact not yet sent.", ["service"])
UNROUTED = Gauge("toono_outbox_parked", "Facts that no queue took.", ["service"])
PUBLISHED = Counter("toono_outbox_published_total", "Facts published.", ["type", "outcome"])
PUBLISH_DELAY = Histogram("toono_outbox_publish_delay_seconds", "From commit to confirm.", ["service"], buckets=LAG)
RELAY_SUCCESS = Gauge("toono_relay_last_success_timestamp_seconds", "When the relay last found nothing left to do.", ["service"])
HANDLED = Counter("toono_events_handled_total", "Events taken in.", ["consumer", "source", "outcome"])
HANDLE_DURATION = Histogram("toono_event_handle_duration_seconds", "Time for one event or batch.", ["consumer"], buckets=DURATION)
EVENT_LAG = Histogram("toono_event_lag_seconds", "From the fact to its effect.", ["consumer"], buckets=LAG)
PARKED = Gauge("toono_parked_messages", "Messages that failed for good and wait for an operator.", ["consumer"])


def serve(port: int, version: str) -> None:
    """Serve this process' metrics on loopback, if a port is given."""
    BUILD.labels(version, "").set(1)
    ThreadingWSGIServer.allow_reuse_port = True  # a successor begins beside the process that it replaces
    if port:
        start_http_server(port, addr="127.0.0.1")
