"""Who may do what: which roles there are, where they are held, and what each may do, app by app in the order of the floors.

It stands in ``config`` because it names permissions of every floor. Where a role may use them is the post's unit.
An expert has no role: what he may do he is granted on one review (R9.2).
"""

from django.db.models.enums import TextChoices

from apps.organizations.models import Level


class Role(TextChoices):
    SCHOOL_EDITOR = "school_editor", "学校填报员"
    PRINCIPAL = "principal", "校长"
    CITY_OFFICER = "city_officer", "市级经办"
    PROVINCE_OFFICER = "province_officer", "省级经办"
    PROVINCE_PUBLISHER = "province_publisher", "省级公开审核"
    NATION_OFFICER = "nation_officer", "国家级经办"
    AUDITOR = "auditor", "安全审计员"
    COMMITTEE_MEMBER = "committee_member", "省级专委会委员"
    COMMITTEE_SECRETARY = "committee_secretary", "省级专委会秘书"
    PROVINCE_DECIDER = "province_decider", "省级认定人"


#: At which level each role is held; at another it opens nothing.
LEVELS = {
    Role.SCHOOL_EDITOR: {Level.SCHOOL},
    Role.PRINCIPAL: {Level.SCHOOL},
    Role.CITY_OFFICER: {Level.CITY},
    Role.PROVINCE_OFFICER: {Level.PROVINCE},
    Role.PROVINCE_PUBLISHER: {Level.PROVINCE},
    Role.NATION_OFFICER: {Level.NATION},
    Role.AUDITOR: {Level.NATION, Level.PROVINCE},
    Role.COMMITTEE_MEMBER: {Level.PROVINCE},
    Role.COMMITTEE_SECRETARY: {Level.PROVINCE},
    Role.PROVINCE_DECIDER: {Level.PROVINCE},
}

SCHOOL = {Role.SCHOOL_EDITOR, Role.PRINCIPAL}
OFFICERS = {Role.CITY_OFFICER, Role.PROVINCE_OFFICER, Role.NATION_OFFICER}
#: Who answers for the work of a unit: whom to ask.
ANSWERING = SCHOOL | OFFICERS
DATA = SCHOOL | OFFICERS | {Role.PROVINCE_PUBLISHER}
COMMITTEE = {Role.COMMITTEE_MEMBER, Role.COMMITTEE_SECRETARY}
LINE = DATA | COMMITTEE | {Role.PROVINCE_DECIDER}
EVERYONE = set(Role)

