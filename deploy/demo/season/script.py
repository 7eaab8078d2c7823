"""The season as a table: what happens, in its order."""

from collections.abc import Callable

from deploy.demo.season import cases, fates, learning, meetings, needs, partners, programs
from deploy.demo.season.stage import Stage

Step = tuple[str, Callable[[Stage], object]]  # what it is called in spoken.toml, and what is done

SCRIPT: tuple[Step, ...] = (
    ("needs_raised", needs.raise_needs),
    ("needs_assessed", meetings.assess),
    ("needs_ranked", needs.rank_needs),
    ("programs_drafted", programs.draft),
    ("programs_decided", meetings.choose),
    ("programs_endorsed", programs.endorsed),
    ("programs_approved", programs.approve),
    ("needs_planned", needs.planned),
    ("partners_registered", partners.register),
    ("agreements_signed", partners.agree),
    ("contributions_given", partners.give),
    ("offerings_opened", programs.open_offerings),
    ("learners_registered", learning.register),
    ("learners_enrolled", learning.enrol),
    ("center_suspended", fates.suspend),
    ("sessions_scheduled", learning.schedule),
    ("lessons_begun", programs.start),
    ("attendance_taken", learning.attend),
    ("walkers_admitted", learning.admit),
    ("cases_heard", cases.hear),
    ("case_confided", cases.confide),
    ("offerings_completed", programs.complete),
    ("needs_answered", needs.answered),
    ("needs_judged", meetings.look_back),
    ("center_closed", fates.close),
    ("centers_merged", fates.merge),
)
