import Foundation
import Testing

@testable import UnrollFigures

@Suite struct PaletteTests {
  private static func linear(_ value: Int) -> Double {
    let value = Double(value) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  /// The relative luminance of WCAG 2.2.
  static func luminance(_ colour: RGB) -> Double {
    0.2126 * linear(colour.red) + 0.7152 * linear(colour.green)
      + 0.0722 * linear(colour.blue)
  }

  static func contrast(_ a: RGB, _ b: RGB) -> Double {
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  @Test(arguments: Mark.Colour.allCases)
  func `every colour stands out from light and dark paper by 3 to 1`(colour: Mark.Colour) {
    #expect(Self.contrast(colour.onLight, SVGStyle.lightPaper) >= 3)
    #expect(Self.contrast(colour.onDark, SVGStyle.darkPaper) >= 3)
  }

  /// What a colour looks like to the colour-blind, in linear RGB: G. M. Machado and others, "A
  /// Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.
  static let visions: [(name: String, matrix: [[Double]])] = [
    ("full", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    (
      "protanopia",
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    ),
    (
      "deuteranopia",
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    ),
    (
      "tritanopia",
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    ),
  ]

  /// CIELAB coordinates (white: D65) of a colour as seen through a matrix.
  static func lab(_ colour: RGB, _ matrix: [[Double]]) -> [Double] {
    let light = [colour.red, colour.green, colour.blue].map(linear)
    let seen = matrix.map { row in
      min(1, max(0, row[0] * light[0] + row[1] * light[1] + row[2] * light[2]))
    }
    func root(_ t: Double) -> Double { t > 0.008856 ? pow(t, 1 / 3) : 7.787 * t + 16 / 116 }
    let x = root((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505)
    let y = root(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2])
    let z = root((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089)
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
  }

  @Test(arguments: visions.indices)
  func `any two colours of a series differ for every kind of colour blindness`(vision: Int) {
    let (name, matrix) = Self.visions[vision]
    for paper in [\Mark.Colour.onLight, \Mark.Colour.onDark] {
      let seen = Mark.Colour.series.map { Self.lab($0[keyPath: paper], matrix) }
      for (index, one) in seen.enumerated() {
        for (offset, other) in seen[(index + 1)...].enumerated() {
          let distance = zip(one, other).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
          let pair = (Mark.Colour.series[index], Mark.Colour.series[index + 1 + offset])
          // About eight times the smallest difference that can be seen.
          #expect(distance > 18, "\(pair), \(name)")
        }
      }
    }
  }

  @Test func `every colour has a rule of its own in the style sheet`() {
    let sheet = SVGStyle.sheet(.automatic)
    for colour in Mark.Colour.allCases {
      #expect(sheet.contains(".s-\(colour) { stroke: \(colour.onLight.css); }"))
      #expect(sheet.contains(".f-\(colour) { fill: \(colour.onDark.css); }"))
    }
  }

  @Test func `colours are written as CSS writes them`() {
    #expect(RGB(0x0072B2).css == "#0072b2")
    #expect(RGB(red: 0, green: 0, blue: 10).css == "#00000a")
    #expect(RGB(0xFFFFFF).inTerminal == 231)
    #expect(RGB(0x000000).inTerminal == 16)
  }
}
