"""公共: what has no noun of its own: counting 字, the canonical form, dates and working days, rounding. No models."""
