"""What `make bench` is made of: inputs, readers of ours and of others, measuring, goals, the page of figures."""
