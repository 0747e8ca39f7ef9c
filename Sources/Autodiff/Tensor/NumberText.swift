import Foundation

extension Double {
  /// The number with a fixed count of decimals: `0.5.fixed(2)` is `0.50`.
  public func fixed(_ decimals: Int) -> String {
    String(format: "%.\(decimals)f", locale: Locale(identifier: "en_US_POSIX"), self)
  }

  /// The number with an exponent: `1234.0.scientific(2)` is `1.23e+03`.
  public func scientific(_ decimals: Int) -> String {
    String(format: "%.\(decimals)e", locale: Locale(identifier: "en_US_POSIX"), self).lowercased()
  }

  /// The number with about as many digits as asked for, with an exponent only where needed.
  public func significant(_ digits: Int) -> String {
    String(format: "%.\(digits)g", locale: Locale(identifier: "en_US_POSIX"), self).lowercased()
  }
}
