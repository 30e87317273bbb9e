"""The reconciliation (avviksoppgjør, BRS-NO-503) and the final grid loss (endelig nettap)."""
