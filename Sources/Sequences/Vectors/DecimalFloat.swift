import Foundation

// Reading a number such as -0.044457 from bytes, fast and to the last bit.
//
// Most numbers of a file of vectors have few digits: n · 10⁻ᵏ with n below 2⁵³ and k up to 22. Both are exact
// as Double, so one division rounds once. Rounding that to Float rounds a second time, which can go wrong only
// where the Double lies in the very middle between two Floats; such a number, and any other that the short way
// does not cover, is read by the system's function.
//
// Source: W. Clinger, "How to read floating point numbers accurately" (1990).

/// The Float nearest to the decimal number in some bytes, or nil where they hold anything else.
///
/// A sign, digits with a point, an exponent: `-1.5e-3`. Words such as `inf` and `nan`, and numbers too large for a
/// Float, are none.
func decimalFloat(_ bytes: UnsafeBufferPointer<UInt8>) -> Float? {
  var index = 0
  var isNegative = false
  if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
    isNegative = first == UInt8(ascii: "-")
    index = 1
  }
  var mantissa: UInt64 = 0
  var (digits, significant, scale) = (0, 0, 0)
  var hasPoint = false
  while index < bytes.count {
    let byte = bytes[index]
    if byte &- 0x30 <= 9 {
      digits += 1
      if mantissa != 0 || byte != 0x30 { significant += 1 }
      if significant <= 19 { mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30) }
      if hasPoint { scale += 1 }
    } else if byte == UInt8(ascii: "."), !hasPoint {
      hasPoint = true
    } else {
      break
    }
    index += 1
  }
  if digits == 0 { return nil }
  var exponent = 0
  if index < bytes.count {
    guard bytes[index] | 0x20 == UInt8(ascii: "e") else { return nil }
    index += 1
    guard let read = wholeNumber(bytes, from: index) else { return nil }
    exponent = read
  }
  if mantissa == 0 && significant == 0 { return isNegative ? -0.0 : 0 }
  let power = exponent - scale
  if significant <= 19, mantissa < 1 << 53, power >= -22, power <= 22 {
    let exact = Double(mantissa)
    let value = power < 0 ? exact / powersOfTen[-power] : exact * powersOfTen[power]
    // The middle between two Floats, or where Floats lie further apart than usual.
    if value.bitPattern & 0x1FFF_FFFF != 0x1000_0000, value >= 0x1p-126, value < 0x1p127 {
      return isNegative ? -Float(value) : Float(value)
    }
  }
  guard let value = Float(String(decoding: bytes, as: UTF8.self)), value.isFinite else {
    return nil
  }
  return value
}

/// The digits of an exponent, with a sign or without; nil where anything else stands there. Beyond four digits
/// the exact number no longer matters.
private func wholeNumber(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
  var index = start
  var sign = 1
  if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") {
    sign = bytes[index] == UInt8(ascii: "-") ? -1 : 1
    index += 1
  }
  if index == bytes.count { return nil }
  var value = 0
  while index < bytes.count {
    let digit = bytes[index] &- 0x30
    if digit > 9 { return nil }
    value = min(9999, value * 10 + Int(digit))
    index += 1
  }
  return sign * value
}

private let powersOfTen: [Double] = (0...22).map { Double("1e\($0)") ?? 0 }
