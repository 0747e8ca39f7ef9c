import Foundation
import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

/// Files that are damaged, or made to do harm.
@Suite struct TensorFileDamageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func small() throws -> [UInt8] {
    var file = TensorFile(metadata: ["note": "é\n"])
    file.tensors["a"] = .numbers([[1, 2, 3], [4, 5, 6]])
    file.tensors["b"] = .truths([true, false])
    try file.write(to: folder("whole"))
    return try TemporaryFolder.bytes(folder("whole"))
  }

  /// The sentence with which a file is refused; nil where it is taken.
  private func refusal(_ bytes: some Sequence<UInt8>) throws -> String? {
    let path = try folder.file(bytes)
    do {
      _ = try TensorFile(reading: path)
      return nil
    } catch {
      return error.description.replacing(path, with: "file")
    }
  }

  @Test func `every altered byte of a file is found`() throws {
    let whole = try small()
    #expect(try refusal(whole) == nil)
    for place in whole.indices {
      for altered in [whole[place] ^ 1 << (place % 8), whole[place] &+ 1, 0x20 ^ whole[place]] {
        var bytes = whole
        bytes[place] = altered
        #expect(try refusal(bytes) != nil, "byte \(place) as \(altered)")
      }
    }
  }

  @Test func `a file cut short anywhere, or with bytes added, is refused`() throws {
    let whole = try small()
    for count in whole.indices {
      let sentence = try #require(try refusal(whole.prefix(count)), "\(count) bytes")
      #expect(sentence.hasPrefix("file: "))
      let error = #expect(throws: TensorFileError.self) {
        try TensorFile(bytes: Array(whole.prefix(count)), file: "file")
      }
      #expect(error?.description == sentence, "bytes in memory")
    }
    #expect(try refusal(whole + [0])?.contains("has 1 bytes behind its last tensor") == true)
  }

  @Test func `altered numbers are told from a broken header`() throws {
    var bytes = try small()
    bytes[bytes.count - 1] ^= 1
    #expect(try refusal(bytes)?.hasPrefix("file: its bytes don't add up to its checksum") == true)
  }

  // MARK: Made by hand

  /// A file with any header and so many bytes behind it.
  private func file(_ header: String, dataCount: Int = 0) -> [UInt8] {
    let header = Array(header.utf8)
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header
      + [UInt8](repeating: 0, count: dataCount)
  }

  private static func tensor(
    _ name: String = "a", dtype: String = "F32", shape: String = "[2]", _ start: Int = 0,
    _ end: Int = 8
  ) -> String {
    "\"\(name)\":{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":[\(start),\(end)]}"
  }

  @Test(arguments: [
    ("", 0, "at byte 8: found the end; expected '{'"),
    ("[]", 0, "at byte 8: found '['; expected '{'"),
    ("{}x", 0, "at byte 10: found 'x'; expected the end of the header"),
    ("{\"a\":1}", 0, "at byte 13: found '1'; expected '{'"),
    ("{\(tensor()),\(tensor())}", 8, "found the key a twice; expected each key once"),
    ("{\(tensor()),}", 8, "found '}'; expected a string in quotes"),
    ("{\(tensor())", 8, "found the end; expected ',' or '}'"),
    ("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F64\"}}", 8, "found the key dtype twice"),
    ("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "found the key __metadata__ twice"),
    ("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "found the key a twice"),
    ("{\"__metadata__\":{\"a\":1}}", 0, "found '1'; expected a string in quotes"),
    ("{\"__metadata__\":null}", 0, "found 'n'; expected '{'"),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8, "found a without data_offsets"),
    ("{\"a\":{\"dtype\":\"F32\",\"run\":\"rm\"}}", 8, "found a with a key run"),
    ("{\(tensor(shape: "[1e0]"))}", 8, "found 1e0; expected a whole number from 0 to"),
    ("{\(tensor(shape: "[2.0]"))}", 8, "found 2.0; expected a whole number"),
    ("{\(tensor(shape: "[-2]"))}", 8, "found -2; expected a whole number"),
    ("{\(tensor(shape: "[02]"))}", 8, "found '0'; expected a number"),
    ("{\(tensor(shape: "[true]"))}", 8, "found 't'; expected a number"),
    ("{\(tensor(shape: "[18446744073709551618]"))}", 8, "expected a whole number from 0 to"),
    ("{\(tensor(shape: "[[2]]"))}", 8, "found '['; expected a number"),
    ("{\(tensor(shape: "[2147483648]"))}", 8, "a has shape [2147483648]; expected at most 8 axes"),
    ("{\(tensor(shape: "[1,1,1,1,1,1,1,1,1]"))}", 4, "expected at most 8 axes"),
    (
      "{\(tensor(shape: "[2147483647,2147483647,2147483647]"))}", 8,
      "and a size that fits in 64 bits"
    ),
    (
      "{\(tensor(shape: "[0,2147483647,2147483647,2147483647]", 0, 0))}", 0,
      "and a size that fits in 64 bits"
    ),
    ("{\(tensor(shape: "[3]"))}", 8, "lies from byte 0 to 8; expected 12 bytes"),
    ("{\(tensor("a", 8, 0))}", 8, "lies from byte 8 to 0; expected 8 bytes"),
    ("{\(tensor(dtype: "BF16"))}", 8, "a is of type BF16; Unroll reads"),
    ("{\(tensor(dtype: "f32"))}", 8, "a is of type f32; Unroll reads"),
    ("{\(tensor())}", 7, "a ends at byte 8 behind the header, but only 7 follow"),
    ("{\(tensor())}", 9, "has 1 bytes behind its last tensor that belong to none"),
    ("{}", 3, "has 3 bytes behind its last tensor"),
    ("{\(tensor()),\(tensor("b", 4, 12))}", 12, "a and b share bytes"),
    ("{\(tensor()),\(tensor("b", 0, 8))}", 8, "a and b share bytes"),
    (
      "{\(tensor()),\(tensor("b", 12, 20))}", 20,
      "the bytes from 8 to 12, in front of b, belong to no tensor"
    ),
    ("{\(tensor("a", 4, 12))}", 12, "the bytes from 0 to 4, in front of a"),
    ("{\"__metadata__\":{\"unroll.format\":\"1\"}}", 0, "but has no checksum"),
    (
      "{\"__metadata__\":{\"unroll.format\":\"2\"}}", 0,
      "is of format 2; this version of Unroll knows format 1"
    ),
    ("{\"__metadata__\":{\"unroll.checksum\":\"\"}}", 0, "don't add up to its checksum"),
    ("{\"a\\x\":1}", 0, "found a wrong escape"),
    ("{\"a\\ud800\":1}", 0, "found a wrong escape"),
    ("{\"a\\udc00\":1}", 0, "found a wrong escape"),
    ("{\"a\\u00", 0, "found a wrong escape"),
    ("{\"a\n\":1}", 0, "found a control character in a string"),
    ("{\"a", 0, "found a quote that is never closed"),
  ])
  func `a header that is wrong or contradicts itself gets a sentence of its own`(
    header: String, dataCount: Int, words: String
  ) throws {
    let sentence = try #require(try refusal(file(header, dataCount: dataCount)))
    #expect(sentence.contains(words), "\(sentence)")
  }

  @Test func `white space and escapes are read as JSON has them`() throws {
    let header = """
       { "\\u00e9\\ud83d\\ude00\\/" :
      \t{"shape" : [ 2 ] , "data_offsets":[0 , 8],"dtype":"F32"} }\r
      """
    let path = try folder.file(file(header, dataCount: 8))
    #expect(try TensorFile(reading: path).numbers("é😀/").shape == [2])
  }

  @Test
  func `a length of the header beyond the file or the limit is refused before it is believed`()
    throws
  {
    func length(_ count: UInt64) -> [UInt8] {
      withUnsafeBytes(of: count.littleEndian) { Array($0) }
    }
    #expect(
      try refusal(length(100_000_001))?.contains(
        "announce a header of 100000001 bytes; expected at most 100000000") == true)
    #expect(try refusal(length(.max))?.contains("header of 18446744073709551615 bytes") == true)
    #expect(
      try refusal(length(50_000_000) + [123])?.contains(
        "announce a header of 50000000 bytes, but the file has 9") == true)
    #expect(try refusal([])?.contains("ends after 0 bytes") == true)
  }

  @Test func `bytes that are not UTF-8, and truth values that are neither, are refused`() throws {
    var bytes = file("{\"__metadata__\":{\"a\":\"x\"}}")
    bytes[bytes.count - 4] = 0xFF
    #expect(try refusal(bytes)?.contains("not UTF-8") == true)
    var truths = file("{\(Self.tensor(dtype: "BOOL", 0, 2))}", dataCount: 2)
    truths[truths.count - 1] = 2
    #expect(try refusal(truths)?.contains("a, BOOL, holds a byte 2; expected 0 and 1 only") == true)
  }

  @Test func `a header full of brackets does no harm`() throws {
    let brackets = String(repeating: "[", count: 1_000_000)
    #expect(try refusal(file(brackets))?.contains("expected '{'") == true)
    #expect(
      try refusal(file("{\(Self.tensor(shape: brackets))}"))?.contains("expected a number") == true)
  }

  @Test func `a path that leads to no file gets a sentence`() throws {
    func problem(_ path: String) -> TensorFileError.Problem? {
      #expect(throws: TensorFileError.self) { try TensorFile(reading: path) }?.problem
    }
    #expect(problem(folder("nothing")) == .noSuchFile)
    #expect(problem("") == .noSuchFile)
    #expect(problem(folder.path) == .notAFile(isFolder: true))
    #expect(problem("/dev/null") == .notAFile(isFolder: false))
    #expect(
      TensorFileError(file: "m", .noSuchFile).description
        == "m: no such file; check the spelling and the folder.")
  }

  @Test func `a file that is larger than the memory is refused before it is read`() throws {
    // No byte of it but the first lies on the disk.
    let path = try folder.file([0], "a.safetensors")
    try #require(truncate(path, 1 << 42) == 0)
    #expect(throws: TensorFileError(file: path, .largerThanMemory(1 << 42))) {
      try TensorFile(reading: path)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `a pipe that nobody writes to does not stop the program`() throws {
    let path = folder("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    #expect(throws: TensorFileError(file: path, .notAFile(isFolder: false))) {
      try TensorFile(reading: path)
    }
  }
}
