"""Services by name, wherever a page names them (``produk`` and the list of services)."""
