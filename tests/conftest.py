"""What every test may use: the module as it ships and a session at any stage."""
