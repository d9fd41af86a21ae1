using System.Globalization;

namespace Graft.Campaigns;

/// <summary>A verb, words and "--name value" pairs.</summary>
internal sealed class CampaignOptions
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">A name without its value, or no verb.</exception>
    public CampaignOptions(string[] arguments)
    {
        var words = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(arguments[i]);
            }
            else if (i + 1 < arguments.Length)
            {
                _values[arguments[i][2..]] = arguments[++i];
            }
            else
            {
                throw new FormatException($"{arguments[i]} needs a value");
            }
        }

        Verb = words.Count > 0 ? words[0] : throw new FormatException("fuzz or kill?");
        Words = words[1..];
    }

    /// <summary>The first word.</summary>
    public string Verb { get; }

    /// <summary>The words behind it.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>A whole number, or a default.</summary>
    public int Number(string name, int otherwise) => !_values.TryGetValue(name, out string? text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value
        : throw new FormatException($"'{text}' is not a whole number: --{name}");

    /// <summary>A text, or a default.</summary>
    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);
}
