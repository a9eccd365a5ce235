"""Workers tried on a town of synthetic sites: killed at random, their database restarted, and timed.

Everything is real (PostgreSQL, processes, HTTP) and on loopback; each site has a name, a domain and
an address (127.0.1.x) of its own, unless it shares them on purpose.
"""
