"""gunicorn's settings for the gateway."""

import gc
import os
from typing import Any

bind = os.environ.get("TOONO_BIND", "127.0.0.1:8080")
worker_class = "gateway.worker.Worker"
workers = int(os.environ.get("TOONO_GATEWAY_WORKERS", "2"))
threads = 48  # more than gateway.admission has places
keepalive = 75  # seconds: longer than the minute for which proxies keep a connection that nobody uses, lest both end it at once
backlog = 512
graceful_timeout = 20  # seconds to finish what is in hand when told to end
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112
limit_request_line = 8190  # bytes, gunicorn's most
limit_request_field_size = 8190
control_socket_disable = True


def when_ready(_server: Any) -> None:
    """Serve the metrics of all workers from the master process."""
    port = int(os.environ.get("TOONO_METRICS_PORT", "0"))
    if port:
        from prometheus_client import CollectorRegistry, multiprocess, start_http_server  # noqa: PLC0415

        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        start_http_server(port, addr="127.0.0.1", registry=registry)


def post_worker_init(_worker: Any) -> None:
    """Look for garbage in what comes with the requests only: the application stays to the end, and is large."""
    gc.freeze()


def child_exit(_server: Any, worker: Any) -> None:
    """Forget the gauges of a worker that has ended."""
    from prometheus_client import multiprocess  # noqa: PLC0415

    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
