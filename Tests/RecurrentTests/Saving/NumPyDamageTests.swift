import Foundation
import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

/// Files of NumPy's that are damaged, hold something else than numbers, or are made to do harm.
@Suite struct NumPyDamageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The sentence with which a file is refused; nil where it is taken.
  private func refusal(_ name: String, _ bytes: [UInt8]) -> String? {
    do throws(NumPyFileError) {
      if name.hasSuffix(".npz") {
        _ = try NumPyArchive(bytes: bytes, file: "file")
      } else {
        _ = try NumPyArray(bytes: bytes, file: "file")
      }
      return nil
    } catch { return error.description }
  }

  @Test(arguments: [
    ("objects.npy", "file: holds objects (O), which NumPy keeps as pickled programs; nothing"),
    ("with-objects.npz", "file, b: holds objects (O), which NumPy keeps as pickled programs"),
    ("text.npy", "file: holds text (<U3); expected numbers"),
    ("text-bytes.npy", "file: holds text (|S3); expected numbers"),
    ("structured.npy", "file: is a structured array, of several fields; expected numbers"),
    ("complex.npy", "file: holds complex numbers (<c8); expected real ones. Save their parts"),
    ("dates.npy", "file: holds dates or times (<M8[D]); expected numbers"),
    ("spans.npy", "file: holds dates or times (<m8[s]); expected numbers"),
    ("raw.npy", "file: holds bytes whose meaning the file does not say (|V2)"),
    ("long-double.npy", "file: is of type <f16; Unroll reads f2, f4, f8, b1, i1 to i8"),
    ("nine-axes.npy", "file: has 9 axes; expected at most 8"),
    ("wide-i8.npy", "file: holds integers (<i8), one of them -2147483649, which needs more than"),
    ("wide-u4.npy", "file: holds integers (>u4), one of them 2147483648, which needs more than"),
    ("wide-u8.npy", "(<u8), one of them 18446744073709551615, which needs more than 32 bits"),
    ("two.npy", "file: has 176 bytes behind its numbers that belong to nothing; expected the end"),
    (
      "compressed.npz",
      "file, a: is compressed; expected arrays as they are. Save the file with np.savez"
    ),
    ("other-member.npz", "file, readme.txt: is a member whose name does not end in .npy"),
    ("no-array.npz", "file, a: does not begin as NumPy's files do"),
  ])
  func `what is no array of numbers is refused by name`(name: String, words: String) throws {
    let sentence = try #require(refusal(name, NumPyReference.bytes(name)))
    #expect(sentence.contains(words), "\(sentence)")
  }

  @Test func `each kind of file is told from the other, and from any other`() throws {
    let (one, many) = (
      try NumPyReference.bytes("one.npy"), try NumPyReference.bytes("archive.npz")
    )
    #expect(refusal("a.npy", many)?.contains("Read it with NumPyArchive(reading:)") == true)
    #expect(refusal("a.npz", one)?.contains("Read it with NumPyArray(reading:)") == true)
    for name in ["a.npy", "a.npz"] {
      #expect(refusal(name, Array("hello".utf8))?.contains("does not begin as NumPy's") == true)
      #expect(refusal(name, [])?.contains("ends after 0 bytes") == true)
    }
    let text = try folder.file(Array(repeating: 65, count: 100), "a.txt")
    #expect(throws: NumPyFileError(file: text, .notNumPy)) { try NumPyArray(reading: text) }
    #expect(throws: NumPyFileError(file: text, .notNumPy)) { try NumPyArchive(reading: text) }
  }

  // MARK: Arrays

  @Test func `an array cut short anywhere is refused, with bytes behind it too`() throws {
    let whole = try NumPyReference.bytes("cube-fortran.npy")
    #expect(refusal("a.npy", whole) == nil)
    for count in whole.indices {
      let sentence = try #require(refusal("a.npy", Array(whole.prefix(count))), "\(count) bytes")
      #expect(sentence.contains("cut short"), "\(count) bytes: \(sentence)")
    }
    #expect(refusal("a.npy", whole + [0])?.contains("has 1 bytes behind its numbers") == true)
  }

  @Test func `every altered byte of an array is survived`() throws {
    for name in ["i2-big.npy", "truths-fortran.npy", "version-3.npy"] {
      let whole = try NumPyReference.bytes(name)
      for place in whole.indices {
        for altered in [0, 1, 2, 4, 8, 16, 32, 64, 128].map({ $0 ^ whole[place] }) + [0, 255] {
          var bytes = whole
          bytes[place] = altered
          _ = refusal("a.npy", bytes)
        }
      }
    }
  }

  private static func header(
    _ descr: String = "'<f4'", order: String = "False", shape: String = "(2,)"
  ) -> String {
    "{'descr': \(descr), 'fortran_order': \(order), 'shape': \(shape), }"
  }

  @Test(arguments: [
    ("", "at byte 10: found the end; expected '{'"),
    ("[]", "at byte 10: found '['; expected '{'"),
    ("{}", "at byte 12: found no descr and no fortran_order and no shape; expected descr"),
    ("{'descr': '<f4', 'shape': (2,)}", "found no fortran_order; expected descr"),
    ("\(header()) x", "found 'x'; expected the end of the header"),
    ("{'descr': '<f4', 'descr': '<f4'}", "at byte 27: found the key descr; expected descr"),
    ("{'run': 'rm'}", "found the key run; expected descr, fortran_order and shape, each once"),
    ("{'descr' '<f4'}", "found '''; expected ':'"),
    ("{'descr': '<f4' 'shape': ()}", "found '''; expected ',' or '}'"),
    ("{'descr': '<f4", "found a quote that is never closed; expected a second one"),
    (header("'<f\\x34'"), "found a backslash in text; expected none"),
    (header("<f4"), "found '<'; expected text in quotes"),
    (header(order: "0"), "found '0'; expected True or False"),
    (header(order: "false"), "found 'f'; expected True or False"),
    (header(shape: "2"), "found '2'; expected '('"),
    (header(shape: "[2]"), "found '['; expected '('"),
    (header(shape: "(2)"), "found (2); expected (2,)"),
    (header(shape: "(2,,)"), "found ','; expected a size from 0 to 2147483647"),
    (header(shape: "(-2,)"), "found '-'; expected a size"),
    (header(shape: "(02,)"), "found '0'; expected a size"),
    (header(shape: "(2.0,)"), "found '.'; expected ',' or ')'"),
    (header(shape: "(1e1,)"), "found 'e'; expected ',' or ')'"),
    (header(shape: "(\u{e9},)"), "found a byte 195; expected a size"),
    (header(shape: "(99999999999999999999,)"), "found '9'; expected a size"),
    (header(shape: "(2147483648,)"), "has shape [2147483648]; expected sizes up to 2147483647"),
    (header(shape: "(0, 2147483648)"), "has shape [0, 2147483648]; expected sizes up to"),
    (header(shape: "(2147483647, 2147483647, 2147483647)"), "a number of bytes that fits in 64"),
    (header(shape: "(2147483647, 2147483647, 2147483647, 0)"), "a number of bytes that fits in"),
    (header(shape: "(2147483647, 1073741823)"), "takes 9223372023969873924 bytes, but 8 follow"),
    (
      header(shape: "(3,)"), "<f4 of shape [3] takes 12 bytes, but 8 follow; the file was cut short"
    ),
    (header(shape: "(1,)"), "has 4 bytes behind its numbers"),
    (header(shape: "(1, 1, 1, 1, 1, 1, 1, 1, 1, 2)"), "has 10 axes; expected at most 8"),
    (header("'|O'"), "holds objects (O)"),
    (header("'<f4x'"), "is of type <f4x; Unroll reads"),
    (header("'f4'"), "is of type f4; Unroll reads f2, f4, f8"),
    (header("'=f4'"), "is of type =f4; Unroll reads"),
    (header("'|f4'"), "is of type |f4; Unroll reads"),
    (header("'<f04'"), "is of type <f04; Unroll reads"),
    (header("'<b2'"), "is of type <b2; Unroll reads"),
    (header("''"), "is of type ; Unroll reads"),
    (header("'|T16'"), "holds text (|T16)"),
    (header("[('a', '<f4'), (']', '<i4')]"), "is a structured array, of several fields"),
    (header("('<f4', (2,))"), "is a structured array, of several fields"),
    (header("{'names': ['a']}"), "is a structured array, of several fields"),
    (header("[('a'"), "found the end; expected a closing bracket"),
  ])
  func `a header that is wrong or asks for too much gets a sentence of its own`(
    header: String, words: String
  ) throws {
    let bytes = numPyFile(header, [UInt8](repeating: 0, count: 8))
    let sentence = try #require(refusal("a.npy", bytes), "\(header)")
    #expect(sentence.contains(words), "\(sentence)")
  }

  @Test func `other spellings of the same header are read`() throws {
    for (header, version) in [
      ("{ \"shape\":(2L,),\t\"fortran_order\":True,'descr':\"<f4\" }\r\n", 1 as UInt8),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2)}", 2),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2,),}", 3),
    ] {
      let bytes = numPyFile(header, [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40], version: version)
      let read = try NumPyArray(bytes: bytes, file: "file").content
      #expect(read.elements == [1, 2], "\(header)")
    }
  }

  @Test func `a header longer than the file or the limit is refused before it is believed`() throws
  {
    func start(_ version: UInt8, _ length: UInt32) -> [UInt8] {
      NumPyHeader.magic + [version, 0] + [UInt8](littleEndian: length)
    }
    #expect(
      refusal("a.npy", start(2, .max))?.contains(
        "announces a header of 4294967295 bytes; expected at most 65536") == true)
    #expect(
      refusal("a.npy", start(3, 60_000))?.contains(
        "announces a header of 60000 bytes, but the file has 12; it was cut short") == true)
    for version in [0, 4, 255] as [UInt8] {
      #expect(
        refusal("a.npy", start(version, 0))?.contains("is of version \(version).0; expected 1.0")
          == true)
    }
  }

  @Test func `truth values that are neither, and headers full of brackets, are refused`() throws {
    let truths = numPyFile(Self.header("'|b1'"), [1, 2])
    #expect(refusal("a.npy", truths)?.contains("one of them as a byte 2; expected 0 and 1") == true)
    for sign in ["[", "(", "{", "'", "((),"] {
      let brackets = String(repeating: sign, count: 60_000 / sign.count)
      #expect(refusal("a.npy", numPyFile(Self.header(brackets))) != nil)
      #expect(refusal("a.npy", numPyFile(Self.header(shape: brackets))) != nil)
    }
  }

  @Test func `a path that leads to no file gets a sentence`() throws {
    func problem(_ path: String) -> NumPyFileError.Problem? {
      #expect(throws: NumPyFileError.self) { try NumPyArchive(reading: path) }?.problem
    }
    #expect(problem(folder("nothing")) == .noSuchFile)
    #expect(problem("") == .noSuchFile)
    #expect(problem(folder.path) == .notAFile(isFolder: true))
    #expect(problem("/dev/null") == .notAFile(isFolder: false))
  }

  @Test func `a file that is larger than the memory is refused before it is read`() throws {
    // No byte of it but the first lies on the disk.
    let path = try folder.file(NumPyHeader.magic + [1, 0], "a.npy")
    try #require(truncate(path, 1 << 42) == 0)
    #expect(throws: NumPyFileError(file: path, .largerThanMemory(1 << 42))) {
      try NumPyArray(reading: path)
    }
  }
}
