"""Figures as offices really have them, into the tables of the contract: sheets laid out for people, sentences of reports."""
