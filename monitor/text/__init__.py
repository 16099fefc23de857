"""What text is, below every stage: canonical forms, scripts, charsets."""
