import Foundation
import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

@Suite struct NumPyFileTests {
  private let folder: TemporaryFolder
  private let numpy: NumPyReference

  init() throws {
    folder = try TemporaryFolder()
    numpy = try NumPyReference.read()
  }

  // MARK: What NumPy says

  @Test func `every type, order of bytes and order of axes is read as NumPy meant it`() throws {
    #expect(numpy.arrays.count == 43)
    for (name, stored) in numpy.arrays {
      let read = try NumPyArray(reading: NumPyReference.path("\(name).npy")).content
      #expect(read.equals(stored), "\(name): \(read)")
    }
  }

  @Test(arguments: ["archive", "stream", "written"])
  func `an archive by NumPy is read, one that it wrote into a pipe too`(name: String) throws {
    let archive = try NumPyArchive(reading: NumPyReference.path("\(name).npz"))
    #expect(archive.tensors.keys.sorted() == numpy.archive.keys.sorted())
    for (name, stored) in numpy.archive {
      #expect(archive.tensors[name]?.equals(stored) == true, "\(name)")
    }
    #expect(try NumPyArchive(reading: NumPyReference.path("none.npz")).tensors.isEmpty)
  }

  @Test func `an array is written byte for byte as NumPy writes it`() throws {
    var written = 0
    for name in numpy.arrays.keys {
      let bytes = try NumPyReference.bytes("\(name).npy")
      let types = ["<f4", "<f8", "<i4", "|b1"].filter {
        bytes.starts(with: Array("{'descr': '\($0)', 'fortran_order': False".utf8), at: 10)
      }
      if types.isEmpty || bytes[6] != 1 { continue }
      try NumPyArray(reading: NumPyReference.path("\(name).npy")).write(to: folder("a.npy"))
      #expect(try TemporaryFolder.bytes(folder("a.npy")) == bytes, "\(name)")
      written += 1
    }
    #expect(written == 15)
  }

  @Test
  func `an archive is written byte for byte as Python's zipfile puts NumPy's arrays together`()
    throws
  {
    let path = try NumPyReference.path("written.npz")
    try NumPyArchive(tensors: NumPyArchive(reading: path).tensors).write(to: folder("a.npz"))
    #expect(try TemporaryFolder.bytes(folder("a.npz")) == TemporaryFolder.bytes(path))
  }

  @Test func `all numbers of 16 bits become the same numbers of 32`() throws {
    let header = "{'descr': '<f2', 'fortran_order': False, 'shape': (65536,), }"
    let halves = (0...UInt16.max).flatMap { [UInt8](littleEndian: $0) }
    let read = try NumPyArray(bytes: numPyFile(header, halves), file: "halves").content
    guard case .numbers(let tensor) = read else {
      Issue.record("\(read)")
      return
    }
    let floats = tensor.floats.map { $0.isNaN ? 0 : $0 }
    #expect(tensor.floats.count { $0.isNaN } == 2046)
    #expect(floats.withUnsafeBytes { CRC32.of($0) } == numpy.halves)
  }

  @Test func `checksums are those of zlib, in one part or several`() {
    for expected in numpy.checksums {
      let bytes = (0..<expected.count).map { UInt8(7 * $0 % 251) }
      #expect(CRC32.of(bytes) == expected.sum)
      let half = bytes.count / 2
      #expect(CRC32.continued(CRC32.of(bytes[..<half]), bytes[half...]) == expected.sum)
    }
  }

  // MARK: There and back

  @Test func `what is written is read again, bit for bit`() throws {
    var tensors = TensorFileTests.example().tensors
    let numbers = [Double.nan, -.infinity, .infinity, Double(bitPattern: 0x7FF8_0000_0000_0123)]
    tensors["not finite"] = .numbers(Tensor(numbers, dtype: .float64))
    let whole = Tensor((0..<24).map(Double.init), shape: [4, 2, 3])
    tensors["a part"] = .numbers(whole[1..<3])
    tensors[""] = .truths([true])
    try NumPyArchive(tensors: tensors).write(to: folder("a.npz"))
    let read = try NumPyArchive(reading: folder("a.npz"))
    #expect(read.tensors.count == tensors.count)
    for (name, content) in tensors {
      try NumPyArray(content).write(to: folder("a.npy"))
      for read in [try NumPyArray(reading: folder("a.npy")).content, read.tensors[name]] {
        #expect(read?.elements.map(\.bitPattern) == content.elements.map(\.bitPattern), "\(name)")
        #expect(read?.shape == content.shape && read?.type == content.type, "\(name)")
      }
    }
  }

