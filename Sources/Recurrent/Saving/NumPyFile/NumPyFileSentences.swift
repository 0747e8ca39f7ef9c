extension NumPyFileError.Problem {
  private static let again = "Copy it again from where it came."
  private static let damaged = "The file is damaged. \(again)"

  /// What is said behind the name of the file.
  var sentence: String {
    switch self {
    // The world around the file
    case .noSuchFile: "no such file; check the spelling and the folder."
    case .unreadable(let reason): "can't be read: \(reason). Name a file that may be read."
    case .notAFile(let isFolder):
      "is \(isFolder ? "a folder" : "a device or a pipe"); expected a file. Name one."
    case .largerThanMemory(let count):
      """
      has \(count) bytes, more than this computer has memory; expected fewer. Save it in parts where it was made.
      """
    case .cannotWrite(let reason):
      "can't be written: \(reason). What stood there before is untouched."
    case .unusableName:
      "can't be written under this name: a zip has none with a zero byte or of 64 KB. Choose another."

    // The file as a whole
    case .notNumPy:
      """
      does not begin as NumPy's files do; expected one that np.save or np.savez has written. Name another.
      """
    case .isArchive:
      "is a zip, as .npz is; expected one array (.npy). Read it with NumPyArchive(reading:)."
    case .isArray:
      "is one array (.npy); expected a zip of them (.npz). Read it with NumPyArray(reading:)."
    case .cutShort(let count):
      "ends after \(count) bytes, within what it should hold; it was cut short. \(Self.again)"
    case .altered:
      """
      its bytes don't add up to their checksum; they were altered after the file was written. \(Self.again)
      """

    // One array
    case .otherVersion(let major, let minor):
      """
      is of version \(major).\(minor); expected 1.0, 2.0 or 3.0. Save it again with a NumPy that writes these.
      """
    case .headerTooLong(let length):
      """
      announces a header of \(length) bytes; expected at most \(NumPyHeader.longest). It is damaged, or was \
      made to do harm.
      """
    case .headerBeyondEnd(let length, let count):
      """
      announces a header of \(length) bytes, but the file has \(count); it was cut short. \(Self.again)
      """
    case .malformedHeader(let place, let found, let expected):
      "its header is wrong at byte \(place): found \(found); expected \(expected). \(Self.damaged)"
    case .objects:
      """
      holds objects (O), which NumPy keeps as pickled programs; nothing in a file is run here. Save numbers: \
      np.save(file, np.array(values, dtype=np.float32)).
      """
    case .text(let type):
      """
      holds text (\(type)); expected numbers. Save text as a text file, or its tokens as integers.
      """
    case .structured:
      """
      is a structured array, of several fields; expected numbers of one type. Save each field by itself: \
      np.savez(file, x=array["x"]).
      """
    case .complex(let type):
      """
      holds complex numbers (\(type)); expected real ones. Save their parts: np.savez(file, re=x.real, im=x.imag).
      """
    case .dates(let type):
      """
      holds dates or times (\(type)); expected numbers. Save x.astype(np.int64), or seconds as np.float64.
      """
    case .rawBytes(let type):
      """
      holds bytes whose meaning the file does not say (\(type)), as NumPy saves bfloat16; expected numbers. Save \
      x.astype(np.float32).
      """
    case .unknownType(let type):
      """
      is of type \(type.prefix(40)); Unroll reads f2, f4, f8, b1, i1 to i8 and u1 to u8, with < or > in front. \
      Save x.astype(np.float32).
      """
    case .tooManyAxes(let count): "has \(count) axes; expected at most 8. Save x.reshape(…)."
    case .tooLarge(let shape):
      """
      has shape \(shape); expected sizes up to \(Int32.max), and a number of bytes that fits in 64 bits. \
      \(Self.damaged)
      """
    case .numbersMissing(let type, let shape, let expected, let found):
      """
      \(type) of shape \(shape) takes \(expected) bytes, but \(found) follow; the file was cut short. \
      \(Self.again)
      """
    case .trailingBytes(let count):
      """
      has \(count) bytes behind its numbers that belong to nothing; expected the end. To save several arrays, \
      use np.savez.
      """
    case .notATruth(let found):
      "holds truth values, one of them as a byte \(found); expected 0 and 1 only. \(Self.damaged)"
    case .largeInteger(let type, let found):
      """
      holds integers (\(type)), one of them \(found), which needs more than 32 bits; Unroll's integers have 32, \
      with a sign. Save it as np.float64 where it was made, or make it smaller.
      """

    // The zip around them
    case .severalParts:
      "is one part of a zip in several; expected a whole one. Save it again with np.savez."
    case .tooManyMembers(let count):
      "has \(count) members; expected at most \(ZipDirectory.mostMembers). Use several files."
    case .directoryElsewhere(let start, let count, let expected):
      """
      says that its directory lies at byte \(start) and has \(count) bytes; expected one that ends at byte \
      \(expected). \(Self.damaged)
      """
    case .brokenDirectory(let place): "its directory is wrong at byte \(place). \(Self.damaged)"
    case .brokenZip64(let place):
      """
      announces numbers of 64 bits at byte \(place) (ZIP64), and does not have them where they should stand. \
      \(Self.damaged)
      """
    case .nameNotUTF8(let place):
      """
      the name in its directory at byte \(place) is not in UTF-8; expected names as np.savez writes them. Save \
      it again with np.savez.
      """
    case .repeatedMember:
      "has a name that another array of the file has, too; expected each name once. Save it again."
    case .compressed(let method):
      """
      is compressed\(method == 8 ? "" : " (method \(method))"); expected arrays as they are. Save the file with \
      np.savez in place of np.savez_compressed.
      """
    case .encrypted:
      "is encrypted; expected an array that needs no password. Save the file with np.savez."
    case .notAnArray:
      "is a member whose name does not end in .npy; expected arrays only. Save the file with np.savez."
    case .sizeMissing:
      "its size was to follow it, and is missing in the directory. \(Self.damaged)"
    case .twoSizes(let size, let packed):
      """
      has \(size) bytes by one number and \(packed) by another, though it is not compressed. \(Self.damaged)
      """
    case .memberBeyondEnd(let start, let count, let limit):
      """
      lies at byte \(start) and has \(count) bytes, but the file's directory begins at byte \(limit). \
      \(Self.damaged)
      """
    case .otherMember(let place):
      "should begin at byte \(place), where something else stands. \(Self.damaged)"
    case .overlap(let other):
      "shares bytes with \(other); expected bytes of its own. \(Self.damaged)"

    // A name that was asked for
    case .noSuchArray(let name, let available):
      available.isEmpty
        ? "has no array \(name); it has none at all."
        : "has no array \(name); its arrays are \(available.prefix(12).joined(separator: ", "))"
          + "\(available.count > 12 ? " and \(available.count - 12) more" : "")."
    case .otherContent(let expected): "does not hold what was asked for, \(expected)."
    }
  }
}
