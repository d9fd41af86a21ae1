namespace Graft.Data;

/// <summary>The parts of some data, with one label set: that of the training part.</summary>
public sealed class DatasetParts
{
    /// <summary>Puts parts together.</summary>
    /// <param name="train">The part to learn from.</param>
    /// <param name="validation">The part to choose by, if there is one.</param>
    /// <param name="test">The part to judge by, if there is one.</param>
    /// <param name="notes">What was found, set aside, left out and counted.</param>
    /// <exception cref="DataException">The parts' kinds or label sets differ.</exception>
    public DatasetParts(Dataset train, Dataset? validation = null, Dataset? test = null, IReadOnlyList<string>? notes = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        foreach (Dataset other in new[] { validation, test }.OfType<Dataset>())
        {
            if (other.Kind != train.Kind || !other.Labels.Equals(train.Labels))
            {
                throw new DataException(
                    $"'{other.Name}' ({other.Kind}, labels {other.Labels}) does not go with '{train.Name}' ({train.Kind}, labels {train.Labels}).",
                    remedy: "Read both with the same LabelNames.");
            }
        }

        Train = train;
        Validation = validation;
        Test = test;
        Notes = notes ?? [];
    }

    /// <summary>The part to learn from.</summary>
    public Dataset Train { get; }

    /// <summary>The part to watch progress and choose by, or null.</summary>
    public Dataset? Validation { get; }

    /// <summary>The part to judge the result by, or null.</summary>
    public Dataset? Test { get; }

    /// <summary>What was found, set aside, left out and counted, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>
    /// Reads all parts of some data. What is in no part by its name, such as a single file, is the training part. A
    /// slice that names parts takes those alone ("folder[train[:1000]+test[:10%]]"); one that names none is taken from
    /// the training part and leaves the others whole ("folder[:1000]").
    /// </summary>
    /// <param name="spec">A file or folder, with an optional slice.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <remarks>
    /// A row without label is an error that names it, or left out and counted with <see cref="DataOptions.SkipBad"/>; a
    /// validation or test part that has no labels at all is not used. Empty texts are kept and counted. A class with a
    /// single training example, or none, is noted. All of it is in <see cref="Notes"/>.
    /// </remarks>
    /// <exception cref="DataException">
    /// The data cannot be found, read or understood; the training part has one class only; another part has a label
    /// that the training part lacks. The message says where and what to do.
    /// </exception>
    public static DatasetParts Load(string spec, DataOptions? options = null) => DataLoader.LoadParts(spec, options ?? new DataOptions());

    /// <summary>Sets parts that are missing aside from the training part, each class in its share, and says so in the notes.</summary>
    /// <param name="validationFraction">The validation part's share of the training examples, from 0 (none) to below 1.</param>
    /// <param name="testFraction">The test part's share of the training examples, from 0 (none); both together below 1.</param>
    /// <param name="seed">Decides which examples are set aside.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of range.</exception>
    /// <exception cref="DataException">There are too few examples.</exception>
    public DatasetParts WithHeldOut(double validationFraction, double testFraction, ulong seed)
    {
        if (!(validationFraction >= 0 && testFraction >= 0 && validationFraction + testFraction < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(validationFraction), $"Shares of {validationFraction} and {testFraction} are not in [0, 1) and together below 1.");
        }

        double forTest = Test is null ? testFraction : 0;
        double forValidation = Validation is null ? validationFraction : 0;
        Dataset train = Train;
        Dataset? test = Test;
        Dataset? validation = Validation;
        var notes = new List<string>(Notes);
        if (forTest > 0)
        {
            (train, test) = Split(train, forTest, seed, "test");
            notes.Add($"{test.Count:N0} of the {Train.Count:N0} training examples are set aside as the test part (seed {seed}).");
        }

        if (forValidation > 0)
        {
            // A share of all examples, of which the test part has taken some.
            (train, validation) = Split(train, forValidation / (1 - forTest), seed + 1, "validation");
            notes.Add($"{validation.Count:N0} of the {Train.Count:N0} training examples are set aside as the validation part (seed {seed}).");
        }

        return new DatasetParts(train, validation, test, notes);
    }

    // What is too few to be split is not mended by another share: whoever raises one finds the other too small.
    private static (Dataset Train, Dataset Held) Split(Dataset examples, double fraction, ulong seed, string part)
    {
        try
        {
            return examples.TrainTestSplit(fraction, seed);
        }
        catch (DataException error)
        {
            throw new DataException(
                $"{examples.Count:N0} examples are too few to set a {part} part aside.", examples.Name,
                remedy: "Give more data, or set nothing aside: fractions of 0 (--validation-fraction 0 --test-fraction 0). How good the model is is not measured then.", innerException: error);
        }
    }
}