#: Permission -> who has it.
PERMISSIONS = {
    "organizations.view_organization": EVERYONE,
    "organizations.manage_organization": {Role.PROVINCE_OFFICER},
    "jobs.view_job": EVERYONE,
    "jobs.cancel_job": EVERYONE,
    "audit.view_entry": {Role.PRINCIPAL, Role.AUDITOR},
    "accounts.view_post": {Role.PRINCIPAL} | OFFICERS,
    "accounts.appoint_post": {Role.PRINCIPAL} | OFFICERS,

    "schemes.view_scheme": LINE,
    # The committee works the scheme out (R2.7); the authority files it.
    "schemes.draft_scheme": {Role.PROVINCE_OFFICER, Role.COMMITTEE_SECRETARY},
    "schemes.send_scheme": {Role.PROVINCE_OFFICER},
    "schemes.lodge_scheme": {Role.NATION_OFFICER},
    "schemes.annotate_scheme": {Role.CITY_OFFICER},

    # A round is the province's: nobody below it reaches one.
    "statusdata.view_round": {Role.PROVINCE_OFFICER, Role.PROVINCE_PUBLISHER, Role.NATION_OFFICER},
    "statusdata.manage_round": {Role.PROVINCE_OFFICER},
    "statusdata.view_return": DATA,
    "statusdata.read_return": DATA,
    "statusdata.fill_return": SCHOOL,
    "statusdata.answer_remark": SCHOOL,
    "statusdata.remark_return": {Role.CITY_OFFICER, Role.PROVINCE_OFFICER},
    "statusdata.certify_return": {Role.PRINCIPAL},
    "statusdata.check_return": {Role.CITY_OFFICER},
    "statusdata.accept_return": {Role.PROVINCE_OFFICER},

    "experts.view_expert": OFFICERS | {Role.COMMITTEE_SECRETARY},
    "experts.nominate_expert": {Role.CITY_OFFICER, Role.PROVINCE_OFFICER},
    "experts.admit_expert": {Role.PROVINCE_OFFICER},
    "experts.train_expert": {Role.PROVINCE_OFFICER},
    "experts.reset_expert": {Role.NATION_OFFICER},
    "experts.view_interest": {Role.PROVINCE_OFFICER},
    "experts.declare_interest": {Role.PRINCIPAL},
    "experts.withdraw_interest": {Role.PROVINCE_OFFICER},
    "experts.view_committee": COMMITTEE | {Role.PROVINCE_OFFICER, Role.NATION_OFFICER, Role.PROVINCE_DECIDER},
    "experts.manage_committee": {Role.PROVINCE_OFFICER},
    "experts.view_conduct": {Role.PROVINCE_OFFICER},
    "experts.handle_conduct": {Role.PROVINCE_OFFICER},

    "indicators.view_value": DATA,

    "diagnosis.view_regime": SCHOOL | OFFICERS,
    "diagnosis.manage_regime": {Role.PRINCIPAL},
    "diagnosis.view_developmentplan": SCHOOL | OFFICERS,
    "diagnosis.view_diagnosis": SCHOOL | OFFICERS,
    "diagnosis.read_diagnosis": SCHOOL | OFFICERS,
    "diagnosis.write_diagnosis": SCHOOL,
    "diagnosis.sign_diagnosis": {Role.PRINCIPAL},
    "diagnosis.view_report": SCHOOL | OFFICERS,
    "diagnosis.view_measure": SCHOOL | OFFICERS,
    "diagnosis.manage_measure": SCHOOL,
    "diagnosis.view_publicreport": SCHOOL | OFFICERS | {Role.PROVINCE_PUBLISHER},
    "diagnosis.prepare_publicreport": SCHOOL,
    "diagnosis.confirm_publicreport": {Role.PRINCIPAL},

    "sampling.view_plan": SCHOOL | OFFICERS | {Role.PROVINCE_PUBLISHER, Role.PROVINCE_DECIDER},
    "sampling.manage_plan": {Role.PROVINCE_OFFICER},
    "sampling.view_draw": {Role.PROVINCE_OFFICER, Role.PROVINCE_PUBLISHER, Role.NATION_OFFICER},
    "sampling.manage_draw": {Role.PROVINCE_OFFICER},
    "sampling.publish_draw": {Role.PROVINCE_PUBLISHER},
    "sampling.view_selection": SCHOOL | OFFICERS | {Role.PROVINCE_PUBLISHER},
    "sampling.view_application": SCHOOL | OFFICERS,
    "sampling.apply_review": {Role.PRINCIPAL},
    "sampling.handle_application": {Role.PROVINCE_OFFICER},

    # The members of a group have theirs by grant.
    "reviews.view_review": SCHOOL | OFFICERS,
    "reviews.schedule_review": {Role.PROVINCE_OFFICER},
    "reviews.plan_agenda": {Role.PROVINCE_OFFICER},
    "reviews.confirm_visit": {Role.PRINCIPAL},
    "reviews.submit_material": {Role.PRINCIPAL},
    "reviews.read_material": COMMITTEE | {Role.PRINCIPAL, Role.PROVINCE_OFFICER, Role.PROVINCE_DECIDER},
    "reviews.read_report": SCHOOL | COMMITTEE | {Role.PROVINCE_OFFICER, Role.PROVINCE_DECIDER},
    "reviews.reply_review": {Role.PRINCIPAL},
    # The suggested conclusion is the committee's to read, and theirs who decide: never the school's (R9.4).
    "reviews.read_suggestion": COMMITTEE | {Role.PROVINCE_DECIDER},

    "deliberation.view_sitting": COMMITTEE | {Role.PROVINCE_DECIDER},
    "deliberation.manage_sitting": {Role.COMMITTEE_SECRETARY},
    "deliberation.read_minutes": COMMITTEE | {Role.PROVINCE_DECIDER},
    "deliberation.open_case": {Role.COMMITTEE_SECRETARY},
    "deliberation.view_case": COMMITTEE | {Role.PROVINCE_DECIDER},
    "deliberation.vote_case": COMMITTEE,
    "deliberation.lead_case": COMMITTEE,
    "deliberation.decide_case": {Role.PROVINCE_DECIDER},
    "deliberation.reverse_case": {Role.PROVINCE_DECIDER},
    "deliberation.read_decision": LINE,

    "followup.view_order": SCHOOL | OFFICERS | {Role.PROVINCE_DECIDER},
    "followup.issue_order": {Role.PROVINCE_OFFICER},
    "followup.answer_order": {Role.PRINCIPAL},
    "followup.view_summary": SCHOOL | OFFICERS,
    "followup.read_summary": SCHOOL | OFFICERS,
    "followup.write_summary": {Role.PRINCIPAL},
    "followup.view_stop": {Role.PRINCIPAL, Role.PROVINCE_OFFICER, Role.PROVINCE_DECIDER, Role.NATION_OFFICER},
    "followup.decide_stop": {Role.PROVINCE_DECIDER},

    # One writes it, another signs it; what the province lodged the nation reads.
    "annualreports.view_yearlyreport": {Role.PROVINCE_OFFICER, Role.PROVINCE_DECIDER, Role.NATION_OFFICER},
    "annualreports.read_draft": {Role.PROVINCE_OFFICER, Role.PROVINCE_DECIDER},
    "annualreports.edit_yearlyreport": {Role.PROVINCE_OFFICER},
    "annualreports.lodge_yearlyreport": {Role.PROVINCE_DECIDER},
    "annualreports.recall_yearlyreport": {Role.NATION_OFFICER},
    "annualreports.view_circular": {Role.PROVINCE_OFFICER, Role.PROVINCE_DECIDER, Role.NATION_OFFICER},
    "annualreports.issue_circular": {Role.NATION_OFFICER},
    "annualreports.view_chapter": SCHOOL,
    "annualreports.write_chapter": SCHOOL,

    "disclosure.view_publication": DATA,
    "disclosure.propose_publication": {Role.PROVINCE_OFFICER},
    "disclosure.publish_publication": {Role.PROVINCE_PUBLISHER},
    "disclosure.view_comment": {Role.CITY_OFFICER, Role.PROVINCE_OFFICER},
    "disclosure.answer_comment": {Role.CITY_OFFICER, Role.PROVINCE_OFFICER},
    "disclosure.moderate_comment": {Role.CITY_OFFICER, Role.PROVINCE_OFFICER},
    "disclosure.forward_comment": {Role.PROVINCE_OFFICER},
    "disclosure.view_belowlist": {Role.PROVINCE_OFFICER, Role.PROVINCE_PUBLISHER, Role.NATION_OFFICER},
    "disclosure.propose_belowlist": {Role.PROVINCE_OFFICER},
    "disclosure.publish_belowlist": {Role.PROVINCE_PUBLISHER},
    "disclosure.view_announcement": DATA,
    "disclosure.propose_announcement": {Role.PROVINCE_OFFICER},
    "disclosure.publish_announcement": {Role.PROVINCE_PUBLISHER},
    "disclosure.view_objection": {Role.PROVINCE_OFFICER, Role.PROVINCE_PUBLISHER},
    "disclosure.answer_objection": {Role.PROVINCE_OFFICER},
}  # fmt: skip

