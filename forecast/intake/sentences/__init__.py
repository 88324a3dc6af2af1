"""Sentences of reports and web pages as candidates for the tidy tables: read by rules, accepted by a person, never silently.

The way of a figure: `documents` (paragraphs) - `text` (sentences) - `figures`, `times`, `bodies`, `rules`, `percents` (what stands
in a sentence) - `events` (what a figure counts) - `calendar` (when) - `statements` (all of it together) - `derive` (what follows) -
`candidates` (rows) - `listing`, `read_marked` (to the person and back) - `accept` (tidy tables). `audit` checks the arithmetic.
"""
