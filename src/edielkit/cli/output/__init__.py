"""What commands print: reports in every format, messages in words, lines for a terminal."""
