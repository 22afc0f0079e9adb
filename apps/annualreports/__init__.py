"""年度报告与通报: each province's report of the year to the ministry with its funds, the circular of the nation, the school's chapter of its 年度质量报告 (R4, R5)."""
