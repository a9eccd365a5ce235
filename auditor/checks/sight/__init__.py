"""How a site, a page and a section look to every judge."""
