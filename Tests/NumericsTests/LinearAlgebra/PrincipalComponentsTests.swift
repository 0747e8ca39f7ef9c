import Testing
import UnrollNumerics

@Suite struct PrincipalComponentsTests {
  @Test func `components and variances equal those of NumPy's covariance matrix`() throws {
    let expected = try LinearAlgebraReference.load().principal
    let ours = PrincipalComponents(of: expected.data.matrix)
    #expect(distance(ours.mean, expected.mean) < 1e-13)
    #expect(distance(ours.components, expected.components.matrix) < 1e-12)
    #expect(distance(ours.explainedVariance, expected.variance) < 1e-12 * expected.variance[0])
    #expect((ours.explainedVarianceRatio.reduce(0, +) - 1).magnitude < 1e-14)
  }

  @Test func `points on a line have one component, along the line`() {
    // (1, 2, 2)/3 is the direction; the coordinates −3, 0, 6, −3 have variance 18.
    let ours = PrincipalComponents(
      of: [[-1, -2, -2], [0, 0, 0], [2, 4, 4], [-1, -2, -2]], count: 1)
    #expect(distance(ours.components, [[1.0 / 3, 2.0 / 3, 2.0 / 3]]) < 1e-15)
    #expect(distance(ours.explainedVariance, [18]) < 1e-13)
    #expect(distance(ours.explainedVarianceRatio, [1]) < 1e-15)
  }

  @Test func `all components together undo the transform`() {
    let data = normalMatrix(11, 4)
    let components = PrincipalComponents(of: data)
    #expect(distance(components.inverseTransform(components.transform(data)), data) < 1e-14)
  }

  @Test func `coordinates have mean 0, the explained variances, and no correlation`() {
    let data = normalMatrix(30, 6)
    let components = PrincipalComponents(of: data, count: 3)
    let z = components.transform(data)
    #expect(z.rows == 30 && z.columns == 3)
    let covariance = z.transposed * z
    for i in 0..<3 {
      #expect((z.column(i).reduce(0, +)).magnitude < 1e-13)
      for j in 0..<3 {
        let expected = i == j ? components.explainedVariance[i] : 0
        #expect((covariance[i, j] / 29 - expected).magnitude < 1e-13)
      }
    }
  }

  @Test func `more features than observations and equal observations are no obstacle`() {
    let wide = PrincipalComponents(of: normalMatrix(3, 10))
    #expect(wide.components.rows == 3)
    #expect(wide.explainedVariance[2] < 1e-28)
    let constant = PrincipalComponents(of: Matrix(rows: 5, columns: 2, repeating: 4))
    #expect(constant.explainedVarianceRatio == [0, 0])
  }
}
