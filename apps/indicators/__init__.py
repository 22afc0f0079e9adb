"""指标: values of the indicators, their roll-up, and the five conditions of the setting standard (R6, R8.4)."""
