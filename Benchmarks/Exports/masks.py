"""Looks at the masks that an exported training draws by itself.

masks.py LAB jax|pytorch, in the folder of a lab: as many numbers are dropped as the rate says, within four standard deviations, over
200 steps; a step draws the same masks when it is asked again, and others than the step before; and in JAX the masks of a batch that
is split over all devices are those of one device, and every device has others. Exit 1 where that is not so.
"""

import re
import sys
from pathlib import Path

import numpy as np

from compare import module

STEPS = 200


def main(lab, library):
    path = Path(f"{lab}_{library}.py")
    program = module(path)
    rates = {name: float(rate) for name, rate in re.findall(r'"(.*)": mask\((?:\d+, )?([\d.]+), ', path.read_text())}
    drawn = [{name: np.asarray(mask) for name, mask in program.new_masks(step).items()} for step in range(1, STEPS + 1)]
    again = program.new_masks(1)
    failed = False
    for name, rate in rates.items():
        masks = np.stack([masks[name] for masks in drawn])
        share = (masks == 0).mean()
        bound = 4 * np.sqrt(rate * (1 - rate) / masks.size)
        others = np.allclose(masks[masks != 0], 1 / (1 - rate), rtol=1e-6)
        repeated = np.array_equal(again[name], masks[0])
        changes = all(not np.array_equal(a, b) for a, b in zip(masks, masks[1:]))
        is_right = abs(share - rate) <= bound and others and repeated and changes
        failed |= not is_right
        print(
            f"{library:9} {lab:9} {name:40} rate {rate}  dropped {share:.4f} of {masks.size}  {'' if is_right else 'WRONG'}".rstrip()
        )
    if library == "jax":
        failed |= not splits(program, drawn[0])
    return 1 if failed else 0


def splits(program, whole):
    import jax
    from jax.sharding import Mesh, NamedSharding, PartitionSpec

    mesh = Mesh(np.array(jax.devices()), ("batch",))
    split = jax.jit(program.new_masks, out_shardings=NamedSharding(mesh, PartitionSpec("batch")))(1)
    is_right = True
    for name, mask in split.items():
        parts = [np.asarray(shard.data) for shard in mask.addressable_shards]
        is_right &= np.array_equal(mask, whole[name])
        if parts[0].size > 20:
            is_right &= all(not np.array_equal(a, b) for n, a in enumerate(parts) for b in parts[:n])
    print(f"jax       split over {len(jax.devices())} devices: {'the same masks' if is_right else 'WRONG'}")
    return is_right


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
