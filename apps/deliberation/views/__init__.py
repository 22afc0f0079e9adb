"""The pages of deliberation: ``cases`` and ``sittings``."""
