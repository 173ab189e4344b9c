"""safeconduct: plan, agree, run and account for a humanitarian corridor."""

__version__ = "0.1.0"
