"""The pages of sampling: ``plans`` the cycle and who applies, ``draws`` a year's draw, ``selections`` the schools selected."""
