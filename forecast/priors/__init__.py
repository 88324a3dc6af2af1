"""The shipped priors, one TOML file each: what may speak where an office has few figures of its own."""
