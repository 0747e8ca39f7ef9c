extension OwnText {
  /// What follows in ``text``.
  static let secondHalf =
    """
    Something stands between a closing quote and the end of its cell. The first validation series: the last \
    values that were seen, what came, and what each way forecast. What is left of a series when the line \
    fitted to it by least squares is subtracted. The mean squared error on the validation series that the \
    lecture published. This loss over some of the time steps; the outputs at the others are ignored. They \
    never meet in one number, so nothing is subtracted and nothing cancels. The state that the layer kept \
    from the call before, under the names of its parts: on the tape, and cut off, so that no gradient flows \
    back. Holds where every word of a text of ours has a vector of its own that is as the slide says, number \
    by number. A text that is in memory already; file names it in messages. The share of the training data \
    that each network got right, epoch by epoch; nil where no epoch was completed. But it fails where \
    recurrent networks need it most. This loss over a run of time steps; the outputs at the others are \
    ignored. A letter behind it marks a second statement of the same item. A shape in which some sizes are \
    known only when data comes: the batch, and mostly the time. The formula is generic: the same line is \
    evaluated with floats, and with the numbers that check gradients. A decimal comma is read where cells \
    are separated by semicolons or tabs. Whether a second value would be a mistake, where others override \
    the first. The value when nothing is given, as the reader would write it; nil when that goes without \
    saying. Each cell learns to say the next value of a series, or the next character of a text, by \
    truncated backpropagation. What a recurrent layer computed: outputs and the last state, by name. They \
    are a type of their own, because an integer has no derivative. The layers that a file may mention, by \
    class name: nothing else is ever made from a file. The tape is the network unrolled: one line of the \
    formula became five lines in each of three steps. Of each state the rows of some samples; nil where it \
    is not that of so many samples. Nothing in the training asks for that; only the answers count. Norm \
    against distance, a panel for each cell and a line for each gain. The value of every slot where some \
    inputs have others: all operations once more, by their kernels. The untied network has a copy of the \
    recurrent weight for every time step. The claim does not hold; the finding gives the reason and the \
    right value. The number of bytes up to the last line feed, which is one of them. Trains a network, and \
    judges it and the one with hand-set weights. A tensor cut into parts of equal size along an axis, which \
    they keep: the gates of a cell. Such a file holds numbers and text, nothing that could be run. The carry \
    is another thing: it is what an LSTM remembers and does not show. No target counted: all are the class \
    that a loss or a metric ignores. Reproduced where the LSTM needs fewer steps, and solves the long \
    sequences too. The function has a corner there; there is no one derivative to compare with. Each takes a \
    few minutes to build the first time; then the laboratory takes a few seconds. Whether ticks stand at \
    whole numbers only, as for epochs. Samples to be judged by: drawn until there are so many, none of them \
    twice, and none that was seen in training. A single number with four digits, several with three; nothing \
    where there are too many. Memory is that of one window, however long the streams are. A generator whose \
    whole state is a counter: each output is a scrambled multiple of one constant. A floor imports only what \
    lies below it. The cell of the lectures: its output goes back into it at the next time step. A debug \
    build computes the same numbers many times slower; who reads a slow time should know. Concepts, one at a \
    time: what the library computes, computed by hand first. Backpropagation through time adds up what each \
    time step contributes to the gradient of a weight. Every number is correct, the vanished one to nine \
    digits like the others. The smallest free stretch that is large enough, or new memory at the end. The \
    numbers are yours, up to the last digits: you rounded to four decimals, the program carries seven. One \
    gradient is asked for; the walk finds all of them, and from then on the printed tape shows them in a new \
    column. The chapters share one set of numbers: a recurrent network with one unit over three time steps. \
    How a model is called: whether it is trained, and where operations are recorded. Forgets all states, and \
    takes those of this layer and its parts out of states. Where a training takes its batches from, an epoch \
    at a time. The network trains a little worse, and nobody knows why. Loss, prediction and gradients by a \
    recording of the step, which is not kept: what a step costs without a program. The heat maps of what \
    each step contributes, for some gains. This page shows how, and why the usual check is blind just where \
    recurrent networks need it. The most steps of a training on the adding problem, fewer than those of \
    unroll memory. The median of the mean error over all seeds, or nil where there was only one or not all \
    were trained to the end. A matrix as coloured cells, with a colour bar below the panel. It is the walk \
    up the tape; only the name is longer. The ledger of a model on a batch of inputs, for a loss made of its \
    output, a scalar. What a gradient check says of an element, an input, or the whole. The number of epochs \
    after which everything it says is right, and stays so; nil if it never was. The values at the two ends \
    of an axis, and where the others lie between them. The losses of both networks, and what they say at \
    each step; each with the name of its file. The linear forecast with the smallest error on the training \
    series, found at once. The error on sequences that were not trained on, as a share of the answers' \
    variance; infinite where the training diverged. The output for a batch of numbers: nothing is recorded. \
    Truncation falls with the step, cancellation rises. A cell in a sentence: in quotes, and not more than \
    its start. It is tiny, but it is a definite number, and it is what a chapter on vanishing gradients is \
    about. Where the layer writes down the states that it carries, if the call is recorded to be run again. \
    One step on the tape; for a program with its backward pass, which is to be run again. The batches of an \
    epoch, by their steps; random numbers follow from the epoch and the seed. Where the time of a step goes, \
    by operations, the most expensive first; empty where there is no program. One line, each cell padded \
    before it is coloured, and no spaces at the end. The logits for some time steps, and the state behind \
    them. The arrays of a batch in order: what a program is run with. A bare word, known by its place: the \
    FILE in unroll inspect FILE. An LSTM begins with gates through which little comes back, and has to learn \
    to keep them open. Weights stay as they are while a program runs, so that large ones are packed once for \
    all products with them, and transposed ones turned. You should have seen a Keras model before. A sheet \
    of characters, each with a colour if any: what a terminal shows, line by line. An operation with a \
    corner, like relu, says in branches on which side of it an input lies, so that the gradient check knows \
    a corner from a mistake. The derivatives of the result along sixteen directions, in one replay with \
    complex steps. A layer in its place in a model: its name, the shapes around it, and which weights are \
    its own. Rounding blurs the value so much that no verdict is possible, as in a chaotic network. The \
    derivative in a direction, once a formula has been evaluated. The weights of a file, taken out one by \
    one and held against what a model needs. Where a constant of the tape was another one at the moved \
    point. The verdict on errors with a remedy beside those without; a training that diverged has an \
    infinite one. A gradient check that has found an error makes the mistakes that people make and sees \
    which one leads to the same numbers. Commas, semicolons or tabs may stand between cells; which of them, \
    the first two lines show. The gradient of a table of which some rows were looked up: these, and zero for \
    all others. The mean loss and metrics of a model on streams, read window by window from states of zeros; \
    the states of the layers are put back afterwards. What the reader asked for, checked: every value has \
    the type and the range that its declaration states. Counts the words of sentences, and those that follow \
    each other. The real parts alone: what a number carries along does not pass the cut. Stops with a \
    sentence where the tape has been reset since this variable was made. The mean squared error on the \
    validation series, from the first seed. What a batch adds to the means of its loss and metrics, each \
    sample with a weight. A figure as text, no wider than is good to read, below an empty line. It runs the \
    gradient four more times and each time rounds every operation wrongly on purpose, by one unit in the \
    last place, up or down. Which gradients a tape is asked for, and how those of the weights follow from \
    them. Changes a weight by its gradient, and what is remembered of it, where they lie. Find the numbers \
    of your table among the values. What is wrong with a tokenizer, in words; nil where nothing is. The \
    shape of the output for inputs of a shape that the layer can take. The numbers of cells in the first two \
    lines; fewer where there are none or quotes are broken. Runs body, and puts the states of stateful \
    layers back to what they were. What can be trained: parameters, and an output that is computed from \
    inputs with them. How a text is cut into tokens: characters, words, or runs of them. Writes all the text \
    at once, past any buffer, so that nothing waits for a flush. Gives the model the remembered weights; \
    without a finished epoch it keeps what it has. A factor that odd points to the first line. How long a \
    training step of a model takes, without its optimiser: recorded on a tape anew each time, and as a \
    Program. Trains a network, and gives its loss on phrases that it has not seen. Recorded anew in every \
    step, unless the layer promises more. Whether training ended before its last epoch because it was asked \
    to. The series is too short to be cut into windows for training, validation and test. With three steps \
    that is a curiosity. A number moved up or down by one unit in its last place, as its bits and a seed \
    decide. Remembers the weights of the epoch with the lowest validation loss. A case has a name, which \
    ties its two halves together. Shows a training on a console: at most fifteen redraws a second on a \
    terminal, a line an epoch elsewhere. It is recurrent if what it multiplies was computed with it. An \
    input of a subject: its name, and the numbers it may have. Two losses are raced to, an easy one and one \
    that is hard: what the best linear forecast scores. It is a class because training changes it: all who \
    hold a model see the same weights. The windows of the training, the validation and the test part. A \
    derivative by differences with an estimate of its error: for functions without a formula. How often \
    words occur in some sentences: by themselves, and behind another. A step costs what was looked up, \
    whatever the size of the table. The samples of a data set in batches, each epoch in an order of its own. \
    A laboratory; observe is asked who watches the training of the model with a name. Sequences are drawn \
    from a generator and never run out, so a network that is trained on fresh ones can learn nothing by \
    heart. A central difference goes one step to each side. A layer with a short-term and a long-term state, \
    LSTMCell run over a sequence. All but the last row of each series lie at least in part among the values \
    that the model sees later. The first token of a text that is not in the vocabulary; nil where all are. \
    Hand in your backward pass from above. The step that was asked for last, until its state is known. One \
    sample of what went in and what came out, without the batch. With a hundred steps it is the vanishing \
    gradient. The mean squared error of each model for each step ahead. How deep values may lie within \
    values; a hundred thousand brackets would exhaust the stack. The first dish is told, then only the \
    weather: what there was yesterday, the network has to remember, for a year without a slip. The menu with \
    weights set by hand: what a network could know without training. The network, with new weights; nil for \
    the models that need no training. What is wrong with the point where a gradient is to be checked. The \
    weights as a step needs them: parts that would be cut out again in every step are cut out here, once for \
    a sequence. A primitive step of a computation: what a tape records. Trains the model: epochs times \
    through the samples in a new order each time, one step of the optimiser for each batch. An absolute \
    tolerance excuses a gradient for being small. In the table, a tensor of several numbers has no room for \
    its gradient. The forecast that unroll forecast --csv makes of such a text: of its one column of \
    numbers. The place of a variable on this tape, or a stop with a sentence. Every line is an operation, in \
    the order it was computed; the gradient is found by reading the table from bottom to top. What training \
    makes small: a scalar from a prediction and its target. A result of the entry: on the tape while the \
    pass is recorded, a constant otherwise. A sequence that is shorter than others is filled up. The \
    pullback is written with variables, not with plain tensors. What stands between cells: the first two \
    lines show it. How often everything is trained, each time with the next seed. The range an axis asks \
    for, or one that fits the values which have a place on it. A value that is turned is computed so that \
    the turned one is dense: it is what is worked on next. A layer that ran over a sequence, and its steps \
    in the order in which they were computed. The lines of a text file, one after the other; the file may be \
    larger than the memory. A series cut into windows: the steps that a model sees, and the steps that \
    follow. What the layer that reads backwards computed; its outputs are in the order in which it read. The \
    number of the training step, from which random numbers follow. The first command builds the library, the \
    second compares, the third writes what the program prints into the page. A series cut in time order: the \
    past trains, what follows validates, the end tests. The same console with its text moved to standard \
    error: standard output then holds data only. Compute it in small steps and write down every step. The \
    library is checked in this way itself, every operation, loss and layer. How far the function and its \
    tape are apart at one moved point. Sequences of bits, and whether the number of ones in them is odd. \
    Series cut into what a model sees and what it should forecast, for training, validation and test. Token \
    ids with numbers to answer: texts with their ratings. How much memory the tensors made by this thread \
    have asked for since it began. The same for a decoder that does not read, trained as long. The words \
    that stand beside the number in the help text. The first line that is no text, among bytes that are \
    none. Recorded anew in every training step, unless the model promises more. A relative tolerance alone \
    would be too strict in one case: when the right answer is zero. Numbers of either sign, for functions \
    that are smooth everywhere. Unroll is an automatic differentiation framework in Swift for learning and \
    teaching recurrent networks. Stops with a sentence where a recurrent layer would not go on where the \
    window before ended. How values are spread along an axis or over the colours of a heat map. The Swift \
    blocks, read from top to bottom, form one file. The places of all blocks in memory: scratch, inputs, \
    integers, results, constants. Returning false ends training cleanly; what was learnt is kept. A gradient \
    that grows before it decays, beside what eigenvalues and singular values say. A text in pieces, one \
    after the other, from a file or a folder that may be larger than the memory. A tape that is recorded \
    anew in every training step costs more than the arithmetic of a small network. Fit it to the training \
    rows alone: the mean of the whole series already tells something of its future. Reproduced where every \
    cell solves the shortest sequences, and the longest those with gates only. The code point that starts at \
    a byte, and its number of bytes. There is no absolute tolerance, which would excuse wrong gradients as \
    soon as they are small. A plan for weights, some of them tables with few lookups. Start at the last line \
    and walk up. A sentence drawn word by word, of so many words at the most. The seed from which all random \
    numbers of the model follow. The checksum that the file states, and where its digits lie in the header. \
    A program, or none; the lookups and the integers are those of the batch that was recorded. The evenings \
    of a history, as the rule and both networks have them. Applies an operation with any number of inputs \
    and results. The gradient of a scalar with respect to one variable, which may be any value on the tape. \
    It also checks gradients that you computed; they come first, before the point. The blocks of one axis, a \
    block for each gate, in another order. The median validation error; nil where a training was stopped. \
    The configuration of a layer: what it is, which weights it needs, and what it computes. The median \
    error; nil where there was only one seed or not all were trained to the end. A copy has weights of its \
    own, but shares what stateful layers keep from batch to batch. Seconds for forward and backward pass, \
    recorded on a tape: the median of several steps. The words that stand behind the last one of a context, \
    with their numbers. An input some of whose elements are stepped, each in a direction of its own; nil \
    where none is. One input: the gradient and what it should be, side by side. Every Swift block on these \
    pages is compiled and run, and its output compared with what the page shows, whenever the code changes. \
    A row for each step, a column for each model; the smallest error of a step is green. This error is \
    called truncation: the formula ignores that the curve bends. A sum, and the number of things that it was \
    added up from: means of batches of different sizes become one mean. Whether the recording of another \
    batch of that shape will do. Puts a value at a place, if it has none; a value that is only a view is put \
    there by its source. Neighbouring steps are one slice, however many they are. Trains a small network on \
    samples made up for this shape, which takes less than a second. How often tokens occur in some texts, in \
    the order in which they were first seen. Windows overlap where the stride is shorter; each time step \
    counts once, in the first window that reads it. The share of dates that are written without a mistake, \
    each character from the one before. Gives each argument its word by place; a repeated one, which comes \
    last, takes all that are left. But the same code in a network that remembers well would be wrong in \
    every digit, and a test should find the mistake before that day. Whether there are targets for the last \
    time steps alone, and only these count. Shows a training on this console, and ends it when the reader \
    asks for that. The shape tells you where to transpose: a gradient has the shape of its weight. Batches \
    of sequences; buckets are width tokens wide, and padding of value stands in front, as in Keras, unless \
    told. Backpropagation through time that you can read. The eigenvalues of a square matrix, largest \
    modulus first. The largest relative error of all inputs, beyond rounding. A weight that carries a state \
    from step to step, with its uses in the order of time. Stops at a file whose first line already holds a \
    row: its names would be numbers. Whether the reset gate acts after the product with the recurrent \
    weights. There is no with block and no hidden tape. The loss of a batch with token ids or classes as \
    targets. A tape is the list of operations in the order they were computed. What a reader who cannot see \
    the figure is told: the caption, or axes and marks in words. The short ones are needed: of two bits, \
    parity is soon learnt, and then of three. With a step ten times smaller, the forward error is ten times \
    smaller and the central error a hundred times. By what gradients are bounded before a step; nil, the \
    default, for nothing. Whether the sequence is read from its end; the outputs then come in that order, \
    and so does their mask. In a window that is too narrow the columns of text are wrapped, the widest \
    first; if that is not enough the lines run over the edge. A large input is not a large gradient. Takes \
    one step: changes all weights by their gradients, which may be those of some rows. An open file, closed \
    when it is let go of; what the system refuses is thrown in its own words. The window at the end of the \
    series, which sees its last rows; none where these hold a gap. Take the smallest neural network: one \
    input, one weight, one bias. The number that broadcasting puts at a place of a larger shape. Measures a \
    model with stateful layers; its weights and states stay as they are. The mean error of the last whole \
    interval, or of the steps taken where there is none; infinite where gradients exploded beyond all \
    numbers. Takes the keys and values of an object; a key must not come twice. A weight in another order: \
    the one made before, or a new one. Every library keeps the gates in another order. The largest modulus \
    of an eigenvalue: the factor by which repeated multiplication by A grows. The gradient for a variable of \
    the tape; zero where the result does not depend on it. These cancel, and what is left are the last few, \
    which are rounded. The generator of one named stream at one step, independent of what others have drawn. \
    Forgets the states of stateful layers: the next batch begins with zeros.
    """
}
