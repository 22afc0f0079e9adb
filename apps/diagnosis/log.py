"""What people do in self-diagnosis beside the steps of its lifecycles, in the words of the log."""

from apps.administration.log import OWN, name_facts, name_verbs
from apps.diagnosis.lifecycle import MANAGE, PREPARE, REGIME_OF, SIGN, WRITE

name_verbs(
    REGIME_OF, draft_regime="起草诊改制度", revise_regime="修改诊改制度", enter_plan="登记事业发展规划", revise_plan="修改事业发展规划",
    set_target="改规划目标",
)  # fmt: skip
name_verbs(
    WRITE,
    open_diagnosis="开始自我诊改", write_text="撰写", restore_text="恢复旧稿", renew_data="改用新受理的数据", invite_party="邀请协同诊改",
)  # fmt: skip
name_verbs(SIGN, assign_elements="分派诊断要素", hold_report="交付复核", attach_scan="上传盖章扫描件")
name_verbs(MANAGE, add_measure="登记改进措施", change_measure="修改改进措施", drop_measure="删去改进措施", note_progress="记进展")
name_verbs(PREPARE, prepare_public="处理报告公开本")
name_verbs(OWN, chase_measure="催办改进措施", write_opinion="写下意见")
name_facts(blocked="遮住", kept="保留")
