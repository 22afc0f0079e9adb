"""Made up: plain sentences for every text of a report, with the school's own figures in them. Each says that it is an example."""

from apps.diagnosis.rules import Kind

REGIME = {
    "title": "教学工作诊断与改进制度（示例）",
    "emphasis": "一、专业与课程同区域产业的适应程度；二、课堂与实践教学；三、教师队伍结构。（示例）",
    "requirements": "各部门对照附 1 逐要素写实，问题落到数据和事例，措施落到人和日期；学期中检查一次，学年末总结。（示例）",
    "cycle_years": 1,
    "organisation": "校长负责，教务处牵头，学生处、人事处、实训处、校企合作办公室按要素分工；教师、学生和企业代表参加座谈。（示例）",
}

#: What the plans set, by the words of the hint.
GOALS = {
    "在校生规模": {"text": "（示例）在校生稳定在 1 200 人以上", "indicator": "K001", "value": 1200},
    "同行评教覆盖面": {"text": "（示例）不低于 90%", "indicator": "K062", "value": 90},
    "实践项目开出率": {"text": "（示例）不低于 95%", "indicator": "K065", "value": 95},
    "教学事故控制目标": {"text": "（示例）不发生教学事故", "indicator": "K068", "value": 0},
}

#: By item: what is wrong, why, what is done, what has shown.
STORIES = {
    "1": (
        "专业设置与招生计划的调整慢于区域产业变化",
        "产业调研每两年一次，结果没有进入专业调整的程序",
        "每年三月完成产业调研，调研结果作为招生计划的附件，教务处负责",
        "当年调研已完成，两个专业的招生计划据此调减",
    ),
    "2": (
        "同类课程的教学要求不一，听课意见没有汇总",
        "教研组各自安排，督导记录填写后无人分析",
        "按课程确定统一的教学要求，听课意见按月汇总通报，教务处负责",
        "已汇总三个月的听课意见，重复出现的问题减少",
    ),
    "3": (
        "部分专业的教师年龄偏大，企业实践时间不足",
        "近年招聘集中在公共课，企业实践没有排进课表",
        "企业实践排入学期工作安排，招聘计划向紧缺专业倾斜，人事处负责",
        "尚未实施，招聘计划在等待核编",
    ),
    "4": (
        "实训设备更新慢，部分工位不足",
        "经费按专业平均安排，没有按使用率调整",
        "按设备使用率安排经费，报废设备及时清理，实训处负责",
        "已按使用率调整本年度经费，两个实训室增加了工位",
    ),
    "5": (
        "合作企业参与教学的深度不够",
        "协议没有写明双方在课程和评价上的责任",
        "新签协议写明课程、指导和评价责任，校企合作办公室负责",
        "新签的协议均已写明责任，企业指导教师开始参加评价",
    ),
    "6": (
        "对毕业生和用人单位的回访面不够宽",
        "回访由班主任兼做，没有固定的时间和办法",
        "每年六月集中回访，结果反馈各专业，就业办公室负责",
        "本年度回访已完成，意见已反馈各专业",
    ),
}

WHOLE = {
    Kind.OVERVIEW: (
        "（示例）本学年学校按诊改制度，对照省级方案的六个项目、十六个要素开展自我诊改。依据受理的状态数据，结合听课、查阅资料、师生座谈和企业走访，"
        "由各部门写出初稿，经校务会讨论，问题和原因逐条核对。在校生总数为{K001}。各要素都写明了问题、成因和措施，措施已分派到部门并定了日期。"
    ),
    Kind.CONCLUSION: "（示例）学校办学定位基本符合区域需要，教学管理制度能够执行；主要问题在专业动态调整、教师企业实践和实训设备更新三个方面，成因已经写明。",
    Kind.ADVICE: "（示例）一、产业调研结果进入招生计划；二、教师企业实践排入学期安排；三、设备经费按使用率安排。三项都由校长督办，学年末检查。",
}  # fmt: skip


def text(passage, points, figures):
    """What a passage of a made-up school says: ``points`` of its element, ``figures`` {code: Quotable}."""
    if passage.kind in WHOLE:
        return WHOLE[passage.kind]
    problem, cause, measure, effect = STORIES[passage.element.item.code]
    told = _told(points, figures)
    return {
        Kind.STATUS: f"（示例）{passage.hint}：按年度计划执行，本学年完成情况见状态数据。",
        Kind.RESULT: f"（示例）{passage.element.name}各诊断点逐项核对，{told}主要问题是{problem}。",
        Kind.CAUSES: f"（示例）{cause}。",
        Kind.SELF: f"（示例）围绕{passage.element.name}，以状态数据、听课记录和座谈为依据逐点诊断。{told}主要问题：{problem}。原因：{cause}。",
        Kind.MEASURES: f"（示例）{measure}。",
        Kind.EFFECT: f"（示例）{effect}。",
    }[passage.kind]


def _told(points, figures):
    """Two of the element's figures as a sentence; nothing where it has none."""
    codes = [code for point in points for code in point.indicators if code in figures and figures[code].value is not None]
    parts = [f"{figures[code].name}为{{{code}}}" for code in dict.fromkeys(codes)][:2]
    return f"{'，'.join(parts)}。" if parts else ""
