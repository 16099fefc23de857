"""Is this answer the page? Block pages, logins, errors and empty shells are not. Pure."""
