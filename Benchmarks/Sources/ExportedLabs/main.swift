import Foundation
import Unroll

// ExportedLabs DIR: writes every lab, in float64 and in float32, for `Benchmarks/export-peers`.
guard CommandLine.arguments.count == 2 else {
  print("usage: ExportedLabs DIR")
  exit(64)
}
for dtype in [DType.float64, .float32] {
  for lab in Lab.all(dtype) {
    try ExportedLab(lab: lab, folder: "\(CommandLine.arguments[1])/\(dtype)/\(lab.name)").write()
  }
}