  @Test func `equal contents give equal bytes, in whatever order they came`() throws {
    let names = (0..<40).map { "weight \($0)" }
    for (path, order) in [("a", names), ("b", names.reversed())] {
      var archive = NumPyArchive()
      for name in order {
        archive.tensors[name] = .numbers(Tensor(repeating: Double(name.count), shape: [2]))
      }
      try archive.write(to: folder(path))
    }
    #expect(try TemporaryFolder.bytes(folder("a")) == TemporaryFolder.bytes(folder("b")))
  }

  @Test func `an archive of the most members is written and read`() throws {
    var archive = NumPyArchive()
    for index in 0..<65_535 { archive.tensors["\(index)"] = .truths([]) }
    try archive.write(to: folder("a"))
    #expect(try NumPyArchive(reading: folder("a")).tensors.count == 65_535)
    archive.tensors["one more"] = .truths([])
    #expect(throws: NumPyFileError(file: folder("b"), .tooManyMembers(65_536))) {
      try archive.write(to: folder("b"))
    }
    #expect(folder.names == ["a"])
  }

  @Test func `whoever takes tensors takes either file`() throws {
    let archive = NumPyArchive(tensors: ["dense/kernel": .numbers([[1], [2]])])
    try archive.write(to: folder("a.npz"))
    let file = TensorFile(tensors: try NumPyArchive(reading: folder("a.npz")).tensors)
    #expect(try file.numbers("dense/kernel") == [[1], [2]])
  }

  // MARK: Asking for what is not there

  @Test func `a name or kind that is not there gets a sentence`() throws {
    let path = try NumPyReference.path("written.npz")
    let archive = try NumPyArchive(reading: path)
    #expect(try archive.numbers("scalar").item() == 2.5)
    #expect(try archive.integers("i8-big").shape == [2, 3])
    #expect(try archive.truths("truths").elements == [true, false, false, true, true, false])
    let missing = #expect(throws: NumPyFileError.self) { try archive.numbers("kernel") }
    #expect(
      missing?.description.hasPrefix("\(path): has no array kernel; its arrays are W") == true)
    let other = #expect(throws: NumPyFileError.self) { try archive.truths("scalar") }
    #expect(
      other?.description
        == "\(path), scalar: does not hold what was asked for, truth values (b1).")
    #expect(throws: NumPyFileError.self) { try archive.integers("truths") }
    let none = #expect(throws: NumPyFileError.self) { try NumPyArchive().numbers("x") }
    #expect(none?.description == "archive: has no array x; it has none at all.")
  }

  @Test func `a name that no zip can have is refused before anything is written`() throws {
    for name in ["a\0b", String(repeating: "n", count: 65_532)] {
      let archive = NumPyArchive(tensors: [name: .numbers([1])])
      #expect(throws: NumPyFileError(file: folder("a"), array: name, .unusableName)) {
        try archive.write(to: folder("a"))
      }
    }
    let array = NumPyArray(.numbers([1]))
    let error = #expect(throws: NumPyFileError.self) { try array.write(to: folder("no/a.npy")) }
    #expect(
      error?.description.contains("can't be written: its folder does not exist; create it") == true)
    #expect(folder.names == [])
  }
}

/// An `.npy` with any header, and some bytes behind it.
func numPyFile(_ header: String, _ data: [UInt8] = [], version: UInt8 = 1) -> [UInt8] {
  let text = Array(header.utf8)
  let length =
    version == 1
    ? [UInt8](littleEndian: UInt16(text.count)) : [UInt8](littleEndian: UInt32(text.count))
  return NumPyHeader.magic + [version, 0] + length + text + data
}

extension [UInt8] {
  fileprivate func starts(with part: [UInt8], at place: Int) -> Bool {
    dropFirst(place).starts(with: part)
  }
}
