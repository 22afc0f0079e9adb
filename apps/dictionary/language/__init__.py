"""规则语言: the small language of checks, indicators and messages, as the head of the dictionary's source defines it.

``parse`` turns text into a tree whose every name is known and every kind fits; the tree gives a value from a ``Reader``.
An empty operand makes a result empty (None). The exceptions: ``nz``, ``notnull``, ``distinct``, and `no and empty`, which is no inside a condition.
"""
