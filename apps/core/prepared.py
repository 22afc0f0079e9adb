"""Statements that are asked so often that planning them is a good part of their cost: each connection plans them once.

Psycopg 2 prepares nothing by itself. The plan has to be the general one (plan_cache_mode in config.settings): left to itself the server goes on
planning a statement of many parts for each set of values. It costs a third of a saved cell (./run bench).
"""

import re
from weakref import WeakSet

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Prepared:
    """``text`` with ``%(name)s`` for each of ``types`` (name -> SQL type), under a name of its own in the connection."""

    def __init__(self, name, text, **types):
        places = {given: f"${number}" for number, given in enumerate(types, 1)}
        self.prepare = f"PREPARE {name} ({', '.join(types.values())}) AS {PLACEHOLDER.sub(lambda found: places[found[1]], text)}"
        self.call = f"EXECUTE {name} ({', '.join(f'%({given})s' for given in types)})"
        self.planned = WeakSet()

    def execute(self, cursor, given):
        """Run it with ``given`` (name -> value); the rows are then the cursor's."""
        if cursor.connection not in self.planned:
            cursor.execute(self.prepare)
            self.planned.add(cursor.connection)
        cursor.execute(self.call, given)
