import Foundation
import Testing
import UnrollKernels

/// The functions of one number against Foundation's, in units in the last place (ulp).
@Suite struct FunctionTests {
  /// A function, its exact form in `Double`, where it is tried, and the largest error allowed. In
  /// double precision Foundation's own error, up to 1 ulp, comes on top.
  struct Function: Sendable, CustomTestStringConvertible {
    let name: String
    let kernel: unroll_unary
    let range: ClosedRange<Double>
    let ulps: Double
    let exact: @Sendable (Double) -> Double
    var testDescription: String { name }
  }

  static let functions = [
    Function(name: "negate", kernel: unroll_negate, range: -9...9, ulps: 0) { -$0 },
    Function(name: "exp", kernel: unroll_exp, range: -104...89, ulps: 1.1) { exp($0) },
    Function(name: "exp of doubles", kernel: unroll_exp, range: -746...710, ulps: 1.1) { exp($0) },
    Function(name: "log", kernel: unroll_log, range: 0...3, ulps: 0.9) { log($0) },
    Function(name: "log of large", kernel: unroll_log, range: 0...1e38, ulps: 0.9) { log($0) },
    Function(name: "sqrt", kernel: unroll_sqrt, range: 0...100, ulps: 0.5) { $0.squareRoot() },
    Function(name: "tanh", kernel: unroll_tanh, range: -11...11, ulps: 1.4) { tanh($0) },
    Function(name: "tanh near 0", kernel: unroll_tanh, range: -0.7...0.7, ulps: 1.4) { tanh($0) },
    Function(name: "sigmoid", kernel: unroll_sigmoid, range: -104...40, ulps: 2.5) {
      $0 < 0 ? exp($0) / (1 + exp($0)) : 1 / (1 + exp(-$0))
    },
    Function(name: "relu", kernel: unroll_relu, range: -9...9, ulps: 0) { max($0, 0) },
    Function(name: "abs", kernel: unroll_abs, range: -9...9, ulps: 0) { abs($0) },
    Function(name: "softplus", kernel: unroll_softplus, range: -104...40, ulps: 1.8) {
      max($0, 0) + log1p(exp(-abs($0)))
    },
  ]

  @Test(arguments: KernelPath.available, functions)
  func `a function agrees with Foundation's`(path: KernelPath, function: Function) {
    path.run {
      var random = TestRandom(seed: 3)
      let x = random.doubles(6_000, in: function.range)
      // Unlike the numbers above, these reach from the subnormal numbers to 1.
      let small = random.doubles(500, in: 0...1).enumerated().map { i, x in
        x * pow(2, -Double(i % 150)) * (function.range.lowerBound < 0 && i % 2 == 0 ? -1 : 1)
      }
      checkFloats(function, (x + small).map(Float.init))
      checkDoubles(function, x + small)
    }
  }

  private func checkFloats(_ function: Function, _ x: [Float]) {
    var y = x
    unroll_apply_f32(function.kernel, y.count, y, &y)  // in place
    var worst = 0.0
    var place: Float = 0
    for i in 0..<x.count {
      let exact = function.exact(Double(x[i]))
      let nearest = Float(exact)
      if !nearest.isFinite {
        #expect(y[i] == nearest, "\(function.name)(\(x[i]))")
        continue
      }
      let error = abs(Double(y[i]) - exact) / Double(max(nearest.magnitude, 0x1p-126).ulp)
      if !(error <= worst) { (worst, place) = (error, x[i]) }
    }
    #expect(worst <= function.ulps, "\(function.name)(\(place))")
  }

  private func checkDoubles(_ function: Function, _ x: [Double]) {
    var y = [Double](repeating: 0, count: x.count)
    unroll_apply_f64(function.kernel, x.count, x, &y)
    var worst = 0.0
    var place = 0.0
    for i in 0..<x.count {
      let exact = function.exact(x[i])
      if !exact.isFinite {
        #expect(y[i] == exact, "\(function.name)(\(x[i]))")
        continue
      }
      let error = abs(y[i] - exact) / max(exact.magnitude, 0x1p-1022).ulp
      if !(error <= worst) { (worst, place) = (error, x[i]) }
    }
    // The plain sigmoid and softplus above have a few roundings of their own.
    let foundations = function.ulps > 1.5 ? 3.0 : function.ulps > 0.5 ? 1.0 : 0.0
    #expect(worst <= (function.ulps + foundations).rounded(.up), "\(function.name)(\(place))")
  }

  @Test(arguments: KernelPath.available)
  func `functions are exact at zero, the infinities and NaN`(path: KernelPath) {
    path.run {
      checkSpecialValues(Float.self)
      checkSpecialValues(Double.self)
    }
  }

