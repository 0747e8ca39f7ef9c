// What examples in documentation comments take as given: names that stand for what a reader has.

import Unroll

func given<T>(_ type: T.Type = T.self) -> T { fatalError("examples are compiled, not run") }

var model: Sequential { given() }
var x: Tensor { given() }
var y: Tensor { given() }
var data: Dataset { given() }
var validation: Dataset { given() }
var streams: Streams { given() }

var reviews: [String] { given() }
var sentences: [[String]] { given() }
var words: [String] { given() }
var characters: [Int] { given() }
var ids: [[Int]] { given() }
var labels: [Int] { given() }
var logits: Tensor { given() }
var vectors: WordVectors { given() }
