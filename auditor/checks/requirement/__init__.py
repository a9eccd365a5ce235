"""Requirements: what tells them, and whose they are (``persyaratan``)."""
