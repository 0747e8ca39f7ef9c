// The operations that make few numbers of many, and the losses that are operations of their own.

extension CheckSubject {
  static let reductions: [CheckSubject] = [
    .operation("sum", .any("x", [2, 3])) { $0[0].sum() },
    .operation("sum (axis)", .any("x", [2, 3, 4])) { $0[0].sum(axis: 1) },
    .operation("sum (two axes)", .any("x", [2, 3, 4])) { $0[0].sum(axes: [0, 2], keepDims: true) },
    .operation("mean", .any("x", [2, 3])) { $0[0].mean() },
    .operation("mean (axis)", .any("x", [2, 3, 4])) { $0[0].mean(axis: 1) },
    .operation("mean (two axes)", .any("x", [2, 3, 4])) {
      $0[0].mean(axes: [0, 2], keepDims: true)
    },
    .operation("max", .distinct("x", [2, 3])) { $0[0].max() },
    .operation("max (axis)", .distinct("x", [2, 3, 4])) { $0[0].max(axis: 1) },
    .operation("max (two axes)", .distinct("x", [2, 3, 4])) {
      $0[0].max(axes: [0, 2], keepDims: true)
    },
  ]

  static let softmaxes: [CheckSubject] = [
    .operation("logSumExp", .any("x", [2, 3])) { logSumExp($0[0]) },
    .operation("logSumExp (axis)", .any("x", [3, 2])) {
      logSumExp($0[0], axis: 0, keepDims: true)
    },
    .operation("softmax", .any("x", [2, 3])) { softmax($0[0]) },
    .operation("softmax (axis)", .any("x", [2, 3, 4])) { softmax($0[0], axis: 1) },
    .operation("logSoftmax", .any("x", [2, 3])) { logSoftmax($0[0]) },
    .operation("logSoftmax (axis)", .any("x", [3, 2])) { logSoftmax($0[0], axis: 0) },
  ]

  static let crossEntropies: [CheckSubject] = [
    .operation("softmaxCrossEntropy", .any("logits", [3, 4])) {
      softmaxCrossEntropy($0[0], labels: [3, 0, 2])
    },
    .operation("softmaxCrossEntropy (sequence)", .any("logits", [2, 3, 4])) {
      softmaxCrossEntropy($0[0], labels: IntTensor([[1, 0, 3], [2, 2, 0]]))
    },
    .operation("softmaxMinusOneHot", .any("logits", [3, 4])) {
      apply(SoftmaxMinusOneHot(labels: [3, 0, 2]), $0[0])
    },
    .operation(
      "softmaxCrossEntropy (target)", .any("logits", [2, 3]), .positive("target", [2, 3])
    ) {
      softmaxCrossEntropy($0[0], target: $0[1])
    },
    .operation("sigmoidCrossEntropy", .nonzero("logits", [2, 3]), .positive("target", [2, 3])) {
      sigmoidCrossEntropy($0[0], target: $0[1])
    },
    .operation("meanSquaredError", .any("prediction", [2, 3]), .any("target", [2, 3])) {
      meanSquaredError($0[0], $0[1])
    },
  ]
}
