"""自主诊改: the school's regime and plan, the worktable of 附 1, the report of 附 2, its measures (R7, A2)."""
