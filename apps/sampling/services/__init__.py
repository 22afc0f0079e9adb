"""What people do in sampling: ``frames`` says who stands where, ``draws`` commits and draws, ``plans`` and ``selections`` what is around it."""
