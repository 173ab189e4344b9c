"""`python -m safeconduct` is the command line."""

from safeconduct.cli.main import run

run()
