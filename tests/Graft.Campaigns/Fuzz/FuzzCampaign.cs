namespace Graft.Campaigns.Fuzz;

internal static class FuzzCampaign
{
    public static bool Run(CampaignOptions options) => options.Words.Count > 0;
}
