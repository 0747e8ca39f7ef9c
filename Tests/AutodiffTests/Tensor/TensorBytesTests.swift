import Testing

@testable import UnrollAutodiff

@Suite struct TensorBytesTests {
  @Test func `numbers are written with the byte that counts least first`() {
    let floats: Tensor = [1, -2]  // 0x3F800000, 0xC0000000
    #expect(floats.withFileBytes(Array.init) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
    let double = Tensor(1, dtype: .float64)  // 0x3FF0000000000000
    #expect(double.withFileBytes(Array.init) == [0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
    #expect(IntTensor([258, -1]).withFileBytes(Array.init) == [2, 1, 0, 0, 255, 255, 255, 255])
  }

  @Test func `numbers are read back, wherever their bytes lie`() {
    let tensor = Tensor([1.5, -0.0, 3e300, .infinity, 0.1, 7], shape: [2, 3], dtype: .float64)
    let bytes = [9] + tensor.withFileBytes(Array.init)
    let read = bytes.withUnsafeBytes {
      Tensor(
        fileBytes: UnsafeRawBufferPointer(rebasing: $0[1...]), shape: [2, 3], dtype: .float64)
    }
    #expect(read.elements.map(\.bitPattern) == tensor.elements.map(\.bitPattern))
    #expect(read.shape == [2, 3])
  }

  @Test func `a part of a tensor is written without the rest`() {
    let whole: Tensor = [[1, 2], [3, 4], [5, 6]]
    #expect(whole[1].withFileBytes(Array.init) == Tensor([3, 4]).withFileBytes(Array.init))
  }

  @Test func `integers of 64 bits are read where 32 are enough`() {
    func read(_ numbers: [Int64]) -> IntTensor? {
      numbers.map(\.littleEndian).withUnsafeBytes {
        IntTensor(fileBytes: $0, shape: [numbers.count], bits: 64)
      }
    }
    #expect(read([5, -6, Int64(Int32.min)]) == [5, -6, Int(Int32.min)])
    #expect(read([1 << 31]) == nil)
    #expect(read([]) == IntTensor([Int]()))
  }

  @Test func `each number's bytes are turned around for processors that keep them the other way`() {
    let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    #expect(bytes.withUnsafeBytes { reversedBytes($0, width: 4) } == [4, 3, 2, 1, 8, 7, 6, 5])
    #expect(bytes.withUnsafeBytes { reversedBytes($0, width: 8) } == [8, 7, 6, 5, 4, 3, 2, 1])
  }
}
