"""The commands of the local run: `python -m local serve` and `python -m local evaluate`."""

import argparse
import sys
from importlib import import_module

_COMMANDS = {"serve": "local.server", "evaluate": "local.appsync.evaluate"}


def main() -> int:
    """Run the command that the command line names; its exit status."""
    parser = argparse.ArgumentParser(prog="python -m local", description="The API on this machine.")
    parser.add_argument("command", choices=_COMMANDS)
    name = parser.parse_args(sys.argv[1:2]).command
    # only what is asked for is imported: to evaluate a file takes no server
    command = import_module(_COMMANDS[name])
    parser = argparse.ArgumentParser(prog=f"python -m local {name}", description=command.__doc__)
    command.add_arguments(parser)
    status: int = command.run(parser.parse_args(sys.argv[2:]))
    return status


if __name__ == "__main__":
    sys.exit(main())
