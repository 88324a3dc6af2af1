"""Runs kept: a catalogue beside folders of files that are written once and never changed.

What a run computes is left to `forecast.engine.batch`; what is printed of it to the commands.
"""
