"""The README says what is."""

import re
from pathlib import Path

from gateway.catalog import contracts

README = (Path(__file__).parents[2] / "README.md").read_text()


def test_the_table_of_events_lists_what_the_contracts_publish():
    told = dict(re.findall(r"^\| `(toono\.[\w.-]+)` \| (.+) \|$", README, re.MULTILINE))
    published = {
        f"toono.{name}.{kind.name}": ", ".join(kind.events)
        for name, contract in contracts().items()
        for kind in contract.kinds
        if kind.events
    }
    assert told == published


def test_every_command_of_make_that_it_names_exists():
    makefile = (Path(__file__).parents[2] / "Makefile").read_text()
    for target in set(re.findall(r"(?:`|^|KZ |MN )make ([a-z-]+)", README, re.MULTILINE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
