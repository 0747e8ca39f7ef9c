import Foundation
import Testing
import UnrollAutodiff
import UnrollRecurrent

@testable import UnrollLectures

/// The page's data are the tape's own numbers, all of them.
@Suite struct ExplorerTests {
  private static let runs = GainRuns(gains: [0.5, 1.5], steps: 4)
  private static let networks: [(name: String, make: @Sendable () -> ExploredNetwork)] = [
    ("rnn", { .course(.rnn) }), ("lstm", { .course(.lstm, units: 2, steps: 4) }),
    ("gru", { .course(.gru, units: 3, steps: 2) }), ("hello", { .hello() }), ("deep", { .deep() }),
  ]

  private func explorer(_ network: ExploredNetwork) -> Explorer {
    Explorer(network, runs: Self.runs)
  }

  /// Entries by the name of what they made.
  private func named(_ explorer: Explorer) -> [String: (Explorer.Entry, Explorer.Output)] {
    explorer.entries.reduce(into: [:]) { found, entry in
      for output in entry.outputs { if let name = output.name { found[name] = (entry, output) } }
    }
  }

  private func number(_ tensor: ShownTensor?) -> String { tensor?.rows[0][0].fixed(4) ?? "" }

  @Test(arguments: Self.networks.map(\.name))
  func `every entry of the tape is there, with its numbers`(name: String) throws {
    let network = try #require(Self.networks.first { $0.name == name }).make()
    let explorer = explorer(network)
    let lines = network.tape.lines
    #expect(explorer.entries.count == network.tape.count)
    for (line, entry) in zip(lines, explorer.entries) {
      #expect(entry.title == line.title)
      #expect(entry.inputs.map(\.place) == line.inputs)
      for (place, output) in zip(line.outputs, entry.outputs) {
        let value = network.tape.value(at: place)
        #expect(output.place == place && output.value.shape == Array(value.shape))
        #expect(
          output.value.norm == (value.elementCount == 1 ? value.item().magnitude : value.norm()))
        if output.value.isWhole { #expect(Array(output.value.rows.joined()) == value.elements) }
      }
    }
  }

