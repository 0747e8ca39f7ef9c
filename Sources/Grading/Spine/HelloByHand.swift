/// The worked example of exercise 12.
func helloByHand(_ variant: CourseVariant) -> String {
  let (network, word) = (variant.network, variant.spelling)
  let letters = word.letters
  let states = (1...3).map { network.h($0).fourDigits }.asList
  let (times, steps) = (1...4, word.steps)
  func numbers(_ value: (HandSpelling.Step) -> Double) -> [String] {
    steps.map { value($0).fourDigits }
  }
  let forward = HandColumn.table([
    HandColumn("t", times.map { "\($0)" }), HandColumn("read", times.map(word.read)),
    HandColumn("h_t", numbers { $0.h }), HandColumn("z: \(letters[0])", numbers { $0.z[0] }),
    HandColumn(letters[1], numbers { $0.z[1] }), HandColumn(letters[2], numbers { $0.z[2] }),
    HandColumn(letters[3], times.map { _ in "0" }), HandColumn("to say", times.map(word.toSay)),
    HandColumn("p", times.map { steps[$0 - 1].p[HandSpelling.places[$0]].fourDigits }),
    HandColumn("−ln p", numbers { $0.cost }),
  ])
  func fromTheLast(_ value: (HandSpelling.Step) -> Double) -> [String] { numbers(value).reversed() }
  let back = HandColumn.table([
    HandColumn("t", times.reversed().map { "\($0)" }),
    HandColumn("dz: \(letters[0])", fromTheLast { $0.dz[0] }),
    HandColumn(letters[1], fromTheLast { $0.dz[1] }),
    HandColumn(letters[2], fromTheLast { $0.dz[2] }),
    HandColumn(letters[3], fromTheLast { $0.dz[3] }),
    HandColumn("dz · Wy", fromTheLast { $0.direct }),
    HandColumn("from t + 1", ["0"] + fromTheLast { $0.later }.dropFirst(), leavesRoom: true),
    HandColumn("dh", fromTheLast { $0.dh }), HandColumn("δ", fromTheLast { $0.delta }),
  ])
  let (dWx, ofTwice) = (word.dWx.map(\.fourDigits), steps[2...].map(\.delta.fourDigits))
  let after = word.loss(after: 1, rate: 0.5)
  let vector = variant.layout == .inputsByUnits ? "row" : "column"
  return """
    The vocabulary \(letters.asList); one unit. Wx has a \(vector) for each character, \(word.wx.map(\.written).asList); \
    Wh = \(network.wh.written),
    b = \(network.b.written); Wy is \(word.wy.map(\.written).asList) and by is zero. So the first states are the course's: \
    \(states).

    \(forward)
      L = (\(steps.map(\.cost.fourDigits).asSum)) / 4 = \(word.loss.fourDigits)

    Back, with dz = (p − y) / 4, from the last step to the first:

    \(back)

    dWx: \(letters[0]) \(dWx[0]), \(letters[1]) \(dWx[1]), \(letters[2]) \(ofTwice.asSum) = \(dWx[2]), \(letters[3]) 0;  \
    dWh = \(word.dWh.fourDigits),  db = \(word.db.fourDigits)
    One step with rate 0.5 \(after < word.loss ? "lowers" : "raises") the loss to \(after.fourDigits). \
    \(afterMany(word))
    """
}

/// After how many steps of descent the word is spelt, in fifties.
private func afterMany(_ word: HandSpelling) -> String {
  let toSay = word.allToSay
  let count = stride(from: 50, through: 500, by: 50).first {
    word.said(after: $0, rate: 0.5) == toSay
  }
  guard let count else {
    let said = word.said(after: 500, rate: 0.5).asList
    return "After 500 the largest logits still say \(said): not every beginning leads to the word."
  }
  return "After \(count) the largest logits say \(toSay.asList)."
}
