// Submissions with known verdicts, marked by `unroll grade`: are the verdicts the right ones?
//
//   Submissions UNROLL SOLUTIONS FOLDER [--one-of-each] [--workers N]

import Foundation

var words = Array(CommandLine.arguments.dropFirst())
let isShort = words.contains("--one-of-each")
words.removeAll { $0 == "--one-of-each" }
var workers = "2"
if let place = words.firstIndex(of: "--workers"), words.indices.contains(place + 1) {
  workers = words[place + 1]
  words.removeSubrange(place...(place + 1))
}
guard words.count == 3 else {
  print("expected UNROLL SOLUTIONS FOLDER [--one-of-each] [--workers N], got \(words)")
  exit(64)
}

do {
  let trial = try Trial(unroll: words[0], solutions: words[1], folder: words[2], isShort: isShort)
  exit(try trial.run(workers: workers) ? 0 : 1)
} catch {
  print("\(error)")
  exit(70)
}
