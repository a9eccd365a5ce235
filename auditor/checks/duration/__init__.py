"""Times: what a layout makes of a duration, and whose time it is (``jangka_waktu``)."""
