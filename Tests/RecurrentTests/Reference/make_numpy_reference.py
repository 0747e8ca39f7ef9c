"""Makes outside reference files for `.npy` and `.npz`: NumPy's own, and expected.json, which says what they hold.

    pip install numpy==2.4.6
    python3 make_numpy_reference.py

writes the folder numpy beside this script, and checks that NumPy reads, without pickles, all that Unroll should write.
Made with Python 3.11.7. "written.npz" is a file as Unroll should write it, byte for byte: Python's zipfile put it together.
"""

import io
import json
import pathlib
import shutil
import zipfile
import zlib

import numpy as np
from numpy.lib import format as npy

HERE = pathlib.Path(__file__).parent
FOLDER = HERE / "numpy"

FLOATS = np.array([[1.5, -2.25, 0.0], [0.125, -0.0, 1024.0]])
INTEGERS = {
    "i1": [[-128, 127, 0], [1, -1, 5]],
    "i2": [[-32768, 32767, 0], [258, -259, 5]],
    "i4": [[-(2**31), 2**31 - 1, 0], [16909060, -16909061, 5]],
    "i8": [[-(2**31), 2**31 - 1, 0], [16909060, -16909061, 5]],
    "u1": [[255, 128, 0], [1, 2, 5]],
    "u2": [[65535, 258, 0], [1, 32768, 5]],
    "u4": [[2**31 - 1, 16909060, 0], [1, 2, 5]],
    "u8": [[2**31 - 1, 16909060, 0], [1, 2, 5]],
}
KINDS = {"f": "numbers", "i": "integers", "u": "integers", "b": "truths"}


def good():
    """Arrays that are read, by the name of their file."""
    arrays = {}
    for kind in ["f2", "f4", "f8"]:
        for order, name in [("<", "little"), (">", "big")]:
            arrays[f"{kind}-{name}"] = FLOATS.astype(order + kind)
    arrays["f4-values"] = np.array([0.1, 3e-40, -1e30, 16777217, np.finfo("f4").max], "<f4")
    arrays["f8-values"] = np.array([0.1, 5e-324, -1e300, 9007199254740993], "<f8")
    for kind, values in INTEGERS.items():
        for order, name in [("<", "little"), (">", "big")]:
            if kind[1] != "1" or order == "<":
                arrays[f"{kind}-{name}"] = np.array(values, order + kind)
    arrays["truths"] = np.array([[True, False, False], [True, True, False]])
    for name in ["f4-little", "f8-big", "f2-little", "i8-big", "u1-little", "truths"]:
        arrays[name + "-fortran"] = np.asfortranarray(arrays[name])
    cube = np.arange(24).reshape(2, 3, 4)
    arrays["cube-fortran"] = np.asfortranarray(cube.astype("<f4"))
    arrays["cube-big-fortran"] = np.asfortranarray(cube.astype(">i2"))
    arrays["scalar"] = np.array(2.5, "<f4")
    arrays["scalar-integer"] = np.array(-7, "<i4")
    arrays["one"] = np.array([3], "<f8")
    arrays["eight-axes"] = np.arange(16, dtype="<f4").reshape(1, 2, 1, 2, 1, 2, 1, 2)
    arrays["eight-axes-fortran"] = np.asfortranarray(arrays["eight-axes"])
    arrays["empty"] = np.zeros((0,), "<f4")
    arrays["empty-middle"] = np.zeros((3, 0, 2), "<f8")
    arrays["empty-fortran"] = np.zeros((0, 4), "<i4", order="F")
    arrays["empty-truths"] = np.zeros((2, 0), bool)
    arrays["tall"] = np.arange(1000, dtype="<i4").reshape(1000, 1)
    return arrays


def bad():
    """Arrays that are refused, by the name of their file."""
    return {
        "objects": np.array([{"a": 1}, print], object),
        "text": np.array(["a", "bcd"]),
        "text-bytes": np.array([b"a", b"bcd"]),
        "structured": np.array([(1, 2.5)], [("x", "<i4"), ("y]'", "<f8", (2,))]),
        "complex": np.array([1 + 2j], "<c8"),
        "dates": np.array(["2026-01-01"], "<M8[D]"),
        "spans": np.array([3], "<m8[s]"),
        "raw": np.array([b"ab"], "V2"),
        "long-double": np.zeros(1, np.longdouble),
        "nine-axes": np.zeros((1,) * 9, "<f4"),
        "wide-i8": np.array([1, -(2**31) - 1], "<i8"),
        "wide-u4": np.array([2**31], ">u4"),
        "wide-u8": np.array([2**64 - 1], "<u8"),
    }


