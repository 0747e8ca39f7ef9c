import UnrollAutodiff
import UnrollRecurrent

/// What a model computes on batches, as programs: recorded once for each shape of batch, and run from then on.
///
/// With several threads each runs a copy on a part of the batch. The states that layers carry are inputs and
/// results of the programs, and the masks that they draw are inputs, the same for any number of threads.
final class BatchPrograms<Notes> {
  /// A computation on a part of a batch, as it was recorded.
  struct Recording {
    /// Weights and the numbers of the batch, in order.
    let inputs: [Variable]
    /// The token ids and classes of the part.
    let integers: [IntTensor]
    let results: [Variable]
    let repeated: RepeatedCall
    /// What has to be known of the recording to read its results.
    let notes: Notes
  }

  /// Records the computation for some samples of a batch; nil where it can't be repeated.
  typealias Recorder = (_ samples: Range<Int>, _ tape: Tape) -> Recording?

  /// What was computed on a part of a batch.
  struct Part {
    let results: [Tensor]
    let arrays: BatchArrays
    let notes: Notes
  }

  private let model: any Model
  private let threads: Int
  /// By shape; nil where a recording can't be repeated.
  private var known: [BatchShape: Known?] = [:]

  /// Programs take memory for a whole batch; where batches come in more shapes than this, all are forgotten.
  private let mostPrograms = 8

  init(_ model: any Model, threads: Int) {
    self.model = model
    self.threads = threads
  }

  /// Forgets all programs.
  func forget() { known = [:] }

  /// Computes a batch, and moves the states of stateful layers on; nil where no program can do so.
  func run(on batch: BatchArrays, _ record: Recorder) -> [Part]? {
    let states = model.assembly.states
    guard let calls = calls(on: batch, parts: threads, states, record) else { return nil }
    let found = Program.run(calls.map { ($0.program, $0.inputs, $0.arrays.integers) })
    let carried = calls[0].known.states
    if carried > 0 {
      model.assembly.states = states.replaced(
        by: (0..<carried).map { index in joined(found.map { $0[index] }) })
    }
    return zip(calls, found).map { call, found in
      Part(
        results: Array(found.dropFirst(carried)), arrays: call.arrays, notes: call.known.notes)
    }
  }

  /// Where the time for a batch goes, by operations, the most expensive first; empty where there is no
  /// program.
  func costs(on batch: BatchArrays, _ record: Recorder) -> [Program.Cost] {
    guard let call = calls(on: batch, parts: 1, model.assembly.states, record)?.first else {
      return []
    }
    return call.program.costs(call.inputs, integers: call.arrays.integers)
  }

  private struct Call {
    let known: Known
    let program: Program
    let inputs: [Tensor]
    let arrays: BatchArrays
  }

  /// The programs for the parts of a batch with what they are run on; nil where there can be none.
  private func calls(
    on batch: BatchArrays, parts: Int, _ states: LayerStates, _ record: Recorder
  ) -> [Call]? {
    // What begins with zeros is recorded: there are no states yet that a program could take in.
    guard model.isStateful != states.isEmpty else { return nil }
    let weights = model.parameters.map(\.value)
    // Drawn once for the whole batch, which is what each part would have to do to find its own rows.
    var masks: [Tensor]?
    var calls: [Call] = []
    for (index, samples) in batch.parts(parts).enumerated() {
      let arrays = batch.rows(samples)
      // Of a state, too, each part of the batch has its samples.
      guard let own = states.rows(samples, of: batch.count),
        let known = known(for: arrays.shape, samples, own, record),
        let program = known.program(index)
      else { return nil }
      let drawn =
        masks
        ?? known.masks.map {
          $0.draw(
            step: model.assembly.trained.steps, samples: samples.count, of: batch.count)
        }
      masks = drawn
      // Integers that name nothing are recorded, because the layer that meets them says so best.
      guard program.accepts(arrays.integers) else { return nil }
      let rows = drawn.map { $0.rows(of: samples, in: batch.count) }
      calls.append(
        Call(
          known: known, program: program, inputs: weights + arrays.numbers + own.inOrder() + rows,
          arrays: arrays))
    }
    return calls
  }

  private func known(
    for shape: BatchShape, _ samples: Range<Int>, _ states: LayerStates, _ record: Recorder
  ) -> Known? {
    if let found = known[shape] { return found }
    if known.count >= mostPrograms { known = [:] }
    let new = make(samples, states, record)
    known.updateValue(new, forKey: shape)
    return new
  }

  private func make(
    _ samples: Range<Int>, _ states: LayerStates, _ record: Recorder
  ) -> Known? {
    let tape = Tape()
    // Recording a call moves the states on, and it is the program that is to do so.
    let recording = model.assembly.keepingState {
      model.assembly.states = states
      return record(samples, tape)
    }
    guard let recording else { return nil }
    let (carried, masks) = (recording.repeated.states, recording.repeated.masks)
    let program =
      carried.goOn
      ? try? Program(
        tape, inputs: recording.inputs + carried.before + masks.variables,
        integers: recording.integers, results: carried.after + recording.results)
      : nil
    return Known(program, recording.notes, states: carried.after.count, masks: masks.rules)
  }

  /// A recording of one shape of batch as programs.
  private final class Known {
    /// One for each part of a batch that is computed at the same time; none where there can't be any.
    private var copies: [Program]
    let notes: Notes
    /// How many tensors the states are that go into a call and come out of it.
    let states: Int
    /// How the masks are drawn that go into a call.
    let masks: [DrawnMasks.Rule]

    init(_ program: Program?, _ notes: Notes, states: Int, masks: [DrawnMasks.Rule]) {
      copies = program.map { [$0] } ?? []
      self.notes = notes
      self.states = states
      self.masks = masks
    }

    func program(_ index: Int) -> Program? {
      guard let first = copies.first else { return nil }
      while copies.count <= index { copies.append(first.copy()) }
      return copies[index]
    }
  }
}
