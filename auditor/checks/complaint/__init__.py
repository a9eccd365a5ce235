"""Ways to complain, each form of them (``pengaduan``)."""