def content(a):
    # Python's own numbers, so that 64 bits of a float are kept in full.
    kind = KINDS[a.dtype.kind]
    return {"kind": kind, "dtype": "float64" if a.dtype.itemsize == 8 and kind == "numbers" else "float32",
            "shape": list(a.shape), "elements": [float(x) for x in a.ravel(order="C")]}


def archive():
    arrays = good()
    names = ["f4-little", "f8-big-fortran", "i8-big", "truths", "scalar", "empty-middle", "cube-fortran"]
    return {name: arrays[name] for name in names} | {
        "lstm/kernel": arrays["f4-values"], "W\u00f6rter \u03ba\n": arrays["one"]}


class Stream(io.RawIOBase):
    """A file that can only be written on, as a pipe: NumPy learns too late how long a member is."""

    def __init__(self, path):
        self.file = open(path, "wb")

    def writable(self):
        return True

    def read(self, count=-1):
        raise io.UnsupportedOperation

    def write(self, data):
        return self.file.write(data)

    def close(self):
        self.file.close()
        super().close()


def write_as_unroll(path, arrays):
    with zipfile.ZipFile(path, "w") as out:
        for name in sorted(arrays, key=str.encode):
            data = io.BytesIO()
            npy.write_array(data, arrays[name], version=(1, 0))
            out.writestr(zipfile.ZipInfo(name + ".npy"), data.getvalue())
    read = np.load(path, allow_pickle=False)
    for name, array in arrays.items():
        assert read[name].dtype == array.dtype and np.array_equal(read[name], array)


def halves():
    """CRC-32 of all numbers of 16 bits as float32, the 2046 that are none as zeros."""
    numbers = np.arange(65536, dtype="<u2").view("<f2").astype("<f4")
    return zlib.crc32(np.where(np.isnan(numbers), np.float32(0), numbers).astype("<f4").tobytes())


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for name, array in (good() | bad()).items():
        np.save(FOLDER / f"{name}.npy", array, allow_pickle=True)
    versions = {"version-2": (2, 0), "version-3": (3, 0)}
    for name, version in versions.items():
        with open(FOLDER / f"{name}.npy", "wb") as out:
            npy.write_array(out, np.asfortranarray(FLOATS.astype("<f4")), version=version)
    with open(FOLDER / "two.npy", "wb") as out:
        np.save(out, FLOATS)
        np.save(out, FLOATS)

    arrays = archive()
    np.savez(FOLDER / "archive.npz", **arrays)
    np.savez(FOLDER / "none.npz")
    np.savez_compressed(FOLDER / "compressed.npz", a=FLOATS)
    np.savez(FOLDER / "with-objects.npz", a=FLOATS, b=bad()["objects"])
    with Stream(FOLDER / "stream.npz") as out:
        np.savez(out, **arrays)
    for name, member in [("other-member", "readme.txt"), ("no-array", "a.npy")]:
        with zipfile.ZipFile(FOLDER / f"{name}.npz", "w") as out:
            out.writestr(zipfile.ZipInfo(member), "no array")
    written = {name: np.ascontiguousarray(a).astype("<f8" if a.dtype == ">f8" else "<i4" if a.dtype == ">i8" else a.dtype)
               .reshape(a.shape) for name, a in arrays.items()}
    write_as_unroll(FOLDER / "written.npz", written)

    expected = {
        "arrays": {name: content(a) for name, a in good().items()}
        | {name: content(FLOATS.astype("<f4")) for name in versions},
        "archive": {name: content(a) for name, a in arrays.items()},
        "halves": halves(),
        "checksums": [{"count": n, "sum": zlib.crc32(bytes(7 * i % 251 for i in range(n)))} for n in [0, 1, 2, 9, 1000]],
    }
    text = json.dumps(expected, separators=(",", ":"), allow_nan=False)
    (FOLDER / "expected.json").write_text(text.replace("},", "},\n") + "\n")


main()
