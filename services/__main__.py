"""Run a process of a service: ``python -m services serve|relay|importer|delivery|topology [SERVICE]``.

Nothing heavy is imported before the choice is made: `serve` is patched by eventlet first, the others never are.
"""

import argparse

NAMES = ("registry", "programs", "partnerships", "feedback")


def main() -> None:
    """Start what the arguments name."""
    asked = argparse.ArgumentParser(prog="python -m services", description="Run a process of one of Toono's services.")
    modes = asked.add_subparsers(dest="mode", required=True)
    for mode, purpose in (
        ("serve", "answer commands and react to events"),
        ("relay", "send the journal's facts to the broker, and keep the copies of others' state"),
    ):
        modes.add_parser(mode, help=purpose).add_argument("service", choices=NAMES)
    modes.add_parser("importer", help="work through imported files").add_argument("service", choices=["registry"])
    modes.add_parser("delivery", help="bring events to partner systems")
    modes.add_parser("topology", help="declare exchanges and queues, then stop")
    chosen = asked.parse_args()
    if chosen.mode == "serve":
        from shared.serve import serve  # noqa: PLC0415

        serve(chosen.service, "0.1")
    elif chosen.mode == "relay":
        from services.background import relay  # noqa: PLC0415

        relay(chosen.service)
    elif chosen.mode == "importer":
        from services.registry.importer import run  # noqa: PLC0415

        run()
    elif chosen.mode == "delivery":
        from services.partnerships.delivery.process import run as deliver  # noqa: PLC0415

        deliver()
    else:
        from services.background import topology  # noqa: PLC0415

        topology()


if __name__ == "__main__":
    main()
