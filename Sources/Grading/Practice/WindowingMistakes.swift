/// Wrong windows, scalers and parts, from a single series to its data sets.
let windowingMisconceptions = [
  Misconception(
    "a series whose last window is left out",
    """
    n values have n − steps − horizon + 1 windows: the last one's targets are the last values of the series. A range \
    0..<k ends before k, so the + 1 belongs in it.
    """, seen: "range(len(series) − steps − horizon)",
    WindowingByNumbers<LastWindowDropped>.reply(to:)),
  Misconception(
    "targets that begin inside the window, with the last value that is seen",
    """
    Window i sees the values from i to i + steps − 1, so its targets begin at i + steps. One place earlier the model is \
    shown the answer: it learns to repeat its last input, and its score looks wonderful.
    """, seen: "an index that is off by one", WindowingByNumbers<TargetInside>.reply(to:)),
  Misconception(
    "windows that lie side by side and do not overlap",
    """
    A window begins at every place where it fits, so each overlaps the next in all but one value. Side by side there are \
    `steps` times fewer to learn from.
    """, seen: "texts cut into chunks; reshape", WindowingByNumbers<SideBySide>.reply(to:)),
  Misconception(
    "a scaler that is fitted to the whole series",
    """
    Mean and deviation of all values tell the model of what comes behind the split. Fit the scaler to the first \
    trainingCount values, and scale everything by that one.
    """, seen: "fit_transform on the whole table, and then the split",
    WindowingByNumbers<FittedToAll>.reply(to:)),
  Misconception(
    "a standard deviation with n − 1",
    """
    Asked for is √(Σ (x − mean)² / n), which gives the scaled training values a variance of exactly 1, as in \
    scikit-learn's scaler. n − 1 estimates the variance of the population that a sample is from.
    """, seen: "pandas' std, which divides by n − 1 unless told otherwise",
    WindowingByNumbers<OneLess>.reply(to:)),
  Misconception(
    "a variance in place of the deviation, Σ (x − mean)² / n",
    """
    The deviation is the root of it, in the units of the series. Divided by the variance, values twice as large would come \
    out half as large; divided by the deviation, they come out the same.
    """, seen: "a variance that was computed and whose root was forgotten",
    WindowingByNumbers<RootForgotten>.reply(to:)),
  Misconception(
    "data that are scaled by a scaler fitted anew, not by the one that is given",
    """
    datasets gets a scaler and has to use it, whatever it was fitted to. A model in use goes with the scaler that it was \
    trained with; with a new one, data of every level have the mean 0, and the model cannot tell them apart.
    """, seen: "fit_transform where transform was meant", WindowingByNumbers<FittedAnew>.reply(to:)),
  Misconception(
    "a validation part that begins `steps` values earlier, among those of the training part",
    """
    Its first windows then see values that stand as targets in training windows. To begin the forecasts right behind the split \
    is in use elsewhere, and leaks no future; here each part is cut by itself, and no value is in both.
    """, seen: "series[trainingCount − steps …], so that no forecast is lost",
    WindowingByNumbers<ReachesBack>.reply(to:)),
  Misconception(
    "validation windows that are all the windows which training does not have",
    """
    Windows that begin before the split and end behind it are among them. They see values that training forecasts, and with \
    a horizon above 1 have targets in common with it. Divide the series first; what crosses the split is in neither part.
    """, seen: "X[:k] and X[k:], with k the right number of training windows",
    WindowingByNumbers<RestValidates>.reply(to:)),
  Misconception(
    "windows that are cut before the split, so that some lie in both parts",
    """
    The first trainingCount windows are not those of the first trainingCount values: the last of them have targets \
    behind the split, and the model is trained on what it will be judged by. Divide the series first, then cut each part.
    """, seen: "X[:n_train], with n_train counted in values",
    WindowingByNumbers<CutFirst>.reply(to:)),
  Misconception(
    "a validation part that is scaled by its own mean and deviation",
    """
    Both parts are scaled by the same two numbers, those of the training part. Its own ones would hide from the model \
    that the level has changed, and in use there is no future to take them from.
    """, seen: "fit_transform on each part", WindowingByNumbers<ScaledApart>.reply(to:)),
  Misconception(
    "a split that turns time round: the end is trained on, the beginning validated",
    """
    A forecast is made from the past for the future, so the first values are trained on and the last ones judge. The other \
    way round the model has seen what came out of what it is asked to forecast.
    """, seen: "the first fold of a cross-validation, whose folds follow the order of the rows",
    WindowingByNumbers<TimeTurned>.reply(to:)),
  Misconception(
    "targets that are left unscaled",
    """
    Inputs and targets are values of one series and are scaled alike. Otherwise the model has to learn the mean and the \
    deviation on top, and its loss is in other units than its inputs.
    """, seen: "a scaler for X alone", WindowingByNumbers<TargetsUnscaled>.reply(to:)),
]
