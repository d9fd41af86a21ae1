using System.CommandLine;
using System.CommandLine.Parsing;
using Graft.Data;
using Graft.Models;

namespace Graft.Cli.Options;

/// <summary>The options that say how data is read.</summary>
internal sealed class DataReadingOptions
{
    private readonly Option<string?> _text = OptionKinds.Text("--text-column", "The column of the texts [found by name or content]", "name");
    private readonly Option<string?> _pair = OptionKinds.Text("--text-pair-column", "The column of the second text of a pair", "name");
    private readonly Option<string?> _image = OptionKinds.Text("--image-column", "The column of the images or their file names", "name");
    private readonly Option<string?> _delimiter = OptionKinds.Text("--delimiter", "What separates CSV fields: a character, or tab [found out]", "char");
    private readonly Option<bool> _header = OptionKinds.Switch("--header", "The first row of a CSV file names the columns [found out]");
    private readonly Option<bool> _noHeader = OptionKinds.Switch("--no-header", "The first row of a CSV file is data");
    private readonly Option<bool> _noQuotes = OptionKinds.Switch("--no-quotes", "Read quotes in CSV files as text, not as signs round a field");
    private readonly Option<string?> _labelSeparator = OptionKinds.Text("--label-separator", "What separates the labels of a field with --problem-type multi-label: a character, or tab [a comma]", "char");
    private readonly Option<bool> _skipBad = OptionKinds.Switch("--skip-bad", "Leave out rows and images that cannot be used; they are counted, and the first ones named");
    private readonly Option<bool> _shuffle = OptionKinds.Switch("--shuffle", "Take slices as random samples");
    private readonly Option<bool> _stratify = OptionKinds.Switch("--stratify", "Take slices with each class in its share");
    private readonly ChoiceOption<ProblemType> _problem = new("--problem-type", "What the labels are [found out]");
    private readonly Option<string[]> _labels = new("--label-column")
    {
        Description = "The column of the labels; several times for one 0/1 column a class [found by name or content]",
        HelpName = "name",
    };

    /// <summary>Adds the options for inputs with labels, or without.</summary>
    public void AddTo(Command command, bool labels)
    {
        command.Options.Add(_text);
        command.Options.Add(_pair);
        command.Options.Add(_image);
        if (labels)
        {
            command.Options.Add(_labels);
            command.Options.Add(_problem);
            command.Options.Add(_labelSeparator);
            command.Options.Add(_shuffle);
            command.Options.Add(_stratify);
        }

        command.Options.Add(_delimiter);
        command.Options.Add(_header);
        command.Options.Add(_noHeader);
        command.Options.Add(_noQuotes);
        command.Options.Add(_skipBad);
        command.Validators.Add(Check);
    }

    /// <summary>What was given.</summary>
    public DataOptions Read(ParseResult parsed, ulong? seed = null)
    {
        var defaults = new DataOptions();
        return new DataOptions
        {
            TextColumn = parsed.GetValue(_text),
            TextPairColumn = parsed.GetValue(_pair),
            ImageColumn = parsed.GetValue(_image),
            LabelColumns = parsed.GetValue(_labels) ?? [],
            ProblemType = _problem.Read(parsed),
            Delimiter = Separator(parsed.GetValue(_delimiter)),
            QuotedFields = !parsed.GetValue(_noQuotes),
            LabelSeparator = Separator(parsed.GetValue(_labelSeparator)) ?? defaults.LabelSeparator,
            HasHeader = OptionKinds.Either(parsed, _header, _noHeader),
            SkipBad = parsed.GetValue(_skipBad),
            Shuffle = parsed.GetValue(_shuffle),
            Stratify = parsed.GetValue(_stratify),
            Seed = seed ?? defaults.Seed,
        };
    }

    private void Check(CommandResult result)
    {
        if (result.Given(_header) && result.Given(_noHeader))
        {
            result.AddError("--header and --no-header exclude each other.");
        }

        foreach (Option<string?> option in new[] { _delimiter, _labelSeparator })
        {
            if (result.Given(option) is { } given && Separator(given) is null)
            {
                result.AddError($"'{given}' is not one character: {option.Name}");
            }
        }
    }

    private static char? Separator(string? text) => text switch
    {
        "tab" or "\\t" => '\t',
        { Length: 1 } => text[0],
        _ => null,
    };
}
