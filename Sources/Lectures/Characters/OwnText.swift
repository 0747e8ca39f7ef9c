/// A text for character models where a reader brings none: sentences of this project's own tutorials and
/// source comments, one a line, in no particular order.
///
/// It is part of the program, because a program that was built has no folder of sources beside it.
public enum OwnText {
  /// The text, some 44,000 characters.
  public static let text = (firstHalf + " " + secondHalf).replacing(". ", with: ".\n") + "\n"

  private static let firstHalf =
    """
    Never throws: whatever goes wrong becomes a sentence on standard error and an exit code. Trains the \
    model on long streams by truncated backpropagation through time. Only a GRU that resets after the \
    product keeps both, because one of them stands inside the reset. That was the chain rule: at each step \
    the number from below, times the slope of one operation. Whether the trained network is right on every \
    evening of every history. The number of words in the longest sentence, to which the others are padded. \
    The check is slow, because it runs the whole computation again for every few weights. Differences of the \
    function itself find such a gradient wrong by themselves. Histories of the menu as a network reads them, \
    all equally long. Whether a remedy helps, from the errors of a few seeds with it and without. It holds \
    slots, never variables: a captured variable would keep the tape alive for ever. They are the quickest \
    way to find a mistake. The largest relative error of all elements, rounding included: what is left where \
    all is right. Where a command writes: plain text to its reader, complaints to standard error, data to \
    standard output. Visits the cotangent of every value that target depends on, from the last to the first, \
    and every contribution to one. The number of days of a month in the Gregorian calendar. The order of the \
    gates, by cell; nil where the library has no such cell. The table as lines of text, fitted to width \
    columns where it is given. What a model came to on the test rows, in the units of the file: a row of the \
    table. How the numbers of one tensor are written: all with the same number of decimals, so that they \
    line up. Infinity and not-a-number are never accepted: no option means anything by them. A few points of \
    a descent: where it starts, where its gradient is largest, the step behind, and where it ends. What one \
    layer makes of its own input; nothing is recorded. The gradients of a scalar as they come out with a \
    mistake in the backward pass. A range of at least a few representable numbers, so that one value alone \
    still has a place: the middle. These are the weights of Flatten and a Dense layer, trained to their end. \
    Many to one: a network reads bits, and says at the end whether the number of ones is odd. The memory \
    behind tensors: a block that one or several tensors look into. The step after which each row is as the \
    slots say; empty while none waits. A value that would be accepted, for a declaration that has no default \
    to show; nil where any text would. A weight that is used in several products belongs to a loop, and its \
    uses, in the order of the tape, are the time steps. The same numbers side by side: where they are, or in \
    a copy. A random orthogonal matrix times a number: it stretches every vector by that gain. You can now \
    write a recurrent network with its BPTT yourself, without any tape: plain numbers, the two moves and the \
    three sums. The layers that a model is put together from, with their weights. Where it is, the output \
    alone decides how the cell goes on. With several threads each computes a part of every batch; results \
    then differ in their last digits. The character and colour at a place; nil where nothing was drawn. Puts \
    a tensor on the tape as an input: something that gradients can be asked for. The model as it was saved: \
    its layers, weights, seed, and how long it was trained. By how many bits each step turns its sum, for \
    four rounds. Every operation states its forward pass once, as a formula generic over this protocol. \
    Weights and losses are what they are in training; dropout is off. Which input is the other factor: the \
    state, where the weight is recurrent. Blocks marked console or plain are not compared. Records the \
    function once and compares its gradient, or the claimed one, with the exact one. Whether the result lies \
    on the tape, so that it has a gradient at all. They are chosen such that whoever rounds to four decimals \
    at every step still gets every digit right. The number of rows in a season; nil where there is none, or \
    none was found. Words in small letters, and punctuation marks, each a token of its own; white space is \
    left out. Rows instead of columns, so every weight is transposed on its way in, and every gradient on \
    its way back. The verdict is zero to within rounding, and the check passes. The gradients of a scalar \
    with respect to several variables, in one backward pass. Whether the loss fell, and the answers take \
    notice of the input. A layer applied to every time step by itself, with the same weights. Steps of a \
    model with a loss; with several threads, each computes a part of the batch. A statement of the lectures \
    that the project recomputes. How much of the true gradient truncated backpropagation keeps, measured on \
    a model and its data. Stateful layers begin with a state of zeros, and have their own back afterwards. \
    Runs body with subnormal numbers taken as zero on this thread, and puts back what was before. The state \
    that the next batch begins with; empty at the beginning. The texts to test by; nil where there are none \
    of their own, as in a single file. How many columns a character takes: two for those that fill a square, \
    none for what joins the one before. Slices are cut from regions and gradients of slices are added into \
    them, at a cost that grows with the region and not with the tensor it lies in. The number value, exactly \
    known: without derivative and without rounding error. Shows the network, trains it, and shows what it \
    makes of some samples. A vector of equal parts, each with an initialiser of its own: the gates of a \
    bias. A window of a long sequence: all entries up to the next. How much room a text takes, in a drawing \
    and in a terminal. The value as text, keys in alphabetical order, so that equal values have equal texts. \
    What is special about yours gets a test with a name that is a sentence, such as the derivative of relu \
    at zero is zero . Samples with what a model should answer: inputs and targets with as many rows. Up and \
    down are almost equal, and the subtraction leaves only their last, rounded digits. A weight that was \
    given another shape or type has no layer that would make it. Holds the layer against the formula; they \
    agree only if both have the same weights. Elements that are zero to within rounding have no relative \
    error. A step has one operation, and it uses only lines above it. Whether every cell with gates came \
    farther than every one without. An axis counted from the front, where negative numbers count from the \
    back. Without any names, there are two columns, or three of which the first holds the label and the last \
    the text. What a table of results says about cells with and without gates, in sentences. Who sees only \
    the character that is read cannot tell the two apart. What the network made of some samples, as lines of \
    text. What the figure shows, in a few words; also the accessible name of the SVG. A stack of layers, \
    each fed by the one before, with their weights. The tape as a table, with the values of tensors of up to \
    so many numbers. Any loss whose gradient is known: the sum that has it everywhere. Along the first axis \
    nothing is copied: the part looks into this memory. A number that is stepped in several directions, so \
    far in each. Under a block stands what it prints. What a model is called with: Samples whose numbers may \
    lie on a tape. The gradient of a weight: the sum of all contributions. What a gradient check found: for \
    every input its verdict, the largest error and where it is. Whether both are the very same integers in \
    memory, under whatever shape. A model of such layers is recorded once and then run as a Program, which \
    is faster. The text that tokens make: words are joined by a space, characters by nothing. The ten \
    forecasts for each of the first validation series, from the first seed. Weights that were copied into an \
    order in which products read them faster, by where they came from. The numbers of sentences to learn \
    from and to be judged by. Data to learn from, and data to be judged by, which have no sample in common. \
    The tape needs one walk for all of them. All operations are tested from one table, against what JAX \
    computes. A text for a language model, whole in memory: a file, or the texts of a folder one behind the \
    other. Stops where the gradient of a value would reach from its window into an earlier one. How the \
    numbers of a value lie in a block of memory while a program runs. What to differentiate for: weights, \
    and rows that were taken out of tables. The number of tokens of a text, the unknown ones among them. \
    Trains a cell at a length with every learning rate; a training that is stopped is the last. A complex \
    number whose imaginary part is a derivative in the making: the complex step. The entries that are \
    needed, by their place on the tape. By what each slot of the rows that wait is multiplied in each step. \
    Shapes alone decide, so that steps on batches of one shape are alike. The factor by which the norm \
    changes at each step back: that of the straight line through the logarithms; nil where fewer than two \
    norms have one. So it can be recorded in turn, and second derivatives work. Text between quotes; what \
    JSON gives a meaning is escaped. All of them together are what unroll check checks, and what the tests \
    of the gradient check make mistakes in. The gradient of a function of one tensor, element by element. It \
    needs only a struct with two parts and the textbook formula for the tanh of a complex number. So we \
    train with the tape and test with the check. The number of places with all sequences padded to the \
    longest of all. The same data as a model takes it in; on a tape under a name, if there is one, so that a \
    number that is not finite is found in the data too. Then something else takes over, and a smaller step \
    makes things worse. The tokens of some texts, and the ids that stand for them. A program for the results \
    that a tape computed from some of its inputs. What numbers stand for, where the names of categories are \
    too long to stand below the axis. Stops with a sentence where a bias is none of such a cell. The \
    probability of a word after the words in front of it. The lookups in a table, if a batch of so many \
    parts like this one looks up few of its rows: less than an eighth as many as there are. Values that are \
    put together from parts stay as they are, because the parts are worked on as well. One explanation for \
    everything is stated; several are listed; and where different inputs need different ones, each is given \
    its own, as candidates. Expects gradients that were computed by hand to be those of a scalar function. \
    Without the formula, two points give it approximately. The weights of one layer, out of variables for \
    all parameters. A step on numbers one by one: planes of rows and columns. The state after reading; nil \
    where the decoder is not to know of it. At every time step the ten values behind it: \
    sequence-to-sequence. It does not matter whether the filling stands in front or behind. What the network \
    made of some samples, as figures with the names of their files. A recurrent layer whose initial state is \
    checked too, and whose last state is differentiated. The number of passes through the training series, \
    as in the lecture. You need to have seen a Keras model; you need no Swift. Records an operation with any \
    number of inputs and results. A gradient goes back along the first for ever; along the second it is a \
    product. A change is good when a reader of the file is better off after it. Let the first layer have \
    three units with tanh, and the second one unit without a function. Stops at a record with more or fewer \
    cells than there are columns. Relative to zero, that is infinitely wrong. A layer whose input is token \
    ids, not numbers: Embedding. The number of time steps; nil where there is no such axis. The network that \
    sees the character that is read, and nothing else. Which parameters were trained when the programs were \
    made, which give their gradients. The numbers of digits to learn from and to be judged by. The output \
    for a batch of numbers, from weights that may lie on a tape. The output for a batch, from weights that \
    may lie on a tape, one for each parameter. The additions and multiplications of all matrix products of a \
    step, where there is a program. What is done against unstable gradients, one thing at a time. Whether \
    somebody asked to end before all learning rates were tried. The line that stays when the epoch is over: \
    the plain one, or what of it fits, but every metric. Adds an entry for inputs that stand at the end of \
    the list: the one place where a tape grows. The element to look at: of those with the worst verdict, the \
    one with the largest error. By its name, a forget gate should close at a mark and stay open in between, \
    and an input gate the other way round. What the network sees; the first column is the one that is \
    forecast. The error on sequences that it was not trained on, as a share of the answers' variance. The \
    two models that have nothing to learn: the last value again, and the closed form. The text of ids: \
    padding in front is passed over, and the first end or padding behind it ends the text. This loss over \
    the last time steps; the outputs before them are ignored. Text in which the five characters that mean \
    something to XML stand for themselves. Throws where all targets are the class that the loss or a metric \
    ignores. Whether there is a batch axis, the same for all parts; a scalar has none. The states that \
    stateful layers carry, by the layers' names; those that begin with zeros are not there. Its state has \
    six places: a dish on a fine day in the first three, a dish on a rainy day in the last three. A number \
    with a twin that is rounded wrongly: each operation moves the twin by one unit in its last place, up or \
    down. The text: names of columns, then a month and a number a line. Takes one step: changes the \
    parameters that are trained by their gradients, which may be those of some rows, where they lie. The \
    relation between the gradient of a row and the exact one, up to rounding, if it is a known one. Figures \
    on data that is not trained on; nil where there is none. The tanh is flat there: it is saturated. Ten or \
    eleven digits are all that a central difference can give here; about eight of the sixteen are all that a \
    forward difference gives. One thing the tool can do, and all that its help text says about it. \
    Evaluating a formula with dual numbers differentiates it on the way, by the rules of calculus: forward \
    mode. The data and the number of passes; a test takes less of both. A view of all numbers of its input: \
    a value can be put where its view is wanted. What the file says of the model is no JSON, or does not fit \
    together. The cotangents of all values on a tape after one backward pass: intermediate gradients, kept. \
    The sentences of a text, each counted once; which are held out follows from the seed. The vanilla RNN in \
    plain numbers, as the slides write it: the formula that the tape is held against. A third curve will be \
    in it, made with a complex number. What a wrong gradient looks like beside the right one, by itself: a \
    known relation between two arrays. Evaluates the formulas of all entries again, from top to bottom, with \
    another kind of number. Without momentum, of a table that is looked up only the rows with a gradient are \
    changed; momentum moves the others too. After the last step we compare with a target. The random numbers \
    of one use in this layer and training step. The number of steps whose gradient, before clipping, had a \
    norm above ten times the median of all steps. Trains the networks, and looks at each; a training that \
    was stopped is the last. Sequences of numbers some of which are marked; the answer at every step is the \
    last marked number. Long sequences side by side, with a target at every step, that are read window by \
    window. Cuts and scales columns of equal length; without steps, a number that suits them. Pairs out of a \
    text with one on every line; file names it in messages. A row of ten steps ahead, trained when it is \
    first asked for. Stops with a sentence where there are weights of several directions. Compares all three \
    on a random network, whose loss is a cross-entropy at every step. Each result beside the one with \
    nothing done, trained with the same optimiser. Neighbouring rows are alike, so a model that has seen the \
    rows on both sides of a test row has all but seen that row. The forward pass comes from the formula. \
    Holds where words that depend on the one in front foretell unseen sentences better. The gradient with \
    windows of one size, beside the true one. Compare with your list: the values are what you computed on \
    the way down, the gradients what you computed on the way up. You need no Swift: what a Python programmer \
    would stumble over is explained where it first appears. The loss and the metrics on a data set; throws \
    where the loss is not finite. The validation losses of several models over the epochs, in one panel. The \
    numbers, where a model needs them; stops with a sentence otherwise. The share of histories that a \
    network has right on every evening. Loss by epoch; nil for a way that was not trained for a whole epoch. \
    Where the time of a run goes, by the operations of the tape, the most expensive first. The step that \
    shouted loudest is the one that learns least. How many decimals the shortest text has that reads back as \
    the same number. The loss is the squared difference. A number that has not been computed yet: the twin \
    is equal. The gradients of all weights within the bound; those within it already are not touched. The \
    verdict in words; a difference may be too coarse for one where a complex step would not be. Whether a \
    model is better than another on the same windows. No constant is left that excuses a number for being \
    small. A model with new weights; the same seed gives the same weights. Writes XML, one element a line, \
    indented by depth; every text and attribute is escaped. A tensor with three axes, such as a batch of \
    sequences of vectors. What each time step of a recurrent layer is computed from: its input, and the \
    weights. Takes one step: changes all weights by their gradients. All steps of a window, with the targets \
    of those that count. Whether the outputs of all steps come out, not only the last. Whether a claimed \
    gradient is what a mistake gives, up to rounding. The complex step has no such limit. Above this number \
    of elements, only the first and last few along each axis are printed. How the error grows from the first \
    step to the tenth: what the mean over all ten hides. Writes a text; what lies beyond the edges of the \
    sheet is left out. Writes the weights, those that training does not change included, and some text. A \
    block of numbers with a shape: the values that operations work on. Both are rejected, and the last line \
    says what the mistake looks like. One value of a table: what JSON receives as it is, and what the reader \
    sees formatted. Those that concern one time step are many, and tried only where none that concerns all \
    explains everything. Stops where the model does not give one value for each series. How far the tape is \
    from the formula, relative to the largest element. Here there is one, their sum, and going back the \
    second is zero. What to do about input of a shape that the model does not take. A value as JSON knows \
    it; integers apart from other numbers. What is added around the values when a range is chosen to fit \
    them. The hyperbolic tangent, the activation of the lectures' recurrent cells. The second command \
    replaces the printed blocks by what your version prints. Forgets all entries and keeps their memory for \
    the next recording. The number of times that the training histories are gone through. The gradients of a \
    scalar with respect to every value on the tape that it depends on. The verdict on curves of cells, and \
    on that of a matrix that is not normal. A word that starts with a dash is an option, unless it is - or a \
    negative number. Whether numbers come from outside, and stay as they are while the program runs. A \
    result is recorded because one of its inputs lies on the tape. Draws a bar in whole characters; its end \
    in eighths, where the terminal has them. What the network makes of some samples, as figures with the \
    names of their files. How many tensors the states are that go into a step and come out of it. Why a tape \
    could not be replayed: an operation has no formula. The widths that fit a window: the widest column of \
    text gives way first, down to twelve or its title. The statements of the slide, each with the remedies \
    that it speaks of. Truth values with a shape: masks and the results of comparisons. The whole course \
    uses them, so it pays to copy them on a sheet of paper. This page computes derivatives by hand, on \
    numbers small enough for paper, and shows that the library does exactly what you did. A shorter sequence \
    is filled up with value, a longer one is cut; both in front, unless told. Whether the command should \
    stop after this step and keep what it has. A tensor is a value: a copy never changes when the original \
    does. Its options and arguments, in the order of the help text. The seeds to train with, where a command \
    accepts --seeds: the one of --seed and those behind it. The tables among the weights; nil for those that \
    are asked for themselves. Where it has to be fast, give the struct a forward of its own that calls a \
    kernel; the formula stays, and a test holds one against the other. Reviews made up of random words, to \
    see whether a network trains where the real ones are not at hand. Five digits: above the picture, below \
    the way the pen went and the way the network goes. So a gradient is checked before it is trusted. The \
    integers that the program is given, as they were when the tape was recorded, and their blocks. The \
    lectures' time series: two sine waves of random frequency and phase, plus a bit of noise. Which time \
    steps of the output count, where mask says so of the input. The states that the call began with, in the \
    order of the layers' names. The last value seen, for each of the horizon steps from row start on.
    """
}
