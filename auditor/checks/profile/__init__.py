"""What makes a profile, and whose it is (``profil``)."""
