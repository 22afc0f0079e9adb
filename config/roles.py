"""Who may do what: one row a role; where they may do it is the post's unit.

It stands in ``config`` because it names permissions of every floor.
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


JOBS = {"jobs.view_job", "jobs.cancel_job"}
READ = JOBS | {"organizations.view_organization", "statusdata.view_return", "statusdata.read_return", "indicators.view_value"}
# A round is the province's: nobody below it reaches one.
ROUNDS = {"statusdata.view_round"}
PEOPLE = {"accounts.view_post", "accounts.appoint_post"}
FILL = READ | {"statusdata.fill_return", "statusdata.answer_remark", "disclosure.view_publication"}
CHECK = READ | PEOPLE | {"statusdata.remark_return"}
CERTIFY = FILL | PEOPLE | {"statusdata.certify_return", "audit.view_entry"}
ACCEPT = CHECK | ROUNDS | {"statusdata.manage_round", "statusdata.accept_return", "disclosure.view_publication", "disclosure.propose_publication"}
PUBLISH = READ | ROUNDS | {"disclosure.view_publication", "disclosure.publish_publication"}

#   role                        held at                          permissions
TABLE = {
    Role.SCHOOL_EDITOR:      ({Level.SCHOOL},                 FILL),
    Role.PRINCIPAL:          ({Level.SCHOOL},                 CERTIFY),
    Role.CITY_OFFICER:       ({Level.CITY},                   CHECK | {"statusdata.check_return"}),
    Role.PROVINCE_OFFICER:   ({Level.PROVINCE},               ACCEPT),
    Role.PROVINCE_PUBLISHER: ({Level.PROVINCE},               PUBLISH),
    Role.NATION_OFFICER:     ({Level.NATION},                 READ | PEOPLE | ROUNDS | {"disclosure.view_publication"}),
    Role.AUDITOR:            ({Level.NATION, Level.PROVINCE}, JOBS | {"organizations.view_organization", "audit.view_entry"}),
}  # fmt: skip

#: Whom each role may appoint, at its own unit or below, never above (A7).
APPOINTS = {
    Role.PRINCIPAL:        {Role.SCHOOL_EDITOR},
    Role.CITY_OFFICER:     {Role.PRINCIPAL, Role.SCHOOL_EDITOR},
    Role.PROVINCE_OFFICER: {Role.CITY_OFFICER, Role.PRINCIPAL, Role.SCHOOL_EDITOR},
    Role.NATION_OFFICER:   {Role.PROVINCE_OFFICER, Role.PROVINCE_PUBLISHER, Role.AUDITOR},
}  # fmt: skip

#: What a bar takes away: everything of a school's review and of what follows from it (R2.5, H4, J2).
BARRED = {"statusdata.check_return", "statusdata.accept_return", "disclosure.publish_publication"}


def levels_of(role):
    return TABLE[role][0]


def posts_with(permission):
    """The pairs (role, level) whose holder has ``permission``: a role at another level opens nothing."""
    return {(role, level) for role, (levels, permissions) in TABLE.items() if permission in permissions for level in levels}
