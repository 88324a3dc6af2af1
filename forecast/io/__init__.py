"""Files in and out: tables, configs, bundled datasets, answers. Judging the figures is `forecast.checks`."""
