"""The `toono` command: one module per subcommand, all named in COMMANDS."""

import click

from deploy.cli.imports import import_
from deploy.cli.outbox import outbox
from deploy.cli.parked import parked
from deploy.cli.rebuild import rebuild
from deploy.cli.replay import replay
from deploy.cli.subscriptions import subscription
from deploy.cli.tokens import token
from deploy.cli.verify import verify

COMMANDS = (import_, outbox, parked, rebuild, replay, subscription, token, verify)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Work with the Toono platform that runs on this machine."""


for command in COMMANDS:
    main.add_command(command)
