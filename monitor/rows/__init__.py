"""How rows are read, by the shortest way: without SQLAlchemy, whose import takes 18 times as long
as Python's start.

    codec          dataclasses as bytes in a column
    plain_queries  what quick commands ask, in plain SQL
    plain_versions of one page: its versions, and when it was looked at
    life_signs     what health goes by
    sqlite_file    an SQLite file that is only asked

:class:`monitor.rows.plain_versions.VersionQueries` is the base of the storage
as well: one SQL, two ways to it.
"""
