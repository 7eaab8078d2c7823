"""Receives Toono's events: `receiver.py webhook` is posted to, `receiver.py feed` pulls. Standard library only."""

import base64
import hmac
import json
import os
import sqlite3
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.request import Request, urlopen

store = sqlite3.connect("events.db", timeout=30)
store.execute("CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, event TEXT)")


def keep(*events: dict[str, Any]) -> None:
    """Keep the events that did not come before. What your system does with them belongs into this transaction."""
    with store:
        new = [e for e in events if store.execute("INSERT OR IGNORE INTO events VALUES (?,?)", (e["id"], json.dumps(e))).rowcount]
    for event in new:
        print(event["type"], event["id"], flush=True)


class Webhook(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        id_, at, signatures = (self.headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
        key = base64.b64decode(os.environ["TOONO_SECRET"].removeprefix("whsec_"))
        wanted = b"v1," + base64.b64encode(hmac.digest(key, f"{id_}.{at}.".encode() + body, "sha256"))
        is_ours = any(hmac.compare_digest(wanted, one.encode()) for one in signatures.split())
        event = json.loads(body) if is_ours and abs(time.time() - int(at)) <= 300 else None  # seconds
        if event and "challenge" not in event["data"]:
            keep(event)  # before the answer: what is answered with 2xx is not sent again
        self.send_response(200 if event else 401)
        self.end_headers()
        self.wfile.write(json.dumps({"challenge": event["data"].get("challenge")} if event else {}).encode())


def ask(method: str, path: str, **body: int) -> Any:
    url = f"{os.environ['TOONO_URL']}/v1/subscriptions/{os.environ['TOONO_SUBSCRIPTION']}/{path}"
    headers = {"Authorization": f"Bearer {os.environ['TOONO_TOKEN']}", "Content-Type": "application/json"}
    with urlopen(Request(url, json.dumps(body).encode() if body else None, headers, method=method), timeout=60) as answer:
        return json.load(answer)


if sys.argv[1] == "webhook":
    Webhook.timeout = 15  # seconds for which a silent connection may hold up the others
    HTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8000"))), Webhook).serve_forever()
while True:
    try:
        page = ask("GET", "events?limit=500&wait=20")  # after the committed cursor
        keep(*page["items"])
        ask("PUT", "cursor", cursor=page["next"])  # after a crash before this line the page comes again, and is known
    except OSError as error:
        if getattr(error, "code", None) in {401, 403, 404, 410}:
            raise  # waiting does not help; after 410 take a snapshot
        time.sleep(5)
