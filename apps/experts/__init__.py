"""专家与专委会: the pool of experts with their training, ties and conduct, and the committees (R2)."""
