import Foundation
import Testing
import UnrollAutodiff

@testable import UnrollRecurrent

@Suite struct TensorFileTests {
  private let folder: TemporaryFolder
  private let python: SavingReference

  init() throws {
    folder = try TemporaryFolder()
    python = try SavingReference.read()
  }

  /// What the "stamped" file of `saving.json` holds.
  static func example() -> TensorFile {
    let tiny = 3e-40  // subnormal in 32 bits
    let kernel: [Float] = [1.5, -2.25, Float(tiny), 0.1, -0.0, 1e30]
    return TensorFile(
      tensors: [
        "simple_rnn/kernel": .numbers(Tensor(kernel, shape: [2, 3])),
        "double": .numbers(Tensor([0.1, -1e300, Double.leastNonzeroMagnitude], dtype: .float64)),
        "counts": .integers(
          IntTensor([7, -8, Int(Int32.max), 0, Int(Int32.min), 9], shape: [2, 3])),
        "mask": .truths(BoolTensor([true, false, true, true, false])),
        "empty": .numbers(Tensor.zeros([0, 4])),
        "scalar": .numbers(Tensor(2.5)),
        "Wörter \"κ\"\n\\": .numbers([4]),
      ], metadata: ["note": "a \"quoted\" é\ttab", "b": ""])
  }

  // MARK: What Python says

  @Test(arguments: ["stamped", "plain"])
  func `a file by Python's safetensors is read`(name: String) throws {
    let expected = try python.file(name)
    let file = try TensorFile(reading: folder.file(expected.base64))
    #expect(file.metadata == expected.metadata)
    #expect(file.tensors.keys.sorted() == expected.tensors.keys.sorted())
    for (name, stored) in expected.tensors {
      let found = try #require(file.tensors[name])
      #expect(Array(found.shape) == stored.shape, "\(name)")
      #expect(found.elements.map(\.bitPattern) == stored.elements.map(\.bitPattern), "\(name)")
    }
    #expect(try file.numbers("double").dtype == .float64)
    #expect(try file.numbers("empty").dtype == .float32)
    #expect(try file.truths("mask").elements == [true, false, true, true, false])
  }

  @Test func `a file is written byte for byte as Python's safetensors and xxhash make it`() throws {
    try Self.example().write(to: folder("a"))
    #expect(try TemporaryFolder.bytes(folder("a")) == Array(python.file("stamped").base64))
  }

  @Test func `types that Unroll does not have are refused by name`() throws {
    try expectError(python.file("half"), "h is of type F16; Unroll reads I64, F64, F32, I32, BOOL")
    try expectError(python.file("wide"), "w, I64, holds an integer that needs more than 32 bits")
  }

  private func expectError(_ file: SavingReference.File, _ words: String) throws {
    let path = try folder.file(file.base64, file.name)
    let error = #expect(throws: TensorFileError.self) { try TensorFile(reading: path) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.file == path)
  }

  // MARK: There and back

  @Test func `what is written is read again, bit for bit`() throws {
    let written = Self.example()
    try written.write(to: folder("a"))
    let read = try TensorFile(reading: folder("a"))
    #expect(read.metadata == written.metadata)
    #expect(read.tensors.count == written.tensors.count)
    for (name, content) in written.tensors {
      #expect(read.tensors[name]?.elements.map(\.bitPattern) == content.elements.map(\.bitPattern))
      #expect(read.tensors[name]?.type == content.type)
      #expect(read.tensors[name]?.shape == content.shape)
    }
    try read.write(to: folder("b"))
    #expect(try TemporaryFolder.bytes(folder("a")) == TemporaryFolder.bytes(folder("b")))
  }

  @Test func `NaN and infinities keep their bits`() throws {
    let numbers = [Double.nan, -.infinity, .infinity, Double(bitPattern: 0x7FF8_0000_0000_0123)]
    var file = TensorFile()
    file.tensors["x"] = .numbers(Tensor(numbers, dtype: .float64))
    try file.write(to: folder("a"))
    let read = try TensorFile(reading: folder("a")).numbers("x")
    #expect(read.elements.map(\.bitPattern) == numbers.map(\.bitPattern))
  }

  @Test func `a part of a larger tensor is written as what it is`() throws {
    let whole = Tensor((0..<24).map(Double.init), shape: [4, 2, 3])
    var file = TensorFile()
    file.tensors["x"] = .numbers(whole[1..<3])
    try file.write(to: folder("a"))
    #expect(try TensorFile(reading: folder("a")).numbers("x") == whole[1..<3])
  }

  @Test func `equal contents give equal bytes, in whatever order they came`() throws {
    let names = (0..<40).map { "weight \($0)" }
    for (path, order) in [("a", names), ("b", names.reversed())] {
      var file = TensorFile()
      for name in order {
        file.tensors[name] = .numbers(Tensor(repeating: Double(name.count), shape: [2]))
        file.metadata[name] = "of \(name)"
      }
      try file.write(to: folder(path))
    }
    #expect(try TemporaryFolder.bytes(folder("a")) == TemporaryFolder.bytes(folder("b")))
  }

  @Test func `an empty file holds nothing and is valid`() throws {
    try TensorFile().write(to: folder("a"))
    let read = try TensorFile(reading: folder("a"))
    #expect(read.tensors.isEmpty && read.metadata.isEmpty)
  }

  // MARK: Asking for what is not there

  @Test func `a name or kind that is not there gets a sentence`() throws {
    let path = try folder.file(python.file("plain").base64)
    let file = try TensorFile(reading: path)
    let missing = #expect(throws: TensorFileError.self) { try file.numbers("kernel") }
    #expect(
      missing?.description
        == """
        \(path): has no tensor kernel; its tensors are Wörter "κ"
        \\, counts, double, empty, ids, mask, scalar, simple_rnn/kernel.
        """)
    let other = #expect(throws: TensorFileError.self) { try file.integers("double") }
    #expect(
      other?.description
        == "\(path): double does not hold what was asked for, integers (I32 or I64).")
    #expect(throws: TensorFileError.self) { try file.truths("ids") }
    #expect(throws: TensorFileError.self) { try file.numbers("mask") }
    let none = #expect(throws: TensorFileError.self) { try TensorFile().truths("x") }
    #expect(none?.description == "tensor file: has no tensor x; it has none at all.")
  }

  @Test func `the file's own names are refused before anything is written`() throws {
    for key in ["unroll.checksum", "unroll.format"] {
      let file = TensorFile(metadata: [key: "1"])
      #expect(throws: TensorFileError(file: folder("a"), .reservedKey(key))) {
        try file.write(to: folder("a"))
      }
    }
    let file = TensorFile(tensors: ["__metadata__": .numbers([1])])
    #expect(throws: TensorFileError.self) { try file.write(to: folder("a")) }
    #expect(folder.names == [])
  }
}
