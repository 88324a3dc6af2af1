"""Sheets laid out for people: the tables in them found, their headings understood, every figure kept with its cell."""
