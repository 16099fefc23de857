"""The same checks on several machines: a scheduler puts what is due into a queue, workers do it.

    job_queue  the queue in the database (procrastinate on PostgreSQL): its tables, what is in it
    scheduler  who puts what is due there; any number run, one leads
    worker     who takes it from there; as many as wanted, on as many machines

The unit of work is that of `check` and `run`. What is due, what is claimed and what was recorded is
in our own tables, as ever; the queue only says who does what next, and may be lost.
"""
