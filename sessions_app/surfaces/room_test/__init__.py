"""A test of a room the day before: screen, sound, film, network and phones (decision 0065)."""
