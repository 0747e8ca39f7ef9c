/// The candidate that the reader probably meant, if any is near enough to be worth naming.
///
/// One mistake in three letters is forgiven (`lab1` → `lab01`), and a beginning of at least three letters
/// is recognised (`--epo` → `--epochs`). Among equals the first candidate wins.
package func suggestion(for word: String, among candidates: [String]) -> String? {
  let word = word.lowercased()
  let bare = word.drop { $0 == "-" }
  let scored = candidates.map { candidate -> (name: String, distance: Int) in
    let name = candidate.lowercased()
    let bareName = name.drop { $0 == "-" }
    if bare.count >= 3 && bareName.hasPrefix(bare) { return (candidate, 0) }
    return (candidate, editDistance(String(bare), String(bareName)))
  }
  guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(1, bare.count / 3) && best.distance < bare.count ? best.name : nil
}

/// How many letters must be inserted, removed, replaced or swapped with their neighbour to get from a to b.
///
/// `d[i, j]` is the distance between the first i letters of a and the first j of b
/// (Damerau and Levenshtein's, in the form that edits no letter twice).
package func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a)
  let b = Array(b)
  var d = (0...a.count).map { i in (0...b.count).map { j in i == 0 ? j : (j == 0 ? i : 0) } }
  for i in 0..<a.count {
    for j in 0..<b.count {
      let replaced = d[i][j] + (a[i] == b[j] ? 0 : 1)
      d[i + 1][j + 1] = min(replaced, d[i][j + 1] + 1, d[i + 1][j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        d[i + 1][j + 1] = min(d[i + 1][j + 1], d[i - 1][j - 1] + 1)
      }
    }
  }
  return d[a.count][b.count]
}
