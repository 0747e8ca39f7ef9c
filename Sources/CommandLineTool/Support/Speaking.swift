import Unroll
import UnrollConsole

// What commands say and show in the same way.

extension Console {
  /// Running text, wrapped.
  func say(_ text: String) {
    for line in wrap(text, width: width) { print(line) }
  }

  /// A figure as text, no wider than is good to read, below an empty line.
  func draw(_ figure: Figure, height: Int) {
    print()
    print(figure.terminal(width: min(width, 100), height: height, colour: style.isEnabled))
  }
}

extension OutputFolder {
  /// Writes figures, each under its name.
  func write(_ figures: [(name: String, figure: Figure)]) throws {
    for (name, figure) in figures { try write(figure.svg(), as: name + ".svg") }
  }

  /// `3 figures are in unroll-out`
  func whereabouts(ofFigures count: Int) -> String {
    (count == 1 ? "1 figure is" : "\(count) figures are") + " in \(path)"
  }
}
