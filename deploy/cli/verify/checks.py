"""All checks, in the order in which they are told."""

from deploy.cli.verify.backlog import wait_until_arrived
from deploy.cli.verify.finding import Finding
from deploy.cli.verify.installation import opened
from deploy.cli.verify.journals import journals
from deploy.cli.verify.queues import parked, queues
from deploy.cli.verify.recount import recounted
from deploy.cli.verify.states import compared, own_states

PATIENCE_SECONDS = 30.0


def check(mongo_uri: str, amqp_uri: str, *, seconds: float = PATIENCE_SECONDS) -> list[Finding]:
    """Wait for what is under way, as long as that, and check everything."""
    with opened(mongo_uri, amqp_uri) as installation:
        effects = wait_until_arrived(installation, seconds=seconds)
        own = own_states(installation)
        return [
            compared(installation, own), recounted(installation, own), *journals(installation, own),
            *effects, parked(installation), queues(installation),
        ]  # fmt: skip
