extension String {
  /// The text without what would move a terminal's cursor, colour it, or turn the direction of writing: names of folders
  /// and last words of programs come from others.
  public var printable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          if scalar == "\n" || scalar == "\t" { return scalar }
          let isControl = scalar.properties.generalCategory == .control
          let turns =
            (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
          return isControl || turns ? "\u{FFFD}" : scalar
        }))
  }
}
