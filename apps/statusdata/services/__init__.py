"""What people do to status data, a module a noun: rounds, the chain of a return, cells, rows, remarks."""
