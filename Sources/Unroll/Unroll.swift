// `import Unroll` is all that a student writes: every floor of the house, under one name.

@_exported import UnrollAutodiff
@_exported import UnrollExporting
@_exported import UnrollFigures
@_exported import UnrollLectures
@_exported import UnrollNumerics
@_exported import UnrollRecurrent
@_exported import UnrollSequences
@_exported import UnrollTraining
