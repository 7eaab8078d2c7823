"""A private mongod: a replica set of one (transactions need one), with a password, on the loopback address only."""

import sysconfig
from pathlib import Path

from deploy.local.keys import Keys
from deploy.local.layout import DATABASE, write_private
from deploy.local.settings import Settings

REPLICA_SET = "toono"
USER = "toono"
KEY_FILE = DATABASE / "replica-set.key"
CACHE_GIGABYTES = "0.25"
TRANSACTION_SECONDS = 20  # that a transaction may stay open, whose client is gone; the relay's may take 10


def uri(settings: Settings, keys: Keys) -> str:
    """Return the MongoDB URI that the processes use."""
    own = f"mongodb://{USER}:{keys.mongo_password}@127.0.0.1:{settings.port('mongod')}"
    return settings.mongo_uri or f"{own}/?replicaSet={REPLICA_SET}&authSource=admin"


def command(settings: Settings) -> tuple[str, ...]:
    """Return what starts mongod in the foreground."""
    mongod = Path(sysconfig.get_path("purelib"), "fiftyone", "db", "bin", "mongod")
    return (
        str(mongod),
        *("--dbpath", str(DATABASE / "data")),
        *("--bind_ip", "127.0.0.1"),
        *("--port", str(settings.port("mongod"))),
        *("--replSet", REPLICA_SET),
        *("--keyFile", str(KEY_FILE)),
        *("--wiredTigerCacheSizeGB", CACHE_GIGABYTES),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        *("--setParameter", f"transactionLifetimeLimitSeconds={TRANSACTION_SECONDS}"),
        "--nounixsocket",
        "--quiet",
    )


def configure(keys: Keys) -> None:
    """Write the key by which the members of the set know each other, before mongod starts."""
    (DATABASE / "data").mkdir(parents=True, exist_ok=True)
    write_private(KEY_FILE, keys.mongo_key + "\n", mode=0o400)
