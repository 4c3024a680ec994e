"""Makes the vectors; see make_vectors.py beside this folder."""
