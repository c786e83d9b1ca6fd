"""The pages: plain forms, read and written through the same door as everything else."""
