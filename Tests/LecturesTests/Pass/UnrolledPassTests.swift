import Testing
import UnrollAutodiff
import UnrollLectures

/// The printed pass has the numbers that tutorials and exercises compute by hand.
@Suite struct UnrolledPassTests {
  private func digits(_ pass: UnrolledPass, _ name: String) -> [String] {
    pass.steps.map { step in
      step.quantities.first { $0.name == name }?.value.item().fixed(4) ?? ""
    }
  }

  @Test func `the course's network is that of chapter 2`() {
    let pass = UnrolledPass()
    #expect(pass.isCourse)
    #expect(digits(pass, "h") == ["0.8005", "0.5917", "0.8194"])
    #expect(digits(pass, "a") == ["1.1000", "0.6803", "1.1550"])
    #expect(pass.loss.fixed(4) == "1.0392")
    let deltas = pass.steps.map { $0.quantities[0].gradient.item().fixed(4) }
    #expect(deltas == ["0.0563", "0.2612", "0.6699"])
    let gradients = pass.weights.map { "\($0.name) \($0.gradient.item().fixed(4))" }
    #expect(gradients == ["Wx 0.5213", "Wh 0.6055", "b 0.9874"])
    let shares = pass.steps.map { $0.contributions[1].item().fixed(4) }
    #expect(shares == ["0.0000", "0.2091", "0.3964"])
  }

  @Test func `the gated cells are those of exercises 10 and 17`() {
    let lstm = UnrolledPass(.lstm)
    #expect(digits(lstm, "i")[1] == "0.4625" && digits(lstm, "f")[1] == "0.7005")
    #expect(digits(lstm, "c")[0] == "0.5168" && digits(lstm, "c")[1] == "0.5175")
    #expect(digits(lstm, "h")[0] == "0.2495" && digits(lstm, "h")[1] == "0.1632")
    let gru = UnrolledPass(.gru)
    #expect(digits(gru, "z")[1] == "0.5816" && digits(gru, "r")[1] == "0.3384")
    #expect(digits(gru, "h")[0] == "0.2158" && digits(gru, "h")[1] == "0.2770")
  }

  @Test(arguments: PassCell.allCases)
  func `what the steps contribute sums to the gradient`(cell: PassCell) {
    let pass = UnrolledPass(cell, units: 3, steps: 7, seed: 5)
    #expect(!pass.isCourse && pass.steps.count == 7)
    for (place, weight) in pass.weights.enumerated() {
      let parts = pass.steps.map { $0.contributions[place] }
      let sum = parts.dropFirst().reduce(parts[0], +)
      let difference = (sum - weight.gradient).norm()
      #expect(difference <= 1e-12 * (1 + weight.gradient.norm()), "\(weight.name)")
      #expect(weight.gradient.norm() > 0, "\(weight.name)")
    }
  }

  @Test func `a step is shown by itself`() {
    let table = UnrolledPass().tape.table(scope: "step 2")
    #expect(table.contains("h_2") && table.contains("step 2"))
    #expect(!table.contains("h_3") && !table.contains("h_1") && !table.contains("Wx"))
  }
}
