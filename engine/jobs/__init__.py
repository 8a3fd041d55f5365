"""Background work on procrastinate: what is due, and jobs enqueued with the business rows they belong to."""
