"""What the house says when it will not do something, and which rule says so."""

from http import HTTPStatus


class DomainError(Exception):
    """A refusal in the reader's language, with a stable ``code`` and the ``rule`` behind it.

    ``code`` is part of the API contract. ``rule`` cites a source (``001:389``, ``P12``).
    """

    status = HTTPStatus.BAD_REQUEST
    code = "invalid"

    def __init__(self, message: str, *, code: str = "", rule: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.rule = rule


class Refused(DomainError):
    """The viewer may not do this: HTTP 403."""

    status = HTTPStatus.FORBIDDEN
    code = "refused"


class IllegalStep(DomainError):
    """The record is in a state from which this step does not exist: HTTP 409."""

    status = HTTPStatus.CONFLICT
    code = "illegal_step"


class Conflict(DomainError):
    """The record changed since the viewer read it, or a guard does not hold now: HTTP 409."""

    status = HTTPStatus.CONFLICT
    code = "conflict"


class Invalid(DomainError):
    """What was sent lacks something or contradicts itself: HTTP 400."""

    code = "invalid"
