"""What is wrong with a formula, and where."""


class FormulaError(ValueError):
    """A formula that cannot be read: ``message`` in Chinese, ``position`` counted from 0 in ``source``."""

    def __init__(self, message, source="", position=0):
        super().__init__(f"{message}（第 {position + 1} 字：{source[position : position + 20] or '末尾'}）")
        self.message = message
        self.source = source
        self.position = position
