"""One module for each kind of generated page; `docs.generate` names them."""
