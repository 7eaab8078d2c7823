"""What feedback does when others' facts arrive: needs are planned and answered, and all follows its center."""

from services.feedback.commands.places import place_of
from services.feedback.model import Case, Meeting, Need
from shared.envelope import Event
from shared.store import Work


def plan_needs(work: Work, event: Event) -> None:
    """A program was approved: the needs that it names are planned for. That stays true whatever becomes of the program."""
    needs = [work.get(Need, need_id) for need_id in event.state["need_ids"]]
    planned = [need.plan(program_id=str(event.subject), at=work.now) for need in needs]
    if not any(planned):
        work.moot("the program answers no need that did not know of it")


def answer_needs(work: Work, event: Event) -> None:
    """An offering was completed: the needs behind its program are answered. It tells of the program, too."""
    program_id, offering_id = event.state["program_id"], str(event.subject)
    needs = [work.get(Need, need_id) for need_id in event.state["need_ids"]]
    answered = [need.answer(program_id=program_id, offering_id=offering_id, at=work.now) for need in needs]
    if not any(answered):
        work.moot("the offering answers no need that did not know of it")


def follow_center(work: Work, event: Event) -> None:
    """A center was suspended, reopened, closed, merged or put right: what is open stands where it stands now.

    Cases of a center that is not at work are held by the district; when it is back, the center holds them again.
    """
    work.learn(event)
    center_id = str(event.subject)
    place = place_of(work, center_id)
    where = {"center_id": place["center_id"], "area_id": place["home_id"]}
    followed = [case.follow(place=place, at=work.now) for case in work.find(Case, center_id=center_id)]
    followed += [need.follow(at=work.now, **where) for need in work.find(Need, center_id=center_id)]
    followed += [meeting.follow(at=work.now, **where) for meeting in work.find(Meeting, center_id=center_id)]
    if not any(followed):
        work.moot("nothing open stands otherwise")
