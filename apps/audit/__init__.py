"""操作留痕: who did what, written once and sealed. The ground floor: everything may write here, so it knows nothing of ours but core."""
