"""`python -m deploy.cli` is `toono`."""

from deploy.cli.main import main

main(prog_name="toono")
