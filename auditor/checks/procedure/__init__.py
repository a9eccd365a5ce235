"""Ways to a service: steps, papers that show them, and what only announces them (``prosedur``)."""
