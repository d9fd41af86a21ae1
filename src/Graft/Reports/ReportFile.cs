using System.Text;

namespace Graft.Reports;

/// <summary>Writes a text file so that readers see the old file or the whole new one, never half of it.</summary>
internal static class ReportFile
{
    /// <summary>Writes UTF-8 to a temporary file in the same folder, then renames it.</summary>
    /// <exception cref="ReportException">The file cannot be written; no temporary file is left.</exception>
    public static void Write(string path, string text)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            string full = Path.GetFullPath(path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(new UTF8Encoding(false, false).GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Remove(temporary);
            throw new ReportException($"The file cannot be written: {error.Message}", path, null, error);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The write has already failed for a reason of its own: that is the one to report.
            _ = error;
        }
    }
}
