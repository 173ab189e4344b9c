"""Array algorithms: arrays in, arrays out."""
