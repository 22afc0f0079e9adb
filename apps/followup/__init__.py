"""落实改进: measures from findings, orders and their clocks, the stop of enrolment (R11, R8.5)."""
