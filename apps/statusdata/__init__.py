"""状态数据: rounds, returns, filling in, checking, approval and snapshots (R6)."""
