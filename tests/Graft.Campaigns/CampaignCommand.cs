using System.Globalization;
using Graft.Campaigns.Fuzz;
using Graft.Campaigns.Kills;

namespace Graft.Campaigns;

/// <summary>Reads the command line of tests/fuzz and tests/kill-and-resume.</summary>
internal static class CampaignCommand
{
    /// <summary>Runs a campaign.</summary>
    /// <returns>0 if nothing was found, 1 if something was, 2 for a wrong command line.</returns>
    public static int Run(string[] arguments)
    {
        try
        {
            var options = new CampaignOptions(arguments);
            return options.Verb switch
            {
                "fuzz" => Report(FuzzCampaign.Run(options)),
                "kill" => Report(KillCampaign.Run(options)),
                _ => throw new FormatException($"'{options.Verb}' is not fuzz or kill"),
            };
        }
        catch (FormatException error)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"campaigns: {error.Message}"));
            return 2;
        }
    }

    private static int Report(bool isClean) => isClean ? 0 : 1;
}
