using System.Text.Encodings.Web;
using System.Text.Json;

namespace Graft.Reports;

/// <summary>Strings as YAML scalars.</summary>
internal static class YamlText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A double-quoted scalar: every JSON string is one, and no text can end it early.</summary>
    public static string Quoted(string value) => JsonSerializer.Serialize(value, Readable);
}
