"""Control of exchange points (utvekslingskontroll): who reports their values, how, and what is missing."""
