"""数据字典: the forms, fields, indicators and checks of a return, in editions, and the language they are written in (R6)."""
