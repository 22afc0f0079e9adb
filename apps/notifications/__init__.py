"""消息: a word to a person, shown on the page; other channels are adapters that come later."""
