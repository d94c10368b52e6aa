"""Deliberate mistakes against the tests (`make mutants`; docs/mutants.md says what was found).

`generate` makes the mistakes, `rooms` says where and which tests should see them, `plugin` runs
those tests, `memory` knows what was tried before, `__main__` prints the table. What is left and
does no harm stands in `harmless`.
"""
