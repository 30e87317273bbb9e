"""What `same_behaviour.py` is made of: inputs and their mutations, the record of a revision, the comparison, the trace."""
