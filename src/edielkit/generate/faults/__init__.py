"""Messages with one fault: for each rule that a message can break, the smallest one that does, beside its valid twin."""
