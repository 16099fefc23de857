"""Documents that people ask for, by service; data in YAML files beside this one (see README.md)."""
