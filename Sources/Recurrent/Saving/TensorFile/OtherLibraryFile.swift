/// A file of weights that is none of safetensors, and how its weights get into one.
public enum OtherLibraryFile: Equatable, Sendable {
  /// Keras's `.weights.h5` and `.h5`: HDF5.
  case hdf5
  /// A zip: Keras's `.keras`, PyTorch's `.pt`, NumPy's `.npz`.
  case zip
  /// Python's pickle, which runs what it holds.
  case pickle
  /// NumPy's `.npy`: one array without a name.
  case npy

  /// The kind that begins with these bytes; nil where none is known.
  init?(beginning bytes: [UInt8]) {
    switch (bytes.first, bytes.dropFirst().prefix(3)) {
    case (0x89, [0x48, 0x44, 0x46]): self = .hdf5
    case (0x50, [0x4B, 3, 4]): self = .zip
    case (0x93, [0x4E, 0x55, 0x4D]): self = .npy
    case (0x80, let rest) where (2...5).contains(rest.first ?? 0): self = .pickle
    default: return nil
    }
  }

  /// What the file is, and what to do.
  var sentence: String {
    switch self {
    case .hdf5:
      """
      is HDF5, as Keras saves weights; expected safetensors. In Keras, write them with \
      np.savez("weights.npz", *model.get_weights()).
      """
    case .zip:
      """
      is a zip, as Keras's .keras and PyTorch's .pt are; expected safetensors, or NumPy's arrays in a file that ends in .npz. \
      In PyTorch, write safetensors.torch.save_file(model.state_dict(), "weights.safetensors"); in Keras, \
      np.savez("weights.npz", *model.get_weights()).
      """
    case .pickle:
      """
      is a pickle, which could run anything when it is read; expected safetensors. In PyTorch, write \
      safetensors.torch.save_file(model.state_dict(), "weights.safetensors").
      """
    case .npy:
      """
      is one array of NumPy's, without a name; expected safetensors, or several arrays in a file that ends in .npz, as \
      np.savez writes it.
      """
    }
  }
}
