import Foundation
import UnrollFigures
import UnrollNumerics

extension GradientFlow {
  /// Norm against distance, a panel for each cell and a line for each gain.
  public static func figure(_ curves: [FlowCurve]) -> Figure {
    let cells = curves.map(\.cell).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    // Far below what a float can hold, so that a gradient that is gone is still drawn.
    let floor = 1e-40
    func line(_ values: [Double]) -> [Double] { values.map { $0 >= floor ? $0 : .nan } }
    let panels = cells.map { cell in
      let own = curves.filter { $0.cell == cell }
      // Bounds lie below, so that a line that keeps to its bound is seen.
      let bounds = own.compactMap(\.bounds).map {
        Mark.line("bound", y: line($0), colour: .grey, dash: .dotted)
      }
      let lines = own.map { Mark.line("gain \($0.gain.short)", y: line($0.norms)) }
      return Panel(
        title: cell, x: Axis("Steps back in time", integerTicks: true),
        y: Axis("‖∂L/∂h‖", scale: .log10), marks: bounds + lines)
    }
    return Figure(
      title: "How much of the gradient comes back", panels: panels, columns: min(2, panels.count),
      sharesX: true, sharesY: true,
      caption:
        "Bounds: (γσ₁)ˢ with γ = 1 for SimpleRNN, ∏ max f along the carry track; none is proven "
        + "for LSTM and GRU as a whole.")
  }

  /// The heat maps of what each step contributes, for some gains.
  public func contributionFigure(gains: [Double]) -> Figure {
    // At step 0 the weights meet a state of zeros, and contribute nothing.
    let maps = gains.map { gain in
      (gain: gain, rows: contributions(gain: gain).dropFirst().map { Array($0.dropFirst()) })
    }
    let all = maps.flatMap { $0.rows.joined() }.filter { $0 > 0 }
    // One range for all maps, so that equal colours are equal norms.
    let top = all.max() ?? 1
    let range = max(all.min() ?? top, top * 1e-20)...top
    return Figure(
      title: "What each step contributes to the gradient of Whh",
      panels: maps.map { map in
        Panel(
          title: "gain \(map.gain.short)",
          x: Axis("weight used at step k", integerTicks: true),
          y: Axis("loss at step t", integerTicks: true),
          marks: [
            .heatMap(
              HeatMap(
                map.rows, xStart: 1, yStart: 1, label: "norm", scale: .log10, range: range))
          ])
      }, columns: min(3, maps.count), sharesY: true)
  }

  /// A gradient that grows before it decays, beside what eigenvalues and singular values say.
  public static func transientFigure(_ curve: FlowCurve) -> Figure {
    let rates = curve.norms.indices.map { pow(curve.gain, Double($0)) }
    return Figure(
      title: "Spectral radius \(curve.gain.short), and yet the gradient grows at first",
      x: Axis("Steps back in time", integerTicks: true), y: Axis("‖∂L/∂h‖", scale: .log10),
      marks: [
        .line("bound (γσ₁)ˢ", y: curve.bounds ?? [], colour: .grey, dash: .dotted),
        .line("ρˢ", y: rates, colour: .vermilion, dash: .dashed),
        .line("measured", y: curve.norms, colour: .blue),
      ])
  }
}

extension FlowOnData {
  /// Norm against distance: a colour for each cell, dashed before training.
  public static func figure(_ curves: [FlowCurve]) -> Figure {
    let colours: [Mark.Colour] = [.vermilion, .blue, .ink]
    return Figure(
      title: "How much of the last step's gradient comes back",
      x: Axis("Steps back in time", integerTicks: true),
      y: Axis("‖∂L/∂h‖, as a share", scale: .log10),
      marks: curves.enumerated().map { index, curve in
        .line(
          curve.cell, y: curve.norms.map { $0 > 0 ? $0 : .nan },
          colour: colours[index / 2 % colours.count], dash: index % 2 == 0 ? .dashed : .solid)
      })
  }

  /// What training changed, a sentence for each cell that was trained.
  public static func sentences(_ curves: [FlowCurve]) -> [String] {
    stride(from: 0, to: curves.count - 1, by: 2).map { index in
      let (before, after) = (curves[index], curves[index + 1])
      let last = before.norms.count - 1
      let bound =
        after.bounds.map {
          after.keepsBound
            ? " The bound allows \(String(format: "%.1e", $0[last]))."
            : " This is above the bound, which can't be: a mistake of the library."
        } ?? ""
      return """
        \(after.cell.split(separator: ",")[0]): \(last) steps back, \(String(format: "%.1e", before.norms[last])) \
        of the gradient arrives before training and \(String(format: "%.1e", after.norms[last])) after \
        it.\(bound)
        """
    }
  }
}

extension Double {
  /// `0.5`, `1`: without digits that say nothing.
  var short: String { String(format: "%.6g", self) }
}
