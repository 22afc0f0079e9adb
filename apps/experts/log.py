"""What people do about experts and committees beside the steps of their lifecycles, in the words of the log."""

from apps.administration.log import OWN, name_verbs
from apps.experts.lifecycle import ADMIT, DECLARE, MANAGE, NOMINATE, TRAIN, WITHDRAW
from apps.experts.models import Conduct, Interest


def side_of(tie):
    """A tie is declared by who speaks for its side; the expert declares for himself alone."""
    return {Interest.Side.AUTHORITY: TRAIN, Interest.Side.SCHOOL: DECLARE}.get(tie.side, OWN)


def source_of(case):
    """A school reports for itself, whatever pool the expert stands in."""
    return (DECLARE, case.school) if case.source == Conduct.Source.SCHOOL else ADMIT


name_verbs(NOMINATE, nominate="推荐专家")
name_verbs(TRAIN, describe_expert="改专家情况", employ_expert="登记任职", train_expert="登记培训")
name_verbs(OWN, confirm_expert="核对本人情况")
name_verbs(side_of, declare_interest="申报利害关系")
name_verbs(WITHDRAW, end_interest="写明关系结束", withdraw_interest="撤销利害关系申报")
name_verbs(source_of, report_conduct="登记对专家的反映")
name_verbs(
    MANAGE,
    set_up_committee="设立专委会", enrol_member="增加委员", end_membership="结束委员任期", put_member_forward="推荐全国专委会人选",
    take_member_back="撤回全国专委会人选", report_roster="报送委员名单",
)  # fmt: skip
