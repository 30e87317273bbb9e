"""Values that the hub calculates from others: virtual calculations (virtuelle beregninger), shared production, copies."""
