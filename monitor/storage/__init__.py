"""The database: tables, queries per noun, migrations. Values in, values out.

upgrade(url)                        make the database, or bring its schema up to date
store = Store.open(url)
with store.begin() as tx:           one write transaction
    tx.entries.add(entry)
    near = tx.incidents.near({"UA"}, day, day)
"""

from monitor.storage.schema import HEAD, current, upgrade
from monitor.storage.store import Store, Transaction

__all__ = ["HEAD", "Store", "Transaction", "current", "upgrade"]
