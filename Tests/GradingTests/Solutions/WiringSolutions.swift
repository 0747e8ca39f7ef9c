import UnrollCourse

// The solutions of exercise 23. They stay out of what students are given.

struct LSTMWiringSolution: LSTMWiringExercise {
  func inputs(of box: LSTMBox) -> [LSTMBox] {
    switch box {
    case .x, .h, .c: []
    case .i, .f, .g, .o: [.x, .h]
    case .kept: [.f, .c]
    case .added: [.i, .g]
    case .newCarry: [.kept, .added]
    case .tanhOfCarry: [.newCarry]
    case .newState: [.o, .tanhOfCarry]
    }
  }
}

/// By arrows, from where they begin.
struct LSTMWiringByArrows: LSTMWiringExercise {
  private let arrows: [(from: LSTMBox, to: [LSTMBox])] = [
    (.h, [.o, .g, .f, .i]), (.x, [.i, .f, .g, .o]), (.c, [.kept]), (.f, [.kept]),
    (.i, [.added]), (.g, [.added]), (.kept, [.newCarry]), (.added, [.newCarry]),
    (.newCarry, [.tanhOfCarry]), (.tanhOfCarry, [.newState]), (.o, [.newState]),
  ]

  func inputs(of box: LSTMBox) -> [LSTMBox] {
    arrows.filter { $0.to.contains(box) }.map(\.from)
  }
}
