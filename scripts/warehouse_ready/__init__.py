"""Whether a warehouse can be built where it is to stand."""
