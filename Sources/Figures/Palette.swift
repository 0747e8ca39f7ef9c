extension Mark {
  /// The colours of the palette: distinct to colour-blind readers, readable on light and on dark.
  ///
  /// The hues are those of M. Okabe and K. Ito, "Color Universal Design" (2008). Their lightness is
  /// chosen for each background such that the contrast with it is at least 3 : 1, which WCAG 2.2
  /// asks of graphics, and such that any two colours stay far apart for each of the three kinds of
  /// colour blindness. The tests check both.
  public enum Colour: Sendable, Equatable, CaseIterable {
    /// The first of a series.
    case blue
    /// The second: a red that the colour-blind tell from green.
    case vermilion
    /// The third.
    case green
    /// The fourth.
    case purple
    /// The fifth.
    case gold
    /// The sixth.
    case sky
    /// Black on light, white on dark.
    case ink
    /// For reference lines.
    case grey

    /// The order in which marks take their colours.
    static let series: [Colour] = [.blue, .vermilion, .green, .purple, .gold, .sky, .ink]

    var onLight: RGB {
      switch self {
      case .blue: RGB(0x013DC6)
      case .vermilion: RGB(0xAF260A)
      case .green: RGB(0x18774F)
      case .purple: RGB(0x7F357E)
      case .gold: RGB(0xC58601)
      case .sky: RGB(0x0799EF)
      case .ink: RGB(0x1F2328)
      case .grey: RGB(0x7D858E)
      }
    }

    var onDark: RGB {
      switch self {
      case .blue: RGB(0x396FEA)
      case .vermilion: RGB(0xE85031)
      case .green: RGB(0x3EF2A3)
      case .purple: RGB(0xD655B6)
      case .gold: RGB(0xECC413)
      case .sky: RGB(0x48B3EE)
      case .ink: RGB(0xE6EDF3)
      case .grey: RGB(0x848D97)
      }
    }

    /// The nearest of the terminal's 256 colours that reads on light and on dark; `nil` is its own
    /// text colour.
    var inTerminal: Int? {
      switch self {
      case .blue: 32
      case .vermilion: 166
      case .green: 36
      case .purple: 169
      case .gold: 136
      case .sky: 74
      case .ink: nil
      case .grey: 244
      }
    }
  }
}

/// A colour as red, green and blue, 0 … 255 each.
struct RGB: Equatable {
  var red, green, blue: Int

  init(red: Int, green: Int, blue: Int) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// From a number written like a colour in CSS, `0xRRGGBB`.
  init(_ hex: Int) {
    self.init(red: hex >> 16 & 0xFF, green: hex >> 8 & 0xFF, blue: hex & 0xFF)
  }

  /// As written in CSS: `#0072b2`.
  var css: String {
    let digits = String(red << 16 | green << 8 | blue, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// The nearest entry of the terminal's 6 × 6 × 6 colour cube (its levels: 0, 95, 135, 175, 215,
  /// 255).
  var inTerminal: Int {
    func level(_ value: Int) -> Int { value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40 }
    return 16 + 36 * level(red) + 6 * level(green) + level(blue)
  }

  /// The colour `fraction` of the way from this one to another.
  func mixed(with other: RGB, _ fraction: Double) -> RGB {
    func mix(_ a: Int, _ b: Int) -> Int { a + Int((Double(b - a) * fraction).rounded()) }
    return RGB(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }
}
