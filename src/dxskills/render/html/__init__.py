"""Pages of one file each, for a closed network: nothing is fetched, and no data can become markup or script."""