  @Test func `the hand network has the numbers of chapter 2`() throws {
    let explorer = explorer(.course())
    let named = named(explorer)
    #expect(
      ["h_1", "h_2", "h_3"].map { number(named[$0]?.1.value) } == ["0.8005", "0.5917", "0.8194"])
    #expect(
      ["h_3", "h_2", "h_1"].map { number(named[$0]?.1.gradient) } == ["2.0388", "0.4019", "0.1567"])
    #expect(
      ["a_3", "a_2", "a_1"].map { number(named[$0]?.1.gradient) } == ["0.6699", "0.2612", "0.0563"])
    #expect(
      ["Wx", "Wh", "b"].map { number(named[$0]?.1.gradient) } == ["0.5213", "0.6055", "0.9874"])
    #expect(explorer.loss?.fixed(4) == "1.0392")
    let slopes = ["h_3", "h_2", "h_1"].map { number(named[$0]?.0.inputs[0].slopeNumbers) }
    #expect(slopes == ["0.3286", "0.6499", "0.3592"])
    let ledger = try #require(explorer.ledgers.first)
    #expect(
      ledger.steps == [1, 2, 3] && ledger.lines.map(\.title).prefix(2) == ["∂L/∂h", "∂L/∂a"])
    let toWh = try #require(ledger.lines.first { $0.title == "to ∂L/∂Wh" })
    #expect(toWh.numbers.map { ($0 ?? .nan).fixed(4) } == ["0.0000", "0.2091", "0.3964"])
    #expect((toWh.total ?? .nan).fixed(4) == "0.6055")
  }

  @Test func `a weight's gradient is summed up from the last step to the first`() throws {
    let explorer = explorer(.course())
    let flows = explorer.backward.flatMap { line in
      let entry = explorer.entries[line]
      return entry.flows.filter { entry.inputs[$0.input].name == "Wh" }
    }
    #expect(flows.map { number($0.part) } == ["0.3964", "0.2091", "0.0000"])
    #expect(flows.map { number($0.total) } == ["0.3964", "0.6055", "0.6055"])
    #expect(flows.map { number($0.before) } == ["", "0.3964", "0.6055"])
    #expect(flows.map(\.use) == [1, 2, 3] && flows.allSatisfy { $0.uses == 3 })
  }

  @Test(arguments: Self.networks.map(\.name))
  func `contributions add up to the gradient, and each is what arrives times the local derivative`(
    name: String
  ) throws {
    let network = try #require(Self.networks.first { $0.name == name }).make()
    let explorer = explorer(network)
    var checked = 0
    for line in explorer.backward {
      let entry = explorer.entries[line]
      for flow in entry.flows {
        let input = entry.inputs[flow.input]
        if flow.use == flow.uses {
          let made = explorer.entries[input.source].outputs.first { $0.place == input.place }
          #expect(made?.gradient == flow.total && made?.uses == flow.uses)
        }
        guard let slope = input.slopeNumbers, slope.shape == flow.part.shape,
          let arrived = entry.outputs[0].gradient, arrived.shape == slope.shape
        else { continue }
        checked += 1
        for (part, (dy, factor)) in zip(
          flow.part.rows.joined(), zip(arrived.rows.joined(), slope.rows.joined()))
        {
          let difference = abs(part - dy * factor)
          #expect(difference <= 1e-6 * abs(part), "\(entry.title), entry \(line)")
        }
      }
    }
    #expect(checked > 3)
  }

  @Test(arguments: PassCell.allCases)
  func `the ledger has the gradients and contributions of the unrolled pass`(cell: PassCell) throws
  {
    let pass = UnrolledPass(cell, units: 3, steps: 5, seed: 7)
    let ledger = try #require(
      explorer(.course(cell, units: 3, steps: 5, seed: 7)).ledgers.first)
    func line(_ title: String) throws -> [Double] {
      let found = try #require(ledger.lines.first { $0.title == title }, "\(title)")
      return found.numbers.map { $0 ?? 0 }
    }
    func expectEqual(_ found: [Double], _ expected: [Double], _ name: String) {
      for (a, b) in zip(found, expected) { #expect(abs(a - b) <= 1e-12 * (1 + abs(b)), "\(name)") }
      #expect(found.count == expected.count)
    }
    for (index, quantity) in pass.steps[0].quantities.enumerated() {
      expectEqual(
        try line("‖∂L/∂\(quantity.name)‖"), pass.steps.map { $0.quantities[index].gradient.norm() },
        quantity.name)
    }
    for (index, weight) in pass.weights.enumerated() {
      expectEqual(
        try line("to ‖∂L/∂\(weight.name)‖"), pass.steps.map { $0.contributions[index].norm() },
        weight.name)
    }
  }

  @Test func `hello's weights have the gradients of the pass`() throws {
    let pass = HelloUnrolled(Hello(units: 3, seed: 42).recurrent())
    let named = named(explorer(.hello()))
    for (name, gradient) in zip(["Wxh", "Whh", "bh", "Why", "by"], pass.gradients) {
      let shown = try #require(named[name]?.1.gradient)
      #expect(Array(shown.rows.joined()) == gradient.elements, "\(name)")
    }
  }

  @Test func `entries are folded by layer and time step, and none is left out`() {
    for (name, make) in Self.networks {
      let explorer = explorer(make())
      var next = 0
      for box in explorer.boxes {
        #expect(box.first == next, "\(name)")
        next += box.count
      }
      #expect(next == explorer.entries.count, "\(name)")
      #expect(explorer.rows.flatMap(\.boxes).sorted() == Array(explorer.boxes.indices), "\(name)")
    }
    let deep = explorer(.deep(units: 2, steps: 4))
    #expect(
      deep.rows.map(\.title)
        == ["weights and inputs", "simple_rnn", "simple_rnn_1", "dense", "loss"])
    let steps = deep.rows[1].boxes.map { deep.boxes[$0].title }
    #expect(
      steps == ["before the steps", "step 0", "step 1", "step 2", "step 3", "after the steps"])
    #expect(deep.ledgers.map(\.title) == ["simple_rnn", "simple_rnn_1"])
    let hello = explorer(.hello())
    #expect(hello.boxes.map(\.title).contains("step 1: h → e"))
    #expect(hello.boxes.first { $0.step == 2 }?.name == "h_2")
  }

  @Test func `steps that the loss does not depend on are left empty`() throws {
    let tape = Tape()
    let w = tape.variable(0.5, name: "w", dtype: .float64)
    var h = tape.variable(1, name: "h_0", dtype: .float64)
    var states: [Variable] = []
    for t in 1...4 {
      h = tape.scope("step", t) { (h * w).named("h_\(t)") }
      states.append(h)
    }
    _ = tape.gradient(of: states[1], for: w)
    let explorer = explorer(ExploredNetwork(title: "a chain", tape: tape))
    let ledger = try #require(explorer.ledgers.first)
    #expect(ledger.lines[0].numbers == [0.5, 1, nil, nil])
    #expect(ledger.words.contains("is 1 at step 2 and 0.5 at step 1, a factor of 0.5 a step back"))
    #expect(ledger.lines[1].title == "to ∂L/∂w" && ledger.lines[1].total == 1)
    #expect(explorer.boxes.suffix(2).allSatisfy { $0.gradient == nil })
    let untouched = Explorer(ExploredNetwork(title: "", tape: Tape()), runs: Self.runs)
    #expect(untouched.entries.isEmpty && untouched.backward.isEmpty && untouched.loss == nil)
  }

  @Test func `one run vanishes and one explodes, by the factor that each step shows`() throws {
    let runs = GainRuns().runs
    #expect(runs.map(\.gain) == [0.7, 1.4])
    #expect(runs[0].words.contains("vanishes") && runs[1].words.contains("explodes"))
    for run in runs {
      #expect(run.points.count == 21 && run.points[0].ratio == nil)
      for (point, later) in zip(run.points.dropFirst(), run.points) {
        let ratio = try #require(point.ratio)
        #expect(abs(ratio * later.norm - point.norm) <= 1e-12 * point.norm)
      }
    }
  }
}
