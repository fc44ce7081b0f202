"""The ledger's claims for others: JSON Lines that come back whole, and tables with HXL tags."""
