"""The five kinds of refusal. A rule's own error subclasses one of them and stands beside the rule.

A refusal carries what a person must know to go on: what is wrong (`text`), what to do about it (`remedy`) and, where one is
to blame, the `field`. Both sentences are templates over the keywords that the error was raised with. The class name makes
the stable problem type: ``OfferingFull`` is ``offering-full``.
"""

import re
from typing import Any, ClassVar


class Refusal(Exception):
    """A request that is understood and not carried out. Nothing has been changed when it is raised."""

    status: ClassVar[int] = 400
    text: ClassVar[str] = "The request was refused."
    remedy: ClassVar[str] = "Read the description of this operation and send the request again."

    errors: list[dict[str, str]] | None = None  # one for each field at fault, where there may be several

    def __init__(self, field: str | None = None, **params: Any) -> None:
        self.field = field
        self.params = params
        super().__init__(self.sentence)

    @classmethod
    def slug(cls) -> str:
        """The problem type: the class name in kebab case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @property
    def sentence(self) -> str:
        """What is wrong, filled in."""
        return self.text.format(**self.params)

    @property
    def advice(self) -> str:
        """What to do about it, filled in."""
        return self.remedy.format(**self.params)


class NotFound(Refusal):
    """What the request names does not exist, or not for this caller."""

    status = 404
    text = "There is no {kind} with the id {id}."
    remedy = "Check the id; it may belong to another area than yours."


class Conflict(Refusal):
    """The request is sound, the present state does not admit it."""

    status = 409


class Invalid(Refusal):
    """The request can never be carried out as it stands."""

    status = 422


class Forbidden(Refusal):
    """The caller is known and may not do this."""

    status = 403
    text = "Your grants do not allow this."
    remedy = "Ask your ministry's administrator for the grant that this requires."


class Unavailable(Refusal):
    """Something that the request depends on does not answer; the same request may succeed later."""

    status = 503
    text = "{what} does not answer at the moment."
    remedy = "Send the same request with the same Idempotency-Key again in a few seconds."


class Overloaded(Refusal):
    """More is asked at this moment than can be done in time, so that this was not begun."""

    status = 503
    text = "More is asked at this moment than can be answered in time; this was not begun."
    remedy = "Send the same request with the same Idempotency-Key again after the seconds in Retry-After."


class DeadlinePassed(Refusal):
    """Whoever asked waits no longer; nothing was changed."""

    status = 503
    text = "The time for this request was over before its turn came; it was not carried out."
    remedy = "Send the same request with the same Idempotency-Key again after the seconds in Retry-After."


class VersionMismatch(Refusal):
    """The version named in `If-Match` is not the newest (RFC 9110, section 13.1.1)."""

    status = 412
    text = "The version you hold ({expected}) is no longer the newest ({found})."
    remedy = "Read it again, look at what has changed, and send your change with the new ETag."


class KeyReused(Refusal):
    """One idempotency key was used for two different requests."""

    status = 422
    text = "This Idempotency-Key has been used for another request."
    remedy = "Use a new key for a new request; repeat a request with its own key and the same body."


class NotYetKnown(Conflict):
    """A reference to another service's aggregate, of which no fact has arrived yet."""

    text = "The {kind} {id} is not yet known here."
    remedy = "It has just been made, or does not exist. Send the same request again after a moment."


class ChangeNotPossible(Conflict):
    """A change that the life-cycle does not draw."""

    text = "This {kind} is {status} and cannot become {wanted}; possible from here: {possible}."
    remedy = "Read its present state, and choose one of the possible changes."


def problem(refusal: Refusal) -> dict[str, Any]:
    """The refusal as a problem details object (RFC 9457), with the field and the remedy as extensions."""
    found: dict[str, Any] = {
        "type": f"/problems/{refusal.slug()}",
        "title": refusal.slug().replace("-", " ").capitalize(),
        "status": refusal.status,
        "detail": refusal.sentence,
        "remedy": refusal.advice,
    }
    if refusal.params:
        found["params"] = refusal.params
    if refusal.errors:
        found["errors"] = refusal.errors
    elif refusal.field:
        found["errors"] = [{"field": refusal.field, "detail": refusal.sentence, "remedy": refusal.advice}]
    return found
