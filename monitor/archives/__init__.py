"""Reading what others recorded of pages: Open Terms Archive's histories, WARC files, the Wayback
Machine. Each gives answers with their times (:class:`monitor.model.archived.Archived`)."""
