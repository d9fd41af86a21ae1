using Graft.Jobs.Machine;

namespace Graft.Cli.Output;

/// <summary>Shows what was found on the machine.</summary>
internal static class DoctorOutput
{
    /// <summary>Shows it, with advice below.</summary>
    public static void Show(bool json, Diagnosis diagnosis)
    {
        if (json)
        {
            JsonLines.Write(diagnosis, EventJson.Default.Diagnosis);
            return;
        }

        IScreen screen = Screen.Create();
        int width = diagnosis.Entries.Max(entry => entry.Name.Length);
        foreach (DiagnosisEntry entry in diagnosis.Entries)
        {
            screen.Line($"{Mark(entry.State)} {entry.Name.PadRight(width)}  {entry.Value}");
        }

        screen.Line();
        foreach (DiagnosisEntry entry in diagnosis.Entries)
        {
            if (entry.Advice is { } advice)
            {
                screen.Warning($"{entry.Name}: {advice}");
            }
        }

        if (diagnosis.IsHealthy)
        {
            screen.Strong("Training and prediction can run here.");
        }
    }

    private static string Mark(DiagnosisState state) => state switch
    {
        DiagnosisState.Good => "ok",
        DiagnosisState.Warning => "! ",
        _ => "X ",
    };
}