  private func checkSpecialValues<Number: KernelNumber>(_: Number.Type) {
    let infinity = Number.infinity
    let table: [(unroll_unary, [(x: Number, y: Number)])] = [
      (unroll_negate, [(0, -0.0), (infinity, -infinity)]),
      (unroll_exp, [(0, 1), (-0.0, 1), (infinity, infinity), (-infinity, 0)]),
      (unroll_log, [(1, 0), (0, -infinity), (-0.0, -infinity), (infinity, infinity)]),
      (unroll_log, [(-1, .nan), (-infinity, .nan), (-.leastNonzeroMagnitude, .nan)]),
      (unroll_sqrt, [(0, 0), (-0.0, -0.0), (4, 2), (-1, .nan), (infinity, infinity)]),
      (unroll_tanh, [(0, 0), (-0.0, -0.0), (infinity, 1), (-infinity, -1), (50, 1), (-50, -1)]),
      (unroll_tanh, [(.leastNonzeroMagnitude, .leastNonzeroMagnitude)]),
      (unroll_sigmoid, [(0, 0.5), (infinity, 1), (-infinity, 0)]),
      (unroll_relu, [(0, 0), (-0.0, 0), (-3, 0), (3, 3), (infinity, infinity), (-infinity, 0)]),
      (unroll_abs, [(-0.0, 0), (-3, 3), (-infinity, infinity)]),
      (unroll_softplus, [(infinity, infinity), (-infinity, 0), (1000, 1000)]),
    ]
    for (f, pairs) in table {
      for (x, y) in pairs + [(.nan, .nan)] {
        let result = Number.scalar(f, x)
        let same = y.isNaN ? result.isNaN : result == y && result.sign == y.sign
        #expect(same, "\(Number.self) function \(f.rawValue) of \(x): \(result), not \(y)")
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `exp underflows gradually and overflows where it must`(path: KernelPath) {
    path.run {
      #expect(unroll_scalar_f64(unroll_exp, 709.782712893384) < .infinity)
      #expect(unroll_scalar_f64(unroll_exp, 709.7827128933841) == .infinity)
      #expect(unroll_scalar_f64(unroll_exp, -745.13) == .leastNonzeroMagnitude)
      #expect(unroll_scalar_f64(unroll_exp, -745.14) == 0)
      #expect(unroll_scalar_f64(unroll_exp, -720) == exp(-720))
      #expect(unroll_scalar_f64(unroll_log, .leastNonzeroMagnitude) == log(0x1p-1074))
      #expect(unroll_scalar_f32(unroll_exp, 88.72283) < .infinity)
      #expect(unroll_scalar_f32(unroll_exp, 88.72284) == .infinity)
      #expect(unroll_scalar_f32(unroll_exp, -103.9) == .leastNonzeroMagnitude)
      #expect(unroll_scalar_f32(unroll_exp, -104) == 0)
    }
  }

  /// Where two formulas, or two powers of two, meet.
  @Test(arguments: KernelPath.available)
  func `functions do not decrease across their joints`(path: KernelPath) {
    path.run {
      let halfLogOf2 = 0.34657359027997264
      let joints: [(unroll_unary, Double)] = [
        (unroll_tanh, 0.625), (unroll_tanh, -0.625), (unroll_tanh, 9.0109), (unroll_tanh, 22),
        (unroll_exp, halfLogOf2), (unroll_exp, -halfLogOf2), (unroll_exp, 3 * halfLogOf2),
        (unroll_log, 0.5.squareRoot()), (unroll_log, 1), (unroll_log, 2.0.squareRoot()),
      ]
      for (f, joint) in joints {
        var x = (-200...200).map { joint + Double($0) * joint.ulp }
        unroll_apply_f64(f, x.count, x, &x)
        #expect(zip(x, x.dropFirst()).allSatisfy(<=), "function \(f.rawValue) at \(joint)")
        var single = (-200...200).map { Float(joint) + Float($0) * Float(joint).ulp }
        unroll_apply_f32(f, single.count, single, &single)
        #expect(
          zip(single, single.dropFirst()).allSatisfy(<=), "function \(f.rawValue) at \(joint)")
      }
    }
  }

  @Test(arguments: KernelPath.available)
  func `a scalar gives the bits that it gives anywhere in an array`(path: KernelPath) {
    path.run {
      checkEveryPlace(Float.self)
      checkEveryPlace(Double.self)
    }
  }

  private func checkEveryPlace<Number: KernelNumber>(_: Number.Type) {
    let functions = [
      unroll_negate, unroll_exp, unroll_log, unroll_sqrt, unroll_tanh, unroll_sigmoid,
      unroll_relu, unroll_abs, unroll_softplus,
    ]
    var random = TestRandom(seed: 4)
    let values = random.doubles(37, in: -3...3).map { Number($0) }
    for f in functions {
      let alone = values.map { Number.scalar(f, $0) }
      for count in [1, 2, 7, 8, 15, 16, 37] {
        for shift in 0..<37 where count == 37 || shift < 5 {
          let x = (0..<count).map { values[($0 + shift) % 37] }
          var y = [Number](repeating: 12345, count: count + 1)
          Number.apply(f, count, x, &y)
          let same = (0..<count).allSatisfy { i in
            let expected = alone[(i + shift) % 37]
            return y[i].bits == expected.bits || y[i].isNaN && expected.isNaN
          }
          #expect(same && y[count] == 12345, "\(Number.self) function \(f.rawValue), \(count)")
        }
      }
    }
  }
}
