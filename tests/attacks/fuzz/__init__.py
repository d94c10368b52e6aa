"""A seeded fuzzer: real forms of live sessions, sent by every role, with something wrong."""
