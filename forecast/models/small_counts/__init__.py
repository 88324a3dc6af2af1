"""Small counts: a hidden Markov chain over a grid of rates under every unit, whose moves the panel teaches."""
