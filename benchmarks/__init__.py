"""Speed and memory, side by side, as ratios in one run. Never asserted: `python -m benchmarks` prints them."""
