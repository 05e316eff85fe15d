"""What a readiness report holds: its evidence gathered, its sections made, and what is kept of it in the ledger."""
