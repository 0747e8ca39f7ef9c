import UnrollNumerics
import UnrollSequences

/// Makes dates as people write them and as computers do, `Sat 7 March 1998` and `1998-03-07`: between 1900
/// and 2099, in ten ways.
///
/// To translate one, a network has to remember three things until their turn comes, in another order, and
/// to know twelve names.
struct DateLanguage: Sendable {
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  /// A random date in a random way of writing.
  static func phrase(using generator: inout SeededGenerator) -> PhrasePair {
    let year = Int.random(in: 1900...2099, using: &generator)
    let month = Int.random(in: 1...12, using: &generator)
    let day = Int.random(in: 1...days(month, year), using: &generator)
    let way = Int.random(in: 0..<10, using: &generator)
    return phrase(year, month, day, way: way)
  }

  /// A date in one of ten ways of writing.
  static func phrase(_ year: Int, _ month: Int, _ day: Int, way: Int) -> PhrasePair {
    let name = months[month - 1]
    let short = String(name.prefix(3))
    let weekday = weekdays[weekday(year, month, day)]
    let written =
      switch way {
      case 0: "\(day) \(name) \(year)"
      case 1: "\(name) \(day), \(year)"
      case 2: "\(day) \(short) \(year)"
      case 3: "\(short) \(day), \(year)"
      case 4: "\(weekday) \(day) \(short) \(year)"
      case 5: "\(weekday), \(day) \(name) \(year)"
      case 6: "\(weekday), \(short) \(day) \(year)"
      case 7: "\(day).\(month).\(year)"
      case 8: "\(padded(day))/\(padded(month))/\(year)"
      default: "\(year) \(name) \(day)"
      }
    return PhrasePair(written, "\(year)-\(padded(month))-\(padded(day))")
  }

  /// So many different phrases.
  static func phrases(_ count: Int, seed: UInt64) -> [PhrasePair] {
    require(count <= 200_000, "dates: got \(count); there are not many more than 200,000 phrases")
    var generator = SeededGenerator(seed: seed, stream: "dates")
    var seen: Set<PhrasePair> = []
    var all: [PhrasePair] = []
    while all.count < count {
      let phrase = phrase(using: &generator)
      if seen.insert(phrase).inserted { all.append(phrase) }
    }
    return all
  }

  /// The number of days of a month in the Gregorian calendar.
  static func days(_ month: Int, _ year: Int) -> Int {
    let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// The day of the week, 0 for Monday, by Zeller's congruence.
  static func weekday(_ year: Int, _ month: Int, _ day: Int) -> Int {
    // January and February count as the 13th and 14th month of the year before.
    let (m, y) = month < 3 ? (month + 12, year - 1) : (month, year)
    let saturdayFirst = (day + 13 * (m + 1) / 5 + y + y / 4 - y / 100 + y / 400) % 7
    return (saturdayFirst + 5) % 7
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
