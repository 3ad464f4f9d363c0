"""The way to the store: its URL, a client that rides out failures, and what is checked before it is trusted."""

from monitor.adapters.connection.addresses import StoreAddress
from monitor.adapters.connection.checks import SCHEMA, refuse_unsafe, settle_schema, wait_until_ready
from monitor.adapters.connection.clients import connect

__all__ = ["SCHEMA", "StoreAddress", "connect", "refuse_unsafe", "settle_schema", "wait_until_ready"]
