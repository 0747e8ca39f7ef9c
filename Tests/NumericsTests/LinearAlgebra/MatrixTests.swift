import Testing
import UnrollNumerics

@Suite struct MatrixTests {
  @Test func `a product is the one computed by hand`() {
    let a: Matrix = [[1, 2, 3], [4, 5, 6]]
    let b: Matrix = [[1, 0, 2, -1], [0, 1, 1, 2], [3, -2, 0, 1]]
    #expect(a * b == [[10, -4, 4, 6], [22, -7, 13, 12]])
  }

  @Test func `the identity changes nothing from either side`() {
    let a = normalMatrix(3, 5)
    #expect(Matrix.identity(3) * a == a)
    #expect(a * Matrix.identity(5) == a)
  }

  @Test func `the transpose of a product is the product of the transposes, turned round`() {
    let (a, b) = (normalMatrix(2, 4), normalMatrix(4, 3))
    #expect(distance((a * b).transposed, b.transposed * a.transposed) == 0)
  }

  @Test func `rows and columns are found where they belong`() {
    var a: Matrix = [[1, 2, 3], [4, 5, 6]]
    #expect(a.row(1) == [4, 5, 6])
    #expect(a.column(2) == [3, 6])
    #expect(a.transposed == [[1, 4], [2, 5], [3, 6]])
    a[1, 2] = 9
    #expect(a.elements == [1, 2, 3, 4, 5, 9])
  }

  @Test func `a diagonal matrix has its values on the diagonal and zeros elsewhere`() {
    #expect(Matrix.diagonal([2, -3]) == [[2, 0], [0, -3]])
  }

  @Test func `the largest magnitude counts negative elements and does not hide a not-a-number`() {
    #expect(Matrix([[1, -7], [3, 4]]).largestMagnitude == 7)
    #expect(Matrix([[.nan, 1], [2, 3]]).largestMagnitude.isNaN)
    #expect(Matrix(rows: 0, columns: 3).largestMagnitude == 0)
  }

  @Test func `a description puts decimal points below each other`() {
    let a: Matrix = [[1, -0.5, 1e-20], [12.25, 3, -100]]
    #expect(
      a.description == """
        Matrix [2, 3]
        [ 1     -0.5     1e-20]
        [12.25   3    -100    ]
        """)
  }

  @Test func `a product of sizes that don't fit stops with the sizes`() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Matrix(rows: 2, columns: 3) * Matrix(rows: 4, columns: 5)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("can't multiply [2, 3] by [4, 5]; the inner dimensions 3 and 4"))
  }
}
