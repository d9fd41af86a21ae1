using Graft.Tensors;

namespace Graft.Reports;

/// <summary>Writes a text file so that readers see the old file or the whole new one, never half of it.</summary>
internal static class ReportFile
{
    /// <summary>Writes UTF-8 to a temporary file in the same folder, then renames it.</summary>
    /// <exception cref="ReportException">The file cannot be written; no temporary file is left.</exception>
    public static void Write(string path, string text)
    {
        try
        {
            string full = Path.GetFullPath(path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            AtomicFile.WriteAllText(full, text);
        }
        catch (FileWriteException error)
        {
            throw new ReportException(error.Problem, path, error.Remedy, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ReportException($"The file cannot be written: {error.Message}", path, null, error);
        }
    }
}
