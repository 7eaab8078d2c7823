"""The data scope of an agreement: which facts a partner's systems may receive, from where, and how much of them.

A scope is ``{"event_types": […], "area_ids": […], "field_names": […]}``. An event type is ``toono.<service>.<kind>.<past tense>``
or a prefix of whole parts, such as ``toono.programs.session``; field names are those of an event's public state. No areas means
the whole of the agreement's party: the center's own facts, the area's, or the country's.
"""

from shared.errors import Conflict, Forbidden

Scope = dict[str, list[str]]
PEOPLE = frozenset({"learner", "enrolment", "assessment", "case"})
KIND = 2  # the place of the kind among the parts of an event type


class ScopeTooWide(Forbidden):
    """A party was to open facts that are not its own."""

    text = "The data scope names area {area}, which is not part of what this agreement's party answers for."
    remedy = "Name areas within the party's own; a center opens only its own facts and names no areas."


class NoPeopleToApprove(Conflict):
    """An approval was given for a scope that holds nothing about single persons."""

    text = "The data scope names no person-level event type, so there is nothing to approve."
    remedy = "Person-level types are those of learner, enrolment, assessment and case; name one, or leave the approval out."


class NothingApproved(Conflict):
    """An approval was withdrawn that does not stand."""

    text = "No approval of person-level event types stands."
    remedy = "Nothing needs to be done; facts about single persons do not flow."


class PeopleNotApproved(Conflict):
    """Facts about single persons flow only where the ministry has approved it."""

    text = "The data scope names person-level event types that the ministry has not approved: {types}."
    remedy = "Ask the ministry to approve them, or take them out of the scope."


def people_in(scope: Scope | None) -> list[str]:
    """The event types about single persons that a scope names. A prefix that ends above the kind names none."""
    named = ((kind, kind.split(".")) for kind in (scope or {}).get("event_types", []))
    return sorted(kind for kind, parts in named if len(parts) > KIND and parts[KIND] in PEOPLE)
