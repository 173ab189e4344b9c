"""`python -m safeconduct` and the command `safeconduct` are the command line."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """Load the commands and run them; a Ctrl-C while they load ends the program without a word: nothing was begun."""
    quiet = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if quiet:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from safeconduct.cli.main import run

    try:
        if quiet:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        run()
    except KeyboardInterrupt:  # between the commands, which tell their own
        sys.exit(130)


if __name__ == "__main__":
    main()
