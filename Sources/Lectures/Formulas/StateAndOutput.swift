import UnrollAutodiff
import UnrollNumerics
import UnrollRecurrent

/// The state of a memory cell is not always its output (003:84).
///
/// Where it is, the output alone decides how the cell goes on. So a cell is run from two states that give
/// the same output and differ in the rest: what then comes out differs if the state is more than the output.
enum StateAndOutput {
  /// The largest difference between the next outputs after two states with the same output; 0 where the
  /// state has no part beside it.
  static func difference<Cell: RecurrentCell>(of cell: Cell, seed: UInt64) -> Double {
    var generator = SeededGenerator(seed: seed, stream: "state and output")
    let (layer, inputs) = (RNN(cell), 3)
    let weights = layer.randomWeights(for: [nil, inputs], using: &generator)
    func next(after state: Cell.State?, _ x: Tensor) -> Cell.State {
      layer.run(Variable(x), weights, LayerContext(name: "cell"), initialState: state).state
    }
    func sequence(_ steps: Int) -> Tensor {
      .uniform([2, steps, inputs], in: -1..<1, dtype: .float64, using: &generator)
    }
    let (past, future) = (sequence(5), sequence(1))

    let state = next(after: nil, past)
    let other = Cell.State([state.output] + state.parts.dropFirst().map { -$0 })
    let outputs = [state, other].map { next(after: $0, future).output.value }
    return Matrix.distance(Matrix(outputs[0]), Matrix(outputs[1]))
  }
}
