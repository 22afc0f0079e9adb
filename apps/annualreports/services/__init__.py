"""What people do: ``reports`` writes and lodges, ``papers`` puts on paper, ``chasing`` reminds, ``circulars`` tells the country, ``chapters`` serves a school."""
