"""审议与认定: from the group's report to the decision: cases, sittings, votes, conclusion (R9.5, R10)."""
