"""What gunicorn runs: ``gateway.wsgi:application``, made in each worker after the fork."""

from gateway.admission import Admission
from gateway.app import create
from gateway.config import Gateway
from shared.logs import to_stderr

SETTINGS = Gateway.read()
to_stderr("gateway", SETTINGS.log_level)
application = Admission(create(SETTINGS))
