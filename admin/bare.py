"""A bare Flask endpoint around the bare transaction: the floor that the benchmark compares a submission with.

Nobody but the benchmark starts it.
"""

from __future__ import annotations

import os
from typing import Any
from uuid import UUID

from flask import Flask, jsonify, request
from psycopg_pool import ConnectionPool

from engine.bench import bare

app = Flask(__name__)
pool = ConnectionPool(os.environ["ONEDOOR_BARE"], min_size=1, max_size=4, open=False)


@app.get("/health")
def health() -> str:
    """Tell that the process answers."""
    return "ok"


@app.post("/items/<uuid:item>")
def submit(item: UUID) -> Any:
    """Write what a submission writes."""
    answers = request.get_json()["answers"]
    pool.open()
    with pool.connection() as connection:
        bare.submit(connection, item, answers)
    return jsonify(message="ok")
