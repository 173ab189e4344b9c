"""The errors a caller can meet. Bad input is not here: it is a tuple of notices."""

from __future__ import annotations

from safeconduct.model.notice import Notice


class BadInputError(Exception):
    """The input cannot be used; `notices` says every reason, each with its cure. Exit code 3."""

    def __init__(self, notices: tuple[Notice, ...]) -> None:
        super().__init__("; ".join(notice.message for notice in notices[:3]) or "bad input")
        self.notices = notices


class RefusedError(Exception):
    """An act that a rule forbids; nothing was changed. `rule` names the rule."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


class NoPlanError(Exception):
    """Nobody can leave; `binding` names what binds, one sentence each. Exit code 4."""

    def __init__(self, binding: tuple[str, ...], notices: tuple[Notice, ...] = ()) -> None:
        super().__init__("; ".join(binding))
        self.binding = binding
        self.notices = notices


class CheckFailedError(Exception):
    """The independent checker disagrees with a plan; `findings` says where. Exit code 5."""

    def __init__(self, findings: tuple[str, ...]) -> None:
        super().__init__("; ".join(findings[:3]))
        self.findings = findings
