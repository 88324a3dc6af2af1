"""Classical models of one series at a time, by statsmodels, guarded: named for comparison, each alone with its unit's figures.

Adding one is a new file with a `forecast_…` function and a line in `forecast.models.MODELS`.
"""
