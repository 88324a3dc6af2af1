"""Trees of units: figures that add up become forecasts that add up."""