#: What somebody named to a review's group is granted on it, by no role.
GRANTED = {
    "reviews.serve_review", "reviews.judge_review", "reviews.read_data", "reviews.read_judgement",
    "reviews.visit_review", "reviews.write_report", "reviews.lead_review",
}  # fmt: skip

#: Whom each role may appoint, at its own unit or below, never above (A7).
APPOINTS = {
    Role.PRINCIPAL:        {Role.SCHOOL_EDITOR},
    Role.CITY_OFFICER:     {Role.PRINCIPAL, Role.SCHOOL_EDITOR},
    Role.PROVINCE_OFFICER: {Role.CITY_OFFICER, Role.PRINCIPAL, Role.SCHOOL_EDITOR, Role.COMMITTEE_MEMBER, Role.COMMITTEE_SECRETARY},
    Role.NATION_OFFICER:   {Role.PROVINCE_OFFICER, Role.PROVINCE_PUBLISHER, Role.AUDITOR, Role.PROVINCE_DECIDER},
}  # fmt: skip

#: What a bar takes away: everything of a school's review and of what follows from it (R2.5, H4, J2).
BARRED = {
    "statusdata.check_return", "statusdata.accept_return", "disclosure.publish_publication",
    "reviews.view_review", "reviews.schedule_review", "reviews.serve_review", "reviews.judge_review", "reviews.read_data",
    "reviews.read_material", "reviews.visit_review", "reviews.write_report", "reviews.lead_review", "reviews.read_report",
    "reviews.read_judgement", "reviews.read_suggestion", "reviews.plan_agenda",
    "deliberation.open_case", "deliberation.view_case", "deliberation.vote_case", "deliberation.lead_case", "deliberation.decide_case",
    "deliberation.reverse_case", "followup.issue_order", "followup.decide_stop",
    "disclosure.propose_announcement", "disclosure.publish_announcement", "disclosure.view_objection", "disclosure.answer_objection",
}  # fmt: skip


def levels_of(role):
    return LEVELS[role]


def posts_with(permission):
    """The pairs (role, level) whose holder has ``permission``: a role at another level opens nothing."""
    return {(role, level) for role in PERMISSIONS.get(permission, ()) for level in LEVELS[role]}
