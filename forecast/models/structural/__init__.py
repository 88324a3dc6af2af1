"""Structural panel: one quarterly process under every unit, a grid of structures, weights that the panel teaches."""
