import Testing
import UnrollAutodiff

@Suite struct TensorPrintingTests {
  @Test func `whole numbers print without decimals`() {
    #expect("\(Tensor([1, 2, 3]))" == "[1, 2, 3]")
    #expect("\(Tensor([1, -20, 300]))" == "[  1, -20, 300]")
  }

  @Test func `a scalar prints without brackets`() {
    #expect("\(Tensor(3.25))" == "3.25")
    #expect("\(Tensor(-3))" == "-3")
  }

  @Test func `columns line up`() {
    #expect(
      "\(Tensor([[1, 2.5], [-3, 4]], dtype: .float32))" == """
        [[ 1.0,  2.5],
         [-3.0,  4.0]]
        """)
  }

  @Test func `blocks of three axes are set apart by blank lines`() {
    let x: Tensor = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    #expect(
      "\(x)" == """
        [[[1, 2],
          [3, 4]],

         [[5, 6],
          [7, 8]]]
        """)
  }

  @Test func `not-a-number and infinities print by name`() {
    let x: Tensor = [0.5, .number(.nan), .number(.infinity), .number(-.infinity)]
    #expect("\(x)" == "[ 0.5,  nan,  inf, -inf]")
  }

  @Test func `float32 prints the shortest digits that tell it apart`() {
    #expect("\(Tensor([0.1, 0.25]))" == "[0.10, 0.25]")
    #expect("\(Tensor(1.0 / 3))" == "0.33333334")
    #expect("\(Tensor(123456.789))" == "123456.79")
    #expect("\(Tensor(0.0001))" == "0.0001")
    #expect("\(Tensor([16777216, 33554436]))" == "[16777216, 33554436]")
    // Behind the digits that tell 100/3 apart stand zeros, not the rest of its binary fraction.
    #expect("\(Tensor([1.0 / 3, 100.0 / 3]))" == "[ 0.33333334, 33.33333200]")
  }

  @Test func `float64 prints up to ten decimals`() {
    #expect("\(Tensor([0.1, 2], dtype: .float64))" == "[0.1, 2.0]")
    #expect("\(Tensor(1.0 / 3, dtype: .float64))" == "0.3333333333")
    #expect("\(Tensor(2e7 + 0.5, dtype: .float64))" == "20000000.5")
  }

  @Test func `very large and very small numbers print with an exponent`() {
    #expect("\(Tensor(1e-5))" == "1e-05")
    #expect("\(Tensor(1e8))" == "1e+08")
    #expect("\(Tensor([1.5e10, -1], dtype: .float64))" == "[ 1.5e+10, -1.0e+00]")
    #expect("\(Tensor([1e-5, 1234.5]))" == "[1.0000e-05, 1.2345e+03]")
    #expect("\(Tensor(1.0 / 3e6, dtype: .float64))" == "3.333333333e-07")
    #expect("\(Tensor([0, 1e-7]))" == "[0e+00, 1e-07]")
  }

  @Test func `an empty tensor prints as an empty list`() {
    #expect("\(Tensor.zeros([0]))" == "[]")
    #expect("\(Tensor.zeros([0, 3]))" == "[]")
  }

  @Test func `a large tensor is elided in the middle of each long axis`() {
    let vector = Tensor((0..<2_000).map(Double.init), shape: [2_000])
    #expect("\(vector)" == "[   0,    1,    2, ..., 1997, 1998, 1999]")
    let matrix = Tensor((0..<1_200).map(Double.init), shape: [200, 6])
    #expect(
      "\(matrix)" == """
        [[   0,    1,    2,    3,    4,    5],
         [   6,    7,    8,    9,   10,   11],
         [  12,   13,   14,   15,   16,   17],
         ...,
         [1182, 1183, 1184, 1185, 1186, 1187],
         [1188, 1189, 1190, 1191, 1192, 1193],
         [1194, 1195, 1196, 1197, 1198, 1199]]
        """)
    let thousand = Tensor.zeros([1_000])
    #expect(!"\(thousand)".contains("..."))
  }
}
