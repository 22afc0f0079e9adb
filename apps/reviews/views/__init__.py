"""The pages of reviews: ``lists`` and board, ``pages`` of one review, ``teams``, ``judging``, ``writing``, and the steps."""
