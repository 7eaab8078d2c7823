"""A private RabbitMQ node: own folder, cookie, epmd and ports, on the loopback address only.

It is started from the package's own folder: the command on the path would change to the system's user and node.
"""

from pathlib import Path

from deploy.local.keys import Keys
from deploy.local.layout import BROKER, write_private
from deploy.local.settings import Settings

PACKAGES = Path("/usr/lib/rabbitmq/lib")
# The messages belong to the name: it holds no port, so that a copy which moves keeps them.
NODE = "toono@localhost"
USER = "toono"
# Also where the machine has no /etc/hosts, as a bare one may.
KNOWN = '{host, {127,0,0,1}, ["localhost"]}.\n{lookup, [file, native]}.\n'


def uri(settings: Settings, keys: Keys) -> str:
    """Return the AMQP URI that the processes use."""
    return settings.amqp_uri or f"amqp://{USER}:{keys.broker_password}@127.0.0.1:{settings.port('amqp')}//"


def admin_uri(settings: Settings, keys: Keys) -> str:
    """Return the URI of the management API, if the node is ours."""
    return "" if settings.amqp_uri else f"http://{USER}:{keys.broker_password}@127.0.0.1:{settings.port('management')}"


def command() -> tuple[str, ...]:
    """Return what starts the node in the foreground."""
    return (str(max(PACKAGES.glob("rabbitmq_server-*")) / "sbin" / "rabbitmq-server"),)


def environment(settings: Settings) -> dict[str, str]:
    """Return what keeps the node apart from every other one; `rabbitmqctl` takes it too."""
    return {
        "HOME": str(BROKER),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(settings.port("epmd")),
        "ERL_INETRC": str(BROKER / "inetrc"),
        "RABBITMQ_ALLOW_INPUT": "1",  # without it a shell stands between the node and its signals
        "RABBITMQ_CONF_ENV_FILE": str(BROKER / "none.conf"),
        "RABBITMQ_CONFIG_FILE": str(BROKER / "rabbitmq.conf"),
        "RABBITMQ_CONFIG_FILES": str(BROKER / "conf.d"),
        "RABBITMQ_CTL_DIST_PORT_MIN": "0",
        "RABBITMQ_CTL_DIST_PORT_MAX": "0",
        "RABBITMQ_DIST_PORT": str(settings.port("distribution")),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(BROKER / "enabled_plugins"),
        "RABBITMQ_LOG_BASE": str(BROKER / "log"),
        "RABBITMQ_MNESIA_BASE": str(BROKER / "data"),
        "RABBITMQ_NODENAME": NODE,
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _erlang_arguments(),
    }


def configure(settings: Settings, keys: Keys) -> None:
    """Write the node's files, before it starts."""
    (BROKER / "conf.d").mkdir(parents=True, exist_ok=True)
    write_private(BROKER / ".erlang.cookie", keys.broker_cookie, mode=0o400)
    write_private(BROKER / "inetrc", KNOWN)
    write_private(BROKER / "enabled_plugins", "[rabbitmq_management,rabbitmq_prometheus].\n")
    write_private(BROKER / "rabbitmq.conf", _configuration(settings, keys))


def _erlang_arguments() -> str:
    # Schedulers that spin while they wait would take the cores from the platform's other processes.
    return "-noinput +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}"


def _configuration(settings: Settings, keys: Keys) -> str:
    return f"""\
listeners.tcp.1 = 127.0.0.1:{settings.port("amqp")}
management.tcp.ip = 127.0.0.1
management.tcp.port = {settings.port("management")}
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = {settings.port("broker-metrics")}
default_user = {USER}
default_pass = {keys.broker_password}
vm_memory_high_watermark.absolute = 2GB
disk_free_limit.absolute = 256MB
log.file = false
log.console = true
log.console.level = info
log.console.use_colors = off
"""
