/// All workloads, in the order of the report.
let allWorkloads: [Workload] =
  forecasting + [reviews] + characters + [inference] + scalarChains + gradientChecks
