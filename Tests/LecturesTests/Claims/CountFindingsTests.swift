import Testing
import UnrollRecurrent

@testable import UnrollLectures

/// Numbers of weights: the claims, and what they must not accept.
@Suite struct CountFindingsTests {
  @Test func `a formula with a mistake is rejected`() {
    #expect(WeightFormula.finding().verdict == .reproduced)
    let withoutBias = WeightFormula.finding { units, inputs in units * (units + inputs) }
    let biasOfInputs = WeightFormula.finding { units, inputs in units * (units + inputs) + inputs }
    let inputsTwice = WeightFormula.finding { units, inputs in units * 2 * inputs + units }
    for finding in [withoutBias, biasOfInputs, inputsTwice] { #expect(finding.verdict == .failed) }
  }

  @Test func `a formula that is right for equal sizes only is told from the right one`() {
    let wrong = ParameterFormula.mismatches { units, inputs in units * 2 * inputs + units }
    #expect(wrong.map { [$0.units, $0.inputs] } == [[20, 1], [7, 3], [3, 64]])
  }

  @Test func `a network with another layer or another sum is not the lecture's`() {
    let network = ReviewNetwork.simple500.model()
    func verdict(_ layers: [Int], _ total: Int) -> Verdict {
      ReviewNetworkCounts.finding(network, layers: layers, total: total).verdict
    }
    #expect(verdict([320_000, 2_080, 33], 322_113) == .reproduced)
    #expect(verdict([320_000, 2_048, 33], 322_113) == .failed)
    #expect(verdict([320_000, 2_080, 33], 322_080) == .failed)
  }

  @Test func `a stack that returns the wrong outputs or has a layer too few is rejected`() {
    #expect(
      ReviewNetworkCounts.harvardFinding(ReviewNetwork.stacked).verdict == .reproduced)
    let turned = ReviewNetworkCounts.harvardFinding {
      ReviewNetwork.stacked($0, returnSequences: !$1)
    }
    let short = ReviewNetworkCounts.harvardFinding {
      ReviewNetwork.stacked(max(1, $0 - 1), returnSequences: $1)
    }
    #expect(turned.verdict == .failed)
    #expect(short.verdict == .failed)
  }

  @Test func `the network of all states has 338,081 weights and is one that trains`() throws {
    #expect(ReviewNetwork.allStates.model().parameterCounts == [320_000, 2_080, 0, 16_001])
    let short = try AllStatesTraining(reviews: 1024, length: 60).run(seed: 42)
    #expect(short.after < 0.6931 / 2)
    #expect(short.finding.verdict == .failed, "60 words are not the lecture's 500")

    func verdict(_ parameters: Int, _ after: Double) -> Verdict {
      AllStatesTraining.Result(parameters: parameters, before: 0.69, after: after).finding.verdict
    }
    #expect(verdict(338_081, short.after) == .reproduced)
    #expect(verdict(338_081, 0.5) == .failed)
    #expect(verdict(338_081, .nan) == .failed)
  }
}
