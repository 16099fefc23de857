"""One check and one delivery: what the daemon, `monitor check` and the tests all call."""
