create schema opskit_ledger
