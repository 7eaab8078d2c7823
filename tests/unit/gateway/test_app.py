"""What the application does around every request."""

import falcon
from falcon import testing

from gateway.app import Correlation
from gateway.problems import fail, refuse
from shared.errors import Forbidden, Refusal


class Closed:
    """A resource that refuses before it reads."""

    def on_post(self, _req, _resp):
        raise Forbidden


def test_a_refusal_leaves_nothing_unread_that_the_connections_next_request_would_trip_over():
    app = falcon.App(middleware=[Correlation()])
    app.add_error_handler(Exception, fail)
    app.add_error_handler(Refusal, refuse)
    app.add_route("/closed", Closed())
    for path, status in (("/closed", 403), ("/nowhere", 404)):
        environ = testing.create_environ(path, method="POST", body=b"x" * 100_000)
        answered: list[str] = []
        app(environ, lambda line, _headers, seen=answered: seen.append(line))
        assert answered[0].startswith(str(status))
        assert environ["wsgi.input"].read() == b""
