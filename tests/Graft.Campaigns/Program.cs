using Graft.Campaigns;

return CampaignCommand.Run(args);
